// @ts-check
/** What can be done now: a button, and where it needs words, a box that opens before it. */
import { h } from "../dom.js";
import { button, field, say } from "./ui.js";

/**
 * @param {string} words
 * @param {{note?: boolean, required?: boolean, danger?: boolean, amount?: string|null}} options `amount`: asks for a sum, too.
 * @param {(note: string, amount: string) => Promise<void>} act
 */
export function actionForm(words, { note = false, required = false, danger = false, amount }, act) {
  const kind = danger ? "button danger" : "button primary";
  if (!note && amount === undefined) return button(words, () => act("", ""), { class: kind });
  const box = h("textarea", { rows: 2, maxlength: 500 });
  const sum = h("input", { type: "text", inputmode: "decimal", maxlength: 20, value: amount ?? "" });
  const go = async () => {
    if (required && !box.value.trim()) {
      say("请写明理由。");
      return box.focus();
    }
    await act(box.value.trim(), sum.value.normalize("NFKC").replace(/[,\s]/g, ""));
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
