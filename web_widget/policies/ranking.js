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

/** Most money first, then what ends soonest; what brings no money comes last. @param {Match[]} matches @returns {Match[]} */
export const rankMatches = (matches) =>
  matches.toSorted(
    (one, other) => (other.award ?? -1) - (one.award ?? -1) || endOf(one).localeCompare(endOf(other)),
  );

/** By award x closeness; without a sum by closeness alone. @param {NearMiss[]} near @returns {NearMiss[]} */
export const rankNear = (near) =>
  near.toSorted(
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
  const counted = new Map(
    matches
      .filter((match) => match.exclusive_group && match.applied_in_total)
      .map((match) => [match.exclusive_group, match.title]),
  );
  return new Map(
    matches
      .filter((match) => !match.applied_in_total)
      .map((match) => [match.measure_id, counted.get(match.exclusive_group) ?? ""]),
  );
}
