// @ts-check
/**
 * The list of companies under the name box, as a value: which are offered and which one is marked. Pure.
 *
 * @typedef {import("./types.js").CompanyName} CompanyName
 * @typedef {{options: CompanyName[], active: number}} Suggestions `active` -1: none is marked.
 */

/** @type {Suggestions} */
export const CLOSED = { options: [], active: -1 };

/** @param {CompanyName[]} options @returns {Suggestions} */
export const offered = (options) => ({ options, active: -1 });

/**
 * Moves the mark; past an end it comes round. Any other key leaves all as it is.
 *
 * @param {Suggestions} state
 * @param {string} key
 * @returns {Suggestions}
 */
export function moved(state, key) {
  const count = state.options.length;
  if (count === 0) return state;
  if (key === "ArrowDown") return { ...state, active: (state.active + 1) % count };
  if (key === "ArrowUp") return { ...state, active: state.active <= 0 ? count - 1 : state.active - 1 };
  return state;
}

/** The company that is marked, or null. @param {Suggestions} state @returns {CompanyName|null} */
export const marked = ({ options, active }) => options[active] ?? null;
