// @ts-check
/** A box for a figure: takes what people write (１，０００、10万), gives a number, and says when it is none. */
import { h } from "../dom.js";
import { figureOf } from "./draft.js";
import { yuan } from "./label_words.js";
import { newId } from "./ui.js";

const SCALES = /** @type {Record<string, number>} */ ({ 万: 1e4, 亿: 1e8 });

/** `10万` is 100,000; only where yuan are meant. @param {string} typed */
export function sumOf(typed) {
  const found = /^(.*?)([万亿])?元?$/u.exec(typed.trim());
  const figure = figureOf(found?.[1] ?? "");
  return figure === null ? null : Number((figure * (SCALES[found?.[2] ?? ""] ?? 1)).toFixed(4));
}

/**
 * @param {string} label
 * @param {unknown} value
 * @param {(value: number|""|null) => void} change Empty text where nothing right is written; null where nothing may be.
 * @param {{unit?: string, sum?: boolean, optional?: boolean, focus?: string}} [options] `sum`: yuan.
 */
export function figureInput(
  label,
  value,
  change,
  { unit = "", sum = false, optional = false, focus = "" } = {},
) {
  const id = newId();
  const note = h("span", { class: "figure-note", id: `${id}-note` });
  const control = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    maxlength: 24,
    value: typeof value === "number" ? String(value) : "",
    placeholder: optional ? "不设上限" : null,
    "aria-describedby": `${id}-note`,
    "data-focus": focus || null,
  });
  const tell = (/** @type {number|null} */ read) => {
    const empty = control.value.trim() === "";
    const wrong = empty ? !optional : read === null;
    control.setAttribute("aria-invalid", String(wrong && !empty));
    note.textContent = wrong
      ? empty
        ? "还没有填"
        : "请填一个数字"
      : sum && read !== null && read >= 1e4
        ? `即 ${yuan(read)}`
        : "";
  };
  const read = () => (sum ? sumOf(control.value) : figureOf(control.value));
  control.addEventListener("input", () => {
    const figure = read();
    change(figure ?? (optional && control.value.trim() === "" ? null : ""));
    tell(figure);
  });
  tell(read());
  return h(
    "div",
    { class: "field figure" },
    h("label", { for: id }, label),
    h("span", { class: "with-unit" }, control, unit && h("span", { class: "unit" }, unit)),
    note,
  );
}
