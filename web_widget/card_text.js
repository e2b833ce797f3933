// @ts-check
/**
 * A guide's figures in words, and its main points as plain text to send to the family. DOM-free.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./types.js").Material} Material
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

/** Form and copies, as far as they are said. @param {Material} material @param {string} between */
export const formText = ({ form, copies }, between) =>
  [form, copies !== null && copies > 0 && copiesOf(copies)].filter(Boolean).join(between);

/** Empty where nobody wrote whether it is needed. @param {Material} material */
export const needText = ({ required }) => (required === null ? "" : required ? CARD.required : CARD.optional);

/** What the guide leaves unsaid of its papers, in one line; empty for none. @param {GuideCard} card */
export function materialGaps({ materials }) {
  const missing = [
    materials.some(({ form }) => form === "") && CARD.whichForm,
    materials.some(({ copies }) => copies === null) && CARD.howMany,
    materials.some(({ required }) => required === null) && CARD.whetherNeeded,
  ].filter(Boolean);
  return missing.length > 0 ? `${CARD.unsaidOfMaterials}${missing.join("、")}${CARD.askFirst}` : "";
}

/** @param {string[]} parts */
function bracketed(parts) {
  const said = parts.filter(Boolean).join("，");
  return said && `（${said}）`;
}

/**
 * @param {GuideCard} card
 * @returns {string} Lines, fit for a chat message.
 */
export function cardText(card) {
  const materials = card.materials.map(
    (entry, index) => `${index + 1}. ${entry.name}${bracketed([formText(entry, ""), needText(entry)])}`,
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
    materialGaps(card),
    ...(places.length > 0 ? [`${SECTIONS.places}：`, ...places] : []),
    hasGaps(card) ? `${CARD.gaps}${HOTLINE.number}。` : "",
    card.sample ? CARD.sample : "",
  ]
    .filter(Boolean)
    .join("\n");
}
