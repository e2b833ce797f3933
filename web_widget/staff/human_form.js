// @ts-check
/** A clause that could not be read with certainty: it becomes a condition, is checked by a person each time, or goes with a reason. */
import { h } from "../dom.js";
import { decide, decisionOn, emptyAtom } from "./draft.js";
import { placeOf } from "./spans.js";
import { button, newId, say } from "./ui.js";

/**
 * @param {import("./bench.js").Bench} bench
 * @param {import("./types.js").Measure} measure
 * @param {import("./types.js").Clause} clause
 * @param {string} text
 * @param {(tree: import("./types.js").Tree|null) => void} replace
 */
export function humanView(bench, measure, clause, text, replace) {
  const kept = decisionOn(bench.draft.decisions, measure.id, text);
  const read = () => {
    decide(bench.draft, measure.id, text, "read");
    const place = placeOf(bench.articles, text, measure.article);
    if (place && clause.quotes.length === 0) clause.quotes.push(place);
    bench.open.add(clause.key);
    replace(emptyAtom());
    say("请选好企业的哪一项、怎么比、数值是多少。");
  };
  const set = (/** @type {"keep"|null} */ how) => {
    decide(bench.draft, measure.id, text, how);
    replace({ human: text });
  };
  return h(
    "div",
    { class: kept ? "human kept" : "human" },
    h("p", { class: "human-title" }, kept ? "每次由人核对" : "待核对：这段原文没能读成条件"),
    h("blockquote", {}, text),
    kept
      ? h(
          "p",
          { class: "buttons" },
          button("重新处理", () => set(null), { "data-focus": `${clause.key}:again` }),
        )
      : h(
          "div",
          {},
          h(
            "p",
            { class: "buttons" },
            button("改成条件", read, { class: "button primary", "data-focus": `${clause.key}:read` }),
            button("每次由人核对", () => set("keep"), { "data-focus": `${clause.key}:keep` }),
          ),
          dropForm(clause.key, (reason) => {
            decide(bench.draft, measure.id, text, "drop", reason);
            replace(null);
          }),
        ),
  );
}

/** @param {string} key @param {(reason: string) => void} drop */
function dropForm(key, drop) {
  const id = newId();
  const reason = h("input", { id, type: "text", maxlength: 500, autocomplete: "off" });
  const go = () => {
    if (reason.value.trim()) return drop(reason.value.trim());
    say("请先写明去掉的理由。");
    reason.focus();
  };
  return h(
    "details",
    { class: "drop" },
    h("summary", { "data-focus": `${key}:drop` }, "这段话不是条件，去掉"),
    h("p", { class: "adding" }, h("label", { for: id }, "理由"), reason, button("去掉", go)),
  );
}
