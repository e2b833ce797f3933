// @ts-check
/**
 * What the citizen can tap to go on.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Suggestion} Suggestion
 */
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

/**
 * 猜你想办: chips side by side, all that do not say when they are meant.
 *
 * @param {Suggestion[]} suggestions
 * @param {string} title
 * @param {(ask: Ask) => void} ask
 */
export function suggestionsView(suggestions, title, ask) {
  const plain = suggestions.filter(({ hint }) => !hint);
  return section(title, plain, h("ul", { class: "chips" }, chipsOf(plain, ask)));
}

/**
 * The other items of a wish of which one was answered: one below the other, each with when it is meant.
 *
 * @param {Suggestion[]} suggestions
 * @param {(ask: Ask) => void} ask
 * @param {boolean} choosing They stand among the choices already.
 */
export function togetherView(suggestions, ask, choosing) {
  const hinted = choosing ? [] : suggestions.filter(({ hint }) => hint);
  return section(STRINGS.together, hinted, h("ul", { class: "choices" }, chipsOf(hinted, ask)));
}

/**
 * What the reply asks the citizen to choose from, one below the other, in the service's order. They are numbered,
 * because people answer "第二个".
 *
 * @param {Suggestion[]} suggestions
 * @param {string} title
 * @param {(ask: Ask) => void} ask
 */
export const choicesView = (suggestions, title, ask) =>
  section(title, suggestions, h("ol", { class: "choices" }, chipsOf(suggestions, ask)));

/** @param {string} title @param {Suggestion[]} suggestions @param {HTMLElement} content */
const section = (title, suggestions, content) =>
  suggestions.length > 0 &&
  h(
    "section",
    { class: "suggestions", "aria-live": "off", "aria-label": title },
    h("p", { class: "label" }, title),
    content,
  );

/** @param {Suggestion[]} suggestions @param {(ask: Ask) => void} ask */
const chipsOf = (suggestions, ask) => suggestions.map((one) => h("li", {}, chipView(one, ask)));

/** @param {Suggestion} suggestion @param {(ask: Ask) => void} ask */
function chipView(suggestion, ask) {
  const { text, hint, item_id, facet } = suggestion;
  return h(
    "button",
    { type: "button", class: "chip", part: "suggestion", click: () => ask({ text, item_id, facet }) },
    h("span", { class: "chip-text" }, text),
    // The space keeps the two apart where they are read aloud as one name.
    hint && [" ", h("span", { class: "chip-hint" }, hint)],
  );
}
