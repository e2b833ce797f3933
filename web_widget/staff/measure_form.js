// @ts-check
/**
 * One measure as a form: each label with its words, and the clauses that wait for a decision on top.
 *
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Clause} Clause
 * @typedef {import("./bench.js").Bench} Bench
 */
import { h } from "../dom.js";
import { awardView } from "./award_form.js";
import { keepingFocus, keyOf } from "./bench.js";
import { decide, emptyAtom, humans, newClause, openClauses } from "./draft.js";
import { awardText, conditionText } from "./label_words.js";
import { quotesView } from "./quotes_form.js";
import { treeView } from "./tree_form.js";
import { button, field, input, select } from "./ui.js";

/** @param {Bench} bench @param {Measure} measure @param {() => void} remove */
export function measureView(bench, measure, remove) {
  const body = h("div", { class: "measure-body" });
  const head = h("summary", { "data-focus": `${measure.id}:head` });
  const view = h(
    "details",
    { class: "measure", open: bench.open.has(measure.id), "data-measure": measure.id },
    head,
    body,
  );
  const title = () => {
    const waiting = openClauses(measure, bench.draft.decisions).length;
    head.replaceChildren(
      h("span", { class: "measure-title" }, measure.title || "（还没有名称）"),
      h(
        "span",
        { class: "muted" },
        [measure.mode, measure.article, awardText(measure.award, bench.fields)].filter(Boolean).join(" · "),
      ),
      ...(waiting ? [h("span", { class: "badge warn" }, `${waiting} 处待核对`)] : []),
    );
  };
  const edited = () => {
    title();
    bench.changed();
  };
  const draw = () => {
    keepingFocus(body, () => body.replaceChildren(...parts(bench, measure, { redraw, edited, remove })));
    title();
  };
  const redraw = () => {
    draw();
    bench.changed();
  };
  view.addEventListener("toggle", () => bench.open[view.open ? "add" : "delete"](measure.id));
  draw();
  return view;
}

/** @typedef {{redraw: () => void, edited: () => void, remove: () => void}} Ports */

/** @param {Bench} bench @param {Measure} measure @param {Ports} ports */
function parts(bench, measure, ports) {
  return [
    basics(bench, measure, ports),
    h("h3", {}, "条件"),
    h(
      "ol",
      { class: "clauses" },
      measure.clauses.map((clause, at) => clauseView(bench, measure, clause, at, ports)),
    ),
    h(
      "p",
      { class: "buttons" },
      button(
        "加一条条件",
        () => {
          const clause = newClause(emptyAtom());
          measure.clauses.push(clause);
          bench.open.add(clause.key);
          ports.redraw();
        },
        { "data-focus": `${measure.id}:add` },
      ),
    ),
    h("h3", {}, "奖补标准"),
    labelled(bench, measure, "award", ports, awardView(bench, measure, ports)),
    h("h3", {}, "申报"),
    labelled(
      bench,
      measure,
      "deadline",
      ports,
      field(
        "截止日",
        input(measure.deadline, (value) => ((measure.deadline = value), ports.edited()), { type: "date" }),
        { hint: "没有截止日就空着" },
      ),
    ),
    field("申报材料，一行一种", documentsInput(measure, ports), { wide: true }),
    decidedView(bench, measure, ports),
    h("p", { class: "buttons" }, button("删去整个条款", ports.remove, { class: "button danger" })),
  ].filter((part) => part instanceof Element);
}

/** @param {Bench} bench @param {Measure} measure @param {Ports} ports */
function basics(bench, measure, { edited }) {
  const set =
    (/** @type {"title"|"mode"|"article"|"exclusive_group"} */ name) => (/** @type {string} */ value) => {
      measure[name] = value;
      edited();
    };
  const sections = bench.articles.map(({ section }) => section).filter(Boolean);
  const groups = bench.draft.measures.map(({ exclusive_group }) => exclusive_group).filter(Boolean);
  const modes = bench.pickers.modes.map((mode) => ({ value: mode, label: mode }));
  return h(
    "div",
    { class: "basics" },
    field("名称", input(measure.title, set("title"), { "data-focus": `${measure.id}:title` }), {
      wide: true,
    }),
    field("兑现方式", select(measure.mode, modes, set("mode"))),
    field("在哪一条", input(measure.article, set("article")), { words: [...new Set(sections)] }),
    field("就高不重复的组", input(measure.exclusive_group, set("exclusive_group")), {
      words: [...new Set(groups)],
      hint: "同一组里，企业只拿最高的一项",
    }),
  );
}

