// @ts-check
/**
 * Drafts, applications and notices as the service gives them, made safe: a missing or odd field becomes empty.
 *
 * @typedef {"text"|"code"|"date"|"number"|"count"|"flag"|"set"} FieldKind
 * @typedef {{field: string, label: string, kind: FieldKind, unit: string, value: any, source: string, as_of: string, editable: boolean}} FormField
 * @typedef {Record<"contact_name"|"contact_phone"|"bank_name"|"bank_account"|"note", string>} Contact
 * @typedef {{id: string, name: string, document: string, size: number, sha256: string}} Upload
 * @typedef {{result: string, text: string}} Check
 *
 * @typedef {object} Draft
 * @property {string} measure_id
 * @property {string} measure_title
 * @property {string} mode
 * @property {string} document_id
 * @property {string} document_title
 * @property {string} department
 * @property {string} deadline
 * @property {boolean} open
 * @property {string} closed_reason
 * @property {string} award_text
 * @property {{name: string, credit_code: string}} company
 * @property {FormField[]} fields
 * @property {Contact} contact
 * @property {string[]} documents
 * @property {Check} check
 * @property {string} existing Number of the application under way, or empty.
 *
 * @typedef {{name: string, done: boolean, at: string}} Step
 * @typedef {{field: string, label: string, unit: string, value: any, portrait: any, changed: boolean}} Filled
 * @typedef {object} Application
 * @property {string} number
 * @property {string} measure_id
 * @property {string} measure_title
 * @property {string} document_id
 * @property {string} document_title
 * @property {string} department
 * @property {string} state
 * @property {string} state_text
 * @property {string} next_text
 * @property {Step[]} steps
 * @property {string} amount_text
 * @property {string} submitted_at
 * @property {string} updated_at
 * @property {{fields: Filled[]} & Contact} form
 * @property {Upload[]} documents
 * @property {Check} check
 * @property {{at: string, action_text: string, who: string, note: string}[]} history
 * @property {string[]} actions
 * @property {string} publicised_until
 * @property {{count: number, left: number, next_at: string, routed_to: string}} urges
 * @property {boolean} overdue
 *
 * @typedef {{id: string, kind: string, title: string, text: string, measure_id: string, at: string, read: boolean}} Notice
 * @typedef {{category: string, label: string, opted_out: boolean}} Category
 */
import { fields, list, text } from "../records.js";
import { amountOrNull } from "./figures.js";
import { lines } from "./records.js";

const KINDS = new Set(["text", "code", "date", "number", "count", "flag", "set"]);
/** So many steps there are at most from match to money. */
const MOST_STEPS = 6;

/** @param {unknown} value */
const count = (value) => Math.max(0, Math.trunc(amountOrNull(value) ?? 0));

/** @param {unknown} value @returns {Contact} */
function toContact(value) {
  const { contact_name, contact_phone, bank_name, bank_account, note } = fields(value);
  return {
    contact_name: text(contact_name),
    contact_phone: text(contact_phone),
    bank_name: text(bank_name),
    bank_account: text(bank_account),
    note: text(note),
  };
}

/** @param {unknown} value @returns {Check} */
const toCheck = (value) => ({ result: text(fields(value).result), text: text(fields(value).text) });

/** @param {unknown} value */
const namesOf = (value) => {
  const entry = fields(value);
  return {
    measure_id: text(entry.measure_id),
    measure_title: text(entry.measure_title),
    mode: text(entry.mode),
    document_id: text(entry.document_id),
    document_title: text(entry.document_title),
    department: text(entry.department),
  };
};

/** @param {unknown} value @returns {Draft|null} */
export function toDraft(value) {
  const draft = fields(value);
  if (!text(draft.measure_id) || !text(draft.measure_title)) return null;
  const company = fields(draft.company);
  return {
    ...namesOf(draft),
    deadline: text(draft.deadline),
    open: draft.open !== false,
    closed_reason: text(draft.closed_reason),
    award_text: text(draft.award_text),
    company: { name: text(company.name), credit_code: text(company.credit_code) },
    fields: list(draft.fields, toField).filter((each) => each.field && each.label),
    contact: toContact(draft.contact),
    documents: lines(draft.documents),
    check: toCheck(draft.check),
    existing: text(draft.existing),
  };
}

/** @param {Record<string, any>} entry @returns {FormField} */
const toField = (entry) => ({
  field: text(entry.field),
  label: text(entry.label),
  kind: /** @type {FieldKind} */ (KINDS.has(entry.kind) ? entry.kind : "text"),
  unit: text(entry.unit),
  value: entry.value ?? null,
  source: text(entry.source),
  as_of: text(entry.as_of),
  editable: entry.editable === true,
});

/** @param {unknown} value @returns {Upload|null} */
export function toUpload(value) {
  const upload = fields(value);
  if (!text(upload.id)) return null;
  return {
    id: text(upload.id),
    name: text(upload.name),
    document: text(upload.document),
    size: count(upload.size),
    sha256: text(upload.sha256),
  };
}

/** @param {unknown} value @returns {Application|null} */
export function toApplication(value) {
  const entry = fields(value);
  if (!text(entry.number)) return null;
  const urges = fields(entry.urges);
  return {
    ...namesOf(entry),
    number: text(entry.number),
    state: text(entry.state),
    state_text: text(entry.state_text),
    next_text: text(entry.next_text),
    steps: list(entry.steps, (step) => ({
      name: text(step.name),
      done: step.done === true,
      at: text(step.at),
    })).slice(0, MOST_STEPS),
    amount_text: text(entry.amount_text),
    submitted_at: text(entry.submitted_at),
    updated_at: text(entry.updated_at),
    form: { fields: list(fields(entry.form).fields, toFilled), ...toContact(entry.form) },
    documents: list(entry.documents, toUpload).filter((each) => each !== null),
    check: toCheck(entry.check),
    history: list(entry.history, (each) => ({
      at: text(each.at),
      action_text: text(each.action_text) || text(each.action),
      who: text(each.who),
      note: text(each.note),
    })),
    actions: lines(entry.actions),
    publicised_until: text(entry.publicised_until),
    urges: {
      count: count(urges.count),
      left: count(urges.left),
      next_at: text(urges.next_at),
      routed_to: text(urges.routed_to),
    },
    overdue: entry.overdue === true,
  };
}

/** @param {Record<string, any>} entry @returns {Filled} */
const toFilled = (entry) => ({
  field: text(entry.field),
  label: text(entry.label),
  unit: text(entry.unit),
  value: entry.value ?? null,
  portrait: entry.portrait ?? null,
  changed: entry.changed === true,
});

/** @param {unknown} value @returns {Application[]} */
export const toApplications = (value) =>
  list(fields(value).applications, toApplication).filter((each) => each !== null);

/** @param {unknown} value @returns {Notice[]} */
export const toNotices = (value) =>
  list(fields(value).notices, (entry) => ({
    id: text(entry.id) || (amountOrNull(entry.id) === null ? "" : String(entry.id)),
    kind: text(entry.kind),
    title: text(entry.title),
    text: text(entry.text),
    measure_id: text(entry.measure_id),
    at: text(entry.at),
    read: entry.read === true,
  })).filter((each) => each.id && each.title);

/** @param {unknown} value @returns {Category[]} */
export const toCategories = (value) =>
  list(fields(value).categories, (entry) => ({
    category: text(entry.category),
    label: text(entry.label),
    opted_out: entry.opted_out === true,
  })).filter((each) => each.category);
