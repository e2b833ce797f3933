// @ts-check
/**
 * A guide's figures in words, and its main points as plain text to send to the family. DOM-free.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 */
import { CARD, SECTIONS, copiesOf, times, workingDays, yuan } from "./strings.js";

/** @param {GuideCard} card */
export function feeText({ fee: { amount } }) {
  if (amount === null) return CARD.varies;
  return amount === 0 ? CARD.free : yuan(amount);
}

/** @param {GuideCard} card */
export function promisedText({ promised_days: days }) {
  if (days === null) return CARD.unknown;
  return days === 0 ? CARD.onTheSpot : workingDays(days);
}

/** @param {GuideCard} card */
export const statutoryText = ({ statutory_days: days }) => (days === null ? CARD.noLimit : workingDays(days));

/** @param {GuideCard} card */
function visitsText({ visits }) {
  if (visits === null) return CARD.unknown;
  return visits === 0 ? CARD.noVisit : times(visits);
}

/** The four figures that most people want. @param {GuideCard} card @returns {[string, string][]} */
export const factsOf = (card) => [
  [CARD.fee, feeText(card)],
  [CARD.promised, promisedText(card)],
  [CARD.statutory, statutoryText(card)],
  [CARD.visits, visitsText(card)],
];

/**
 * @param {GuideCard} card
 * @returns {string} Lines, fit for a chat message.
 */
export function cardText(card) {
  const materials = card.materials.map(
    (entry, index) =>
      `${index + 1}. ${entry.name}（${entry.form}${entry.copies > 0 ? copiesOf(entry.copies) : ""}，` +
      `${entry.required ? CARD.required : CARD.optional}）`,
  );
  const places = card.places.map(
    (place) => `• ${[place.name, place.address, place.hours, place.phone].filter(Boolean).join("，")}`,
  );
  return [
    `${card.name}（${card.department}）`,
    ...factsOf(card).map(([term, value]) => `${term}：${value}`),
    card.fee.text,
    `${SECTIONS.materials}：`,
    ...materials,
    `${SECTIONS.places}：`,
    ...places,
    card.sample ? CARD.sample : "",
  ]
    .filter(Boolean)
    .join("\n");
}