/** @param {Measure} measure @param {Ports} ports */
function documentsInput(measure, { edited }) {
  const box = h("textarea", { rows: Math.max(2, measure.documents.length) }, measure.documents.join("\n"));
  box.addEventListener("input", () => {
    measure.documents = box.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    edited();
  });
  return box;
}

/** @param {Bench} bench @param {Measure} measure @param {Clause} clause @param {number} at @param {Ports} ports */
function clauseView(bench, measure, clause, at, { redraw, edited }) {
  const words = h("p", { class: "clause-words" });
  const tell = () => (words.textContent = `${at + 1}. ${conditionText(clause.tree, bench.fields)}`);
  const waiting = humans(clause.tree).length > 0;
  const open = bench.open.has(clause.key) || waiting;
  const replace = (/** @type {import("./types.js").Tree|null} */ tree) => {
    if (tree) clause.tree = tree;
    else measure.clauses = measure.clauses.filter((one) => one !== clause);
    redraw();
  };
  const toggle = () => {
    bench.open[open ? "delete" : "add"](clause.key);
    redraw();
  };
  tell();
  const ports = { replace, edited: () => (tell(), edited()) };
  return lit(
    bench,
    clause.key,
    h(
      "li",
      { class: open ? "clause" : "clause closed", "data-key": clause.key },
      typeof clause.tree.human !== "string" && words,
      open && treeView(bench, measure, clause, clause.tree, clause.key, ports),
      open && basis(bench, measure, clause.quotes, clause.key, redraw, (quotes) => (clause.quotes = quotes)),
      h(
        "p",
        { class: "buttons" },
        !waiting &&
          button(open ? "收起" : "修改", toggle, {
            "aria-expanded": String(open),
            "data-focus": `${clause.key}:toggle`,
          }),
        button("看原文", () => bench.showText(clause.key), {
          "aria-label": `看原文：${conditionText(clause.tree, bench.fields)}`,
        }),
        open && !waiting && button("去掉这条条件", () => replace(null), { class: "button danger" }),
      ),
    ),
  );
}

/** @param {Bench} bench @param {Measure} measure @param {"award"|"deadline"} label @param {Ports} ports @param {HTMLElement} view */
function labelled(bench, measure, label, { redraw }, view) {
  const key = keyOf(measure.id, label);
  const shown = label === "award" || measure.deadline !== "";
  return lit(
    bench,
    key,
    h(
      "div",
      { class: "clause", "data-key": key },
      view,
      shown &&
        basis(
          bench,
          measure,
          measure.quotes[label] ?? [],
          key,
          redraw,
          (quotes) => (measure.quotes[label] = quotes),
        ),
      shown &&
        h(
          "p",
          { class: "buttons" },
          button("看原文", () => bench.showText(key)),
        ),
    ),
  );
}

/** @param {Bench} bench @param {Measure} measure @param {import("./types.js").Quote[]} quotes @param {string} key @param {() => void} redraw @param {(quotes: import("./types.js").Quote[]) => void} set */
function basis(bench, measure, quotes, key, redraw, set) {
  return quotesView(bench, quotes, measure.article, key, (next) => {
    set(next);
    redraw();
  });
}

/** Marks a label's words while the pointer or the focus is on it. @param {Bench} bench @param {string} key @param {HTMLElement} view */
function lit(bench, key, view) {
  view.addEventListener("pointerenter", () => bench.light(key));
  // A side that was hidden from under the pointer is no reason to forget what was asked for.
  view.addEventListener("pointerleave", () => view.offsetParent && bench.light(""));
  view.addEventListener("focusin", () => bench.light(key));
  return view;
}

/** What was decided of clauses that are gone; it can be taken back. @param {Bench} bench @param {Measure} measure @param {Ports} ports */
function decidedView(bench, measure, { redraw }) {
  const gone = bench.draft.decisions.filter(
    ({ measure_id, how }) => measure_id === measure.id && how !== "keep",
  );
  if (gone.length === 0) return null;
  const back = (/** @type {string} */ text) => {
    decide(bench.draft, measure.id, text, null);
    measure.clauses.push(newClause({ human: text }));
    redraw();
  };
  return h(
    "details",
    { class: "decided" },
    h("summary", {}, `处理过的原文（${gone.length}）`),
    h(
      "ul",
      {},
      gone.map(({ text, how, reason }) =>
        h(
          "li",
          {},
          h("q", {}, text),
          ` ${how === "read" ? "已改成条件" : `已去掉：${reason}`} `,
          button("放回待核对", () => back(text)),
        ),
      ),
    ),
  );
}
