// @ts-check
/**
 * The inputs of the form, by the kind of field.
 *
 * @typedef {import("./fields.js").Field} Field
 */
import { h } from "../dom.js";
import { complain, labelled } from "../policies/field_view.js";
import { CHANNELS } from "./fields.js";
import { today } from "./form_state.js";
import { WIZARD } from "./words.js";

const MODES = { phone: "tel", money: "decimal", count: "numeric" };

/** @param {Field} field @param {string} typed @param {(typed: string) => void} changed */
export function fieldView(field, typed, changed) {
  if (field.kind === "channel") return channelView(field, typed, changed);
  const long = field.kind === "long" || field.kind === "cases";
  const about = {
    maxlength: field.most,
    autocomplete: field.autocomplete ?? "off",
    "aria-required": field.required ? "true" : null,
    inputmode: MODES[/** @type {keyof typeof MODES} */ (field.kind)],
  };
  const input = long
    ? h("textarea", { ...about, rows: field.kind === "cases" ? 3 : 5 })
    : h("input", { ...about, type: "text" });
  input.value = typed;
  input.addEventListener("input", () => changed(input.value));
  const { name: id, label, unit, hint } = field;
  const days = field.kind === "day" ? daysView(/** @type {HTMLInputElement} */ (input)) : null;
  return labelled({ id, label, unit, hint, optional: !field.required }, input, days);
}

/** Two days that need no typing. @param {HTMLInputElement} input */
const daysView = (input) =>
  h(
    "p",
    { class: "ways days" },
    /** @type {[string, number][]} */ ([
      [WIZARD.today, 0],
      [WIZARD.yesterday, -1],
    ]).map(([words, by]) =>
      h(
        "button",
        {
          type: "button",
          class: "button quiet",
          click: () => {
            input.value = today(new Date(), by);
            input.dispatchEvent(new Event("input"));
            input.focus();
          },
        },
        words,
      ),
    ),
  );

/** @param {Field} field @param {string} chosen @param {(value: string) => void} changed */
const channelView = ({ name, label }, chosen, changed) =>
  h(
    "div",
    { class: "field channel", "data-field": name },
    h(
      "fieldset",
      { class: "choices", id: name, tabindex: "-1", "aria-describedby": `${name}-error` },
      h("legend", { id: `${name}-name` }, label),
      CHANNELS.map(([value, words]) =>
        h(
          "label",
          {},
          h("input", {
            type: "radio",
            name,
            value,
            checked: value === chosen,
            change: () => changed(value),
          }),
          h("span", {}, words),
        ),
      ),
    ),
    h("p", { class: "error", id: `${name}-error` }),
  );

/** Shows values that came from elsewhere, without taking anybody's place in the form. @param {HTMLElement} form @param {Record<string, string>} values */
export function refill(form, values) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("[data-field] :is(input, textarea)")
  )) {
    const value = values[input.type === "radio" ? input.name : input.id];
    if (value === undefined) continue;
    if (input.type === "radio") input.checked = input.value === value;
    else if (input.value !== value) input.value = value;
  }
}

/**
 * Lists what is wrong at the top, each a way to its input, and says it at the input, too.
 *
 * @param {HTMLElement} form
 * @param {HTMLElement} summary
 * @param {{field: string, label: string, message: string}[]} faults
 * @param {string} lead
 * @param {(field: string) => void} goTo
 */
export function showFaults(form, summary, faults, lead, goTo) {
  for (const place of form.querySelectorAll("[data-field]")) {
    const name = /** @type {HTMLElement} */ (place).dataset.field ?? "";
    complain(form, name, faults.find(({ field }) => field === name)?.message ?? "");
  }
  const go = (/** @type {string} */ name) => (/** @type {Event} */ event) => {
    event.preventDefault();
    goTo(name);
  };
  const title = h("h3", { tabindex: "-1" }, lead);
  summary.replaceChildren(
    title,
    h(
      "ul",
      {},
      faults.map(({ field, label, message }) =>
        h(
          "li",
          {},
          h("a", { href: `#${field}`, click: go(field) }, label ? `${label}：${message}` : message),
        ),
      ),
    ),
  );
  summary.hidden = false;
  title.focus();
}
