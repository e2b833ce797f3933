// @ts-check
/**
 * What the service of reports says, made safe: what is missing or odd becomes empty.
 *
 * @typedef {"off"|"clean"|"waiting"|"infected"} Scan
 * @typedef {{id: string, name: string, size: number, sha256: string, scan: Scan}} Evidence
 * @typedef {{field: string, label: string, message: string}} Fault
 * @typedef {{draft_id: string, version: number, fields: Record<string, unknown>, files: Evidence[], faults: Fault[],
 *   saved_at: string, expires_on: string}} Draft
 * @typedef {{receipt: string, code: string, submitted_at: string, message: string, next_text: string}} Receipt
 * @typedef {{name: string, done: boolean, at: string}} Step
 * @typedef {{at: string, text: string, answer: string, answered_at: string}} Asked
 * @typedef {{receipt: string, state: string, state_text: string, submitted_at: string, updated_at: string, steps: Step[],
 *   message: string, files: {name: string, sha256: string}[], questions: Asked[], can_supplement: boolean}} Status
 * @typedef {{value: string, label: string}} Option
 * @typedef {{id: string, text: string, kind: "choice"|"many"|"text"|"number", options: Option[], required: boolean}} Question
 * @typedef {{version: string|number, title: string, intro: string, questions: Question[]}} Questionnaire
 */
import { fields, list, text } from "../records.js";
import { WRONG } from "./words.js";

const SCANS = new Set(["off", "clean", "waiting", "infected"]);
const KINDS = new Set(["choice", "many", "text", "number"]);
export const DRAFT_ID = /^[0-9a-f]{32}$/;

/** @param {unknown} value */
const whole = (value) => (Number.isSafeInteger(value) ? Math.max(0, /** @type {number} */ (value)) : 0);

/** @param {unknown} value @returns {Evidence|null} */
export function toEvidence(value) {
  const file = fields(value);
  if (!text(file.id) || !text(file.name)) return null;
  const scan = /** @type {Scan} */ (SCANS.has(file.scan) ? file.scan : "waiting");
  return { id: file.id, name: file.name, size: whole(file.size), sha256: text(file.sha256), scan };
}

/** @param {unknown} value @returns {Draft|null} */
export function toDraft(value) {
  const draft = fields(value);
  if (!DRAFT_ID.test(text(draft.draft_id))) return null;
  const missing = list(draft.missing, toFault).map((each) => ({ ...each, message: WRONG.empty }));
  return {
    draft_id: draft.draft_id,
    version: whole(draft.version),
    fields: fields(draft.fields),
    files: list(draft.files, toEvidence).filter((file) => file !== null),
    faults: [...missing, ...list(draft.wrong, toFault)].filter(({ field }) => field),
    saved_at: text(draft.saved_at),
    expires_on: text(draft.expires_on),
  };
}

/** @param {import("../records.js").Fields} entry @returns {Fault} */
const toFault = (entry) => ({
  field: text(entry.field),
  label: text(entry.label),
  message: text(entry.message) || WRONG.empty,
});

/** @param {unknown} value @returns {Receipt|null} */
export function toReceipt(value) {
  const entry = fields(value);
  if (!text(entry.receipt)) return null;
  return {
    receipt: entry.receipt,
    code: text(entry.code),
    submitted_at: text(entry.submitted_at),
    message: text(entry.message),
    next_text: text(entry.next_text),
  };
}

/** @param {unknown} value @returns {Status|null} */
export function toStatus(value) {
  const entry = fields(value);
  if (!text(entry.receipt) || !text(entry.state_text)) return null;
  return {
    receipt: entry.receipt,
    state: text(entry.state),
    state_text: entry.state_text,
    submitted_at: text(entry.submitted_at),
    updated_at: text(entry.updated_at),
    steps: list(entry.steps, (step) => ({
      name: text(step.name),
      done: step.done === true,
      at: text(step.at),
    })).filter(({ name }) => name),
    message: text(entry.message),
    files: list(entry.files, (file) => ({ name: text(file.name), sha256: text(file.sha256) })),
    questions: list(entry.questions, (question) => ({
      at: text(question.at),
      text: text(question.text),
      answer: text(question.answer),
      answered_at: text(question.answered_at),
    })).filter((question) => question.text),
    can_supplement: entry.can_supplement === true,
  };
}

/** @param {unknown} value @returns {Questionnaire|null} */
export function toQuestionnaire(value) {
  const entry = fields(value);
  const questions = list(entry.questions, toQuestion).filter((each) => each !== null);
  if (questions.length === 0) return null;
  const version = typeof entry.version === "number" ? entry.version : text(entry.version);
  return { version, title: text(entry.title), intro: text(entry.intro), questions };
}

/** @param {import("../records.js").Fields} entry @returns {Question|null} */
function toQuestion(entry) {
  if (!text(entry.id) || !text(entry.text) || !KINDS.has(entry.kind)) return null;
  const options = list(entry.options, (option) => ({
    value: text(option.value),
    label: text(option.label),
  })).filter(({ value, label }) => value && label);
  const chosen = entry.kind === "choice" || entry.kind === "many";
  if (chosen && options.length === 0) return null;
  return { id: entry.id, text: entry.text, kind: entry.kind, options, required: entry.required === true };
}
