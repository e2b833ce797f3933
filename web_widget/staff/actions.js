// @ts-check
/** What can be done now: a button, and where it needs words, a box that opens before it. */
import { h } from "../dom.js";
import { button, confirmed, field, say, when } from "./ui.js";

/**
 * @param {string} words
 * @param {{note?: boolean, required?: boolean, danger?: boolean, quiet?: boolean, sure?: string, amount?: string|null}} options
 *   `sure`: what is asked before it is done; `amount`: asks for a sum, too.
 * @param {(note: string, amount: string) => Promise<void>} act
 */
export function actionForm(
  words,
  { note = false, required = false, danger = false, quiet = false, sure = "", amount },
  act,
) {
  const kind = danger ? "button danger" : quiet ? "button" : "button primary";
  const whenSure = async (/** @type {string} */ reason, /** @type {string} */ typed) => {
    if (!sure || (await confirmed(words, sure, words))) await act(reason, typed);
  };
  if (!note && amount === undefined) return button(words, () => whenSure("", ""), { class: kind });
  const box = h("textarea", { rows: 2, maxlength: 500 });
  const sum = h("input", { type: "text", inputmode: "decimal", maxlength: 20, value: amount ?? "" });
  const go = async () => {
    if (required && !box.value.trim()) {
      say("请写明理由。");
      return box.focus();
    }
    await whenSure(box.value.trim(), sum.value.normalize("NFKC").replace(/[,\s]/g, ""));
  };
  return h(
    "details",
    { class: "action" },
    h("summary", { class: kind }, words),
    h(
      "div",
      { class: "stack" },
      amount !== undefined && field("核定金额，元", sum),
      note && field(required ? "理由（企业会看到）" : "说明（可以不写）", box),
      button(`确定${words}`, go, { class: kind }),
    ),
  );
}

/** @param {Blob} file @param {string} name */
export function save(file, name) {
  const href = URL.createObjectURL(file);
  h("a", { href, download: name }).click();
  // The browser has taken the file up by then.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** The steps of the way; the first that is not done is where it stands. @param {{name: string, done: boolean, at?: string|null}[]} steps */
export function stepsView(steps) {
  const here = steps.findIndex(({ done }) => !done);
  return h(
    "ol",
    { class: "steps", "aria-label": "步骤" },
    steps.map(({ name, done, at }, position) =>
      h(
        "li",
        { class: done ? "done" : null, "aria-current": position === here ? "step" : null },
        h("span", { class: "step-name" }, `${position + 1}. ${name}`),
        h(
          "span",
          { class: "hint" },
          done ? when(at ?? null) || "已完成" : position === here ? "现在在这一步" : "",
        ),
      ),
    ),
  );
}
