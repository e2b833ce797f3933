// @ts-check
/**
 * One case as the service tells it, made safe: what is missing or odd becomes empty, and nothing is guessed.
 *
 * @typedef {"done"|"current"|"next"} StageStatus
 * @typedef {{name: string, status: StageStatus, at: string, due_on: string, note: string}} Stage
 * @typedef {{at: string, text: string, routed_to: string, due_at: string, delivered: boolean, answer: string,
 *   answered_at: string}} Urge
 * @typedef {{count: number, left: number, next_at: string, history: Urge[]}} Urges
 * @typedef {{score: number, label: string, reasons: string[], text: string, at: string,
 *   followup: {state: string, answer: string}|null}} Rating
 * @typedef {{department: string, place: string, phone: string, hours: string}} Contact
 * @typedef {{score: number, label: string, reasons: {code: string, label: string}[]}} Level
 *
 * @typedef {object} Application
 * @property {string} number
 * @property {string|null} item_id
 * @property {string} item_name
 * @property {string} department
 * @property {string} applicant Masked by the service.
 * @property {string} state
 * @property {string} state_text
 * @property {string} submitted_on
 * @property {number|null} promised_days Working days.
 * @property {string} due_on
 * @property {boolean} due_is_estimate
 * @property {number|null} days_used Working days.
 * @property {number|null} days_left Working days; negative where it is late.
 * @property {boolean} overdue
 * @property {string} limit_text How it stands against its limit, in words.
 * @property {string} due_text Its last day, in words; empty while nobody knows it.
 * @property {Stage[]} stages
 * @property {string} next_text
 * @property {Contact} contact
 * @property {boolean} can_urge
 * @property {string} urge_reason Why it cannot be urged.
 * @property {Urges} urges
 * @property {boolean} can_rate
 * @property {Rating|null} rating
 * @property {boolean} sample
 */
import { fields, itemId, list, text } from "../records.js";

const STATUSES = new Set(["done", "current", "next"]);

/** A whole number, or null. @param {unknown} value */
const wholeOrNull = (value) => (Number.isSafeInteger(value) ? /** @type {number} */ (value) : null);

/** @param {unknown} value */
const count = (value) => Math.max(0, wholeOrNull(value) ?? 0);

/** @param {unknown} value @returns {Application|null} null where it is no case at all */
export function toApplication(value) {
  const entry = fields(value);
  if (!text(entry.number) || !text(entry.state_text)) return null;
  return {
    number: text(entry.number),
    item_id: itemId(entry.item_id),
    item_name: text(entry.item_name),
    department: text(entry.department),
    applicant: text(entry.applicant),
    state: text(entry.state),
    state_text: text(entry.state_text),
    submitted_on: text(entry.submitted_on),
    promised_days: wholeOrNull(entry.promised_days),
    due_on: text(entry.due_on),
    due_is_estimate: entry.due_is_estimate === true,
    days_used: wholeOrNull(entry.days_used),
    days_left: wholeOrNull(entry.days_left),
    overdue: entry.overdue === true,
    limit_text: text(entry.limit_text),
    due_text: text(entry.due_text),
    stages: list(entry.stages, toStage).filter(({ name }) => name),
    next_text: text(entry.next_text),
    contact: toContact(entry.contact),
    can_urge: entry.can_urge === true,
    urge_reason: text(entry.urge_reason),
    urges: toUrges(entry.urges),
    can_rate: entry.can_rate === true,
    rating: toRating(entry.rating),
    sample: entry.sample === true,
  };
}

/** @param {import("../records.js").Fields} entry @returns {Stage} */
const toStage = (entry) => ({
  name: text(entry.name),
  status: /** @type {StageStatus} */ (STATUSES.has(entry.status) ? entry.status : "next"),
  at: text(entry.at),
  due_on: text(entry.due_on),
  note: text(entry.note),
});

/** @param {unknown} value @returns {Contact} */
function toContact(value) {
  const { department, place, phone, hours } = fields(value);
  return { department: text(department), place: text(place), phone: text(phone), hours: text(hours) };
}

/** @param {unknown} value @returns {Urges} */
function toUrges(value) {
  const entry = fields(value);
  return {
    count: count(entry.count),
    left: count(entry.left),
    next_at: text(entry.next_at),
    history: list(entry.history, (urge) => ({
      at: text(urge.at),
      text: text(urge.text),
      routed_to: text(urge.routed_to),
      due_at: text(urge.due_at),
      delivered: urge.delivered === true,
      answer: text(urge.answer),
      answered_at: text(urge.answered_at),
    })),
  };
}

/** @param {unknown} value */
const labels = (value) =>
  Array.isArray(value) ? value.map((each) => text(each) || text(fields(each).label)).filter(Boolean) : [];

/** @param {unknown} value @returns {Rating|null} */
function toRating(value) {
  const entry = fields(value);
  if (wholeOrNull(entry.score) === null) return null;
  const followup = fields(entry.followup);
  return {
    score: entry.score,
    label: text(entry.text_of_score),
    reasons: labels(entry.reasons),
    text: text(entry.text),
    at: text(entry.at),
    followup: text(followup.state) ? { state: text(followup.state), answer: text(followup.answer) } : null,
  };
}

/** What a rating may say: five levels, each with its reasons. @param {unknown} value @returns {Level[]} best first */
export function toLevels(value) {
  const { levels, reasons } = fields(value);
  return list(levels, (level) => ({
    score: count(level.score),
    label: text(level.label),
    reasons: list(fields(reasons)[String(level.score)], (reason) => ({
      code: text(reason.code),
      label: text(reason.label),
    })).filter(({ code, label }) => code && label),
  }))
    .filter(({ score, label }) => score >= 1 && score <= 5 && label)
    .sort((one, other) => other.score - one.score);
}
