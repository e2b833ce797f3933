// @ts-check
/**
 * A guide's figures in words, and its main points as plain text to send to the family. DOM-free.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 */
import { CARD, HOTLINE, SECTIONS, copiesOf, times, workingDays, yuan } from "./strings.js";

/** @param {GuideCard} card */
export function feeText({ fee }) {
  if (fee === null) return CARD.unsaid;
  if (fee.amount === null) return CARD.varies;
  return fee.amount === 0 ? CARD.free : yuan(fee.amount);
}

/** @param {GuideCard} card */
export function promisedText({ promised_days: days }) {
  if (days === null) return CARD.unsaid;
  return days === 0 ? CARD.onTheSpot : workingDays(days);
}

/** @param {GuideCard} card */
export const statutoryText = ({ statutory_days: days }) => (days === null ? CARD.unsaid : workingDays(days));

/** @param {GuideCard} card */
function visitsText({ visits }) {
  if (visits === null) return CARD.unsaid;
  return visits === 0 ? CARD.noVisit : times(visits);
}

/**
 * The figures that most people want. Many items have no legal limit: that none is written is told in its section only.
 *
 * @param {GuideCard} card
 * @returns {[string, string][]}
 */
export function factsOf(card) {
  /** @type {[string, string][]} */
  const facts = [
    [CARD.fee, feeText(card)],
    [CARD.promised, promisedText(card)],
    [CARD.visits, visitsText(card)],
  ];
  if (card.statutory_days !== null) facts.splice(2, 0, [CARD.statutory, statutoryText(card)]);
  return facts;
}

/** Whether one of the figures is left unsaid. @param {GuideCard} card */
export const hasGaps = (card) => factsOf(card).some(([, value]) => value === CARD.unsaid);

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
    card.fee?.text,
    `${SECTIONS.materials}：`,
    ...(materials.length > 0 ? materials : [CARD.unsaidMaterials]),
    ...(places.length > 0 ? [`${SECTIONS.places}：`, ...places] : []),
    hasGaps(card) ? `${CARD.gaps}${HOTLINE.number}。` : "",
    card.sample ? CARD.sample : "",
  ]
    .filter(Boolean)
    .join("\n");
}
