// @ts-check
/**
 * The filters above the results. Only those are offered that tell some results from others.
 *
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Filter} Filter
 */
import { h, icon } from "../dom.js";
import { NO_FILTER, choicesOf } from "./ranking.js";
import { RESULT } from "./words.js";

/**
 * @param {Measure[]} measures
 * @param {(filter: Filter) => void} changed
 */
export function filterView(measures, changed) {
  const kinds = new Set(measures.map(({ award }) => award !== null));
  const count = h("p", { class: "filter-count muted" });
  const form = h(
    "form",
    { class: "filters", "aria-label": "筛选", input: () => changed(filterOf(form)), submit: stay },
    group("mode", RESULT.mode, pairs(choicesOf(measures, "mode"))),
    group("level", RESULT.level, pairs(choicesOf(measures, "level"))),
    group(
      "kind",
      RESULT.kind,
      kinds.size > 1
        ? [
            ["money", RESULT.money],
            ["service", RESULT.service],
          ]
        : [],
    ),
    count,
  );
  // Three rows of choices would push the results off a phone.
  const wide = globalThis.matchMedia("(min-width: 47.6em)").matches;
  return {
    view: h(
      "details",
      { class: "filter-box", open: wide },
      h("summary", {}, RESULT.filter, icon("down")),
      form,
    ),
    /** @param {number} left @param {number} all */
    count: (left, all) => count.replaceChildren(left === all ? "" : `筛选后 ${left} 项，共 ${all} 项`),
    reset: () => {
      form.reset();
      changed(NO_FILTER);
      form.querySelector("input")?.focus();
    },
  };
}

/** @param {Event} event */
const stay = (event) => event.preventDefault();

/** @param {string[]} values @returns {[string, string][]} */
const pairs = (values) => values.map((value) => [value, value]);

/** @param {HTMLFormElement} form @returns {Filter} */
function filterOf(form) {
  const read = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");
  return { mode: read("mode"), level: read("level"), kind: read("kind") };
}

/** @param {string} name @param {string} title @param {[string, string][]} choices */
function group(name, title, choices) {
  if (choices.length < 2) return null;
  return h(
    "fieldset",
    {},
    h("legend", {}, title),
    h(
      "div",
      { class: "choices" },
      [["", RESULT.all], ...choices].map(([value, words], position) =>
        h(
          "label",
          {},
          h("input", { type: "radio", name, value, checked: position === 0 }),
          h("span", {}, words),
        ),
      ),
    ),
  );
}
