// @ts-check
/**
 * What the pieces of the label editor share.
 *
 * @typedef {object} Bench
 * @property {import("./types.js").Draft} draft
 * @property {import("./types.js").Pickers} pickers
 * @property {Map<string, import("./types.js").FieldRow>} fields By name.
 * @property {import("./types.js").Article[]} articles
 * @property {Set<string>} open Keys of what is unfolded.
 * @property {() => void} changed Something was edited.
 * @property {() => import("./types.js").Quote|null} selection What is selected in the text.
 * @property {(key: string) => void} light Marks a label's words; none for an empty key.
 * @property {(key: string) => void} showText Brings a label's words into sight.
 */

/** A label's key: clauses have their own, the others are called after their measure. @param {string} measureId @param {string} label */
export const keyOf = (measureId, label) => `${measureId}/${label}`.replace(/\s/g, "_");

/**
 * Draws a part of the page anew and gives the focus back to the control that had it.
 *
 * @param {Element} part
 * @param {() => void} draw
 * @param {string} [focus] Where the focus goes instead.
 */
export function keepingFocus(part, draw, focus = "") {
  const active = /** @type {HTMLElement|null} */ (document.activeElement);
  const had = focus || (active && part.contains(active) ? (active.dataset.focus ?? "") : "");
  draw();
  if (!had) return;
  /** @type {HTMLElement|null} */ (part.querySelector(`[data-focus="${CSS.escape(had)}"]`))?.focus();
}
