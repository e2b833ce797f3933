// @ts-check
/** What can be done now on a case or a hand-over: a button, or a box that opens for words and choices before it. */
import { h } from "../dom.js";
import { button, confirmed, field } from "../staff/ui.js";

/**
 * @param {string} words
 * @param {{label?: string, required?: boolean, danger?: boolean, quiet?: boolean, sure?: string, more?: HTMLElement[],
 *   check?: () => string}} options `label`: what is asked for; without it and without `more` it is the button alone.
 *   `check`: what is still missing, in words. `sure`: what is asked before it is done.
 * @param {(note: string) => Promise<unknown>} act
 */
export function actionBox(
  words,
  { label = "", required = false, danger = false, quiet = false, sure = "", more = [], check = () => "" },
  act,
) {
  const kind = danger ? "button danger" : quiet ? "button" : "button primary";
  const box = h("textarea", { rows: 3, maxlength: 1000 });
  const error = h("p", { class: "error", role: "alert" });
  const go = async () => {
    const note = box.value.trim();
    error.textContent = check() || (label && required && !note ? "请写说明。" : "");
    if (error.textContent) return label && !check() ? box.focus() : undefined;
    if (!sure || (await confirmed(words, sure, words))) await act(note);
  };
  if (!label && more.length === 0)
    return h("div", { class: "alone" }, button(words, go, { class: kind }), error);
  return h(
    "details",
    { class: "action" },
    h("summary", { class: kind }, words),
    h(
      "div",
      { class: "stack" },
      more,
      label && field(label, box),
      error,
      button(`确定${words}`, go, { class: kind }),
    ),
  );
}

/** Choices of which several may be made. @param {string} title @param {{value: string, label: string}[]} options @param {Set<string>} chosen */
export const ticks = (title, options, chosen) =>
  h(
    "fieldset",
    { class: "ticks" },
    h("legend", {}, title),
    options.map(({ value, label }) => tick(h("span", {}, label), value, chosen)),
  );

/** @param {HTMLElement} words @param {string} value @param {Set<string>} chosen @param {() => void} [changed] */
export function tick(words, value, chosen, changed = () => {}) {
  const box = h("input", { type: "checkbox", checked: chosen.has(value) });
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(value);
    else chosen.delete(value);
    changed();
  });
  return h("label", { class: "check" }, box, words);
}

/** @param {string} title @param {...import("../dom.js").Child} children */
export const section = (title, ...children) =>
  h("section", { class: "stack part" }, h("h2", {}, title), ...children);
