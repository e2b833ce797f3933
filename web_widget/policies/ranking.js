// @ts-check
/**
 * What is shown first, what a filter leaves, and which awards exclude each other. Pure.
 *
 * @typedef {import("./types.js").Match} Match
 * @typedef {import("./types.js").NearMiss} NearMiss
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Filter} Filter
 */

/** @type {Filter} */
export const NO_FILTER = { mode: "", level: "", kind: "" };

/** What can still be claimed, most money first, then what ends soonest; what brings no money, and what is closed, last. @param {Match[]} matches @returns {Match[]} */
export const rankMatches = (matches) =>
  [...matches].sort(
    (one, other) =>
      Number(one.closed) - Number(other.closed) ||
      (other.award ?? -1) - (one.award ?? -1) ||
      endOf(one).localeCompare(endOf(other)),
  );

/** By award x closeness; without a sum by closeness alone. @param {NearMiss[]} near @returns {NearMiss[]} */
export const rankNear = (near) =>
  [...near].sort(
    (one, other) =>
      (other.award ?? 0) * other.closeness - (one.award ?? 0) * one.closeness ||
      other.closeness - one.closeness,
  );

/** @param {Measure} measure */
const endOf = ({ deadline }) => deadline || "9999";

/**
 * @template {Measure} M
 * @param {M[]} measures
 * @param {Filter} filter
 * @returns {M[]}
 */
export const narrowed = (measures, { mode, level, kind }) =>
  measures.filter(
    (measure) =>
      (!mode || measure.mode === mode) &&
      (!level || measure.level === level) &&
      (!kind || (kind === "money") === (measure.award !== null)),
  );

/** The values of a key that occur, so that no filter is offered that would leave everything or nothing. @param {Measure[]} measures @param {"mode"|"level"} key */
export const choicesOf = (measures, key) => [
  ...new Set(measures.map((measure) => measure[key]).filter(Boolean)),
];

/**
 * Of each match that is left out of the total because another of its group pays more: the title of that other.
 *
 * @param {Match[]} matches
 * @returns {Map<string, string>} By measure id.
 */
export function excludedBy(matches) {
  const grouped = matches.filter((match) => match.exclusive_group);
  const counted = new Map(
    grouped.filter((match) => match.applied_in_total).map((match) => [match.exclusive_group, match.title]),
  );
  return new Map(
    grouped
      .filter((match) => !match.applied_in_total && match.award !== null && !match.closed)
      .map((match) => [match.measure_id, counted.get(match.exclusive_group) ?? ""]),
  );
}
