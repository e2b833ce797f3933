// @ts-check
/**
 * One input of the form with its label, where its value comes from, and what is wrong with it.
 *
 * @typedef {import("./benefit_records.js").FormField} FormField
 */
import { h } from "../dom.js";
import { dayOf } from "./figures.js";
import { fieldId, isChanged, shownOf } from "./form_state.js";
import { APPLY } from "./words_apply.js";

/**
 * @param {{id: string, label: string, unit?: string, hint?: string, optional?: boolean}} about
 * @param {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} input
 * @param {HTMLElement|null} [more]
 */
export function labelled({ id, label, unit = "", hint = "", optional = false }, input, more = null) {
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  return h(
    "div",
    { class: "field", "data-field": id },
    h(
      "label",
      { for: id },
      label,
      unit && h("span", { class: "unit" }, `（${unit}）`),
      optional && h("span", { class: "unit" }, APPLY.optional),
    ),
    input,
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    more,
    h("p", { class: "error", id: `${id}-error` }),
  );
}

/** Shows or takes away what is wrong with an input. @param {ParentNode} form @param {string} id @param {string} message */
export function complain(form, id, message) {
  const place = form.querySelector(`#${CSS.escape(id)}-error`);
  if (place && place.textContent !== message) place.textContent = message;
  const input = form.querySelector(`#${CSS.escape(id)}`);
  if (message) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
}

/** Where a value comes from and since when. @param {FormField} field */
function sourceText({ value, source, as_of }) {
  if (value === null) return APPLY.unknown;
  return source ? APPLY.from + [source, as_of && dayOf(as_of)].filter(Boolean).join("，") : "";
}

/**
 * @param {FormField} field
 * @param {string} typed
 * @param {(typed: string) => void} changed
 */
export function fieldView(field, typed, changed) {
  const id = fieldId(field.field);
  const hint = [sourceText(field), field.kind === "set" && field.editable && APPLY.setHint]
    .filter(Boolean)
    .join("；");
  if (!field.editable) return fixedView(field, hint);
  const mark = h("p", { class: "changed", hidden: true });
  const update = (/** @type {string} */ value) => {
    mark.hidden = !isChanged(field, value);
    mark.textContent =
      field.value === null ? APPLY.added : `${APPLY.changed}，原来是 ${shownOf(field.value, field.unit)}`;
  };
  const input = field.kind === "flag" ? choice(typed) : line(field, typed);
  input.addEventListener("input", () => (update(input.value), changed(input.value)));
  update(typed);
  return labelled({ id, label: field.label, unit: field.unit, hint }, input, mark);
}

/** What only the authority may change. @param {FormField} field @param {string} hint */
const fixedView = ({ label, value, unit }, hint) =>
  h(
    "div",
    { class: "field fixed" },
    h("p", { class: "fixed-label" }, label),
    h("p", { class: "fixed-value" }, shownOf(value, unit)),
    hint && h("p", { class: "hint" }, hint),
  );

/** @param {FormField} field @param {string} value */
function line({ kind }, value) {
  const inputmode = { number: "decimal", count: "numeric", date: "numeric" }[String(kind)];
  return h("input", { type: "text", value, inputmode, maxlength: 200, autocomplete: "off" });
}

/** @param {string} value */
function choice(value) {
  const options = [
    ["", "请选择"],
    ["true", APPLY.yes],
    ["false", APPLY.no],
  ];
  return h(
    "select",
    {},
    options.map(([each, words]) => h("option", { value: each, selected: each === value }, words)),
  );
}
