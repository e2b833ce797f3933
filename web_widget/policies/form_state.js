// @ts-check
/**
 * One filling of an application form, as a value: what is typed, what was sent, what is wrong with it. Pure.
 *
 * @typedef {import("./benefit_records.js").Draft} Draft
 * @typedef {import("./benefit_records.js").Application} Application
 * @typedef {import("./benefit_records.js").FormField} FormField
 * @typedef {import("./benefit_records.js").Upload} Upload
 * @typedef {import("./benefit_records.js").Contact} Contact
 * @typedef {{values: Record<string, string>, contact: Contact, uploads: Record<string, Upload>, promised: boolean,
 *   submit_id: string}} Filling `values`: as typed, by field; `uploads`: by the name of the paper.
 * @typedef {{id: string, message: string}} Fault `id`: of the input.
 */
import { fields, text } from "../records.js";
import { toUpload } from "./benefit_records.js";
import { APPLY, WRONG } from "./words_apply.js";

const PHONE = /^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{7,8})$/;
const ACCOUNT = /^\d{8,30}$/;
const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;
const COUNT = /^\d{1,12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Full-width digits and marks as plain ones, without spaces and thousands' commas. @param {string} typed */
const plain = (typed) => typed.normalize("NFKC").replaceAll(/[\s,]/g, "");

/** A value of the portrait as it stands in its input. @param {unknown} value @returns {string} */
export function typedOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "true" : "false";
  return Array.isArray(value) ? value.map(String).join("、") : String(value);
}

/** A value as words. @param {unknown} value @param {string} unit */
export function shownOf(value, unit) {
  if (typeof value === "boolean") return value ? APPLY.yes : APPLY.no;
  const words = typedOf(value);
  return words ? words + unit : APPLY.notSaid;
}

/** The form as the portrait fills it. @param {Draft} draft @param {string} submitId @returns {Filling} */
export const filled = (draft, submitId) => ({
  values: Object.fromEntries(draft.fields.map((each) => [each.field, typedOf(each.value)])),
  contact: { ...draft.contact },
  uploads: {},
  promised: false,
  submit_id: submitId,
});

/** As it was sent before and came back to be put right. @param {Filling} filling @param {Application} sent @returns {Filling} */
export function resumed(filling, { form, documents }) {
  const { fields: sent, ...contact } = form;
  return {
    ...filling,
    values: {
      ...filling.values,
      ...Object.fromEntries(sent.map((each) => [each.field, typedOf(each.value)])),
    },
    contact,
    uploads: Object.fromEntries(documents.map((each) => [each.document, each])),
  };
}

/** What was kept in the browser, laid over the form; odd contents are left out. @param {Filling} filling @param {unknown} kept @returns {Filling} */
export function restored(filling, kept) {
  const old = fields(kept);
  const keep = (/** @type {Record<string, string>} */ now, /** @type {unknown} */ then) =>
    Object.fromEntries(
      Object.entries(now).map(([name, value]) => {
        const held = fields(then)[name];
        return [name, typeof held === "string" ? held : value];
      }),
    );
  const uploads = Object.entries(fields(old.uploads))
    .map(([paper, upload]) => /** @type {const} */ ([paper, toUpload(upload)]))
    .filter(([, upload]) => upload !== null);
  return {
    values: keep(filling.values, old.values),
    contact: /** @type {Contact} */ (keep(filling.contact, old.contact)),
    uploads: { ...filling.uploads, .../** @type {Record<string, Upload>} */ (Object.fromEntries(uploads)) },
    promised: false,
    submit_id: /^[\w-]{16,64}$/.test(text(old.submit_id)) ? text(old.submit_id) : filling.submit_id,
  };
}

/** Where the input of a field, a contact or a paper is found. */
export const fieldId = (/** @type {string} */ field) => `field-${field}`;
export const contactId = (/** @type {string} */ name) => `contact-${name}`;
export const paperId = (/** @type {number} */ position) => `paper-${position}`;
export const PROMISE_ID = "promise";

/** What is wrong with one field, or nothing. @param {FormField} field @param {string} typed */
export function fieldFault({ kind }, typed) {
  const value = plain(typed);
  if (value === "") return "";
  if (kind === "number" && !NUMBER.test(value)) return WRONG.number;
  if (kind === "count" && !COUNT.test(value)) return WRONG.count;
  return kind === "date" && !(DAY.test(value) && !Number.isNaN(Date.parse(value))) ? WRONG.date : "";
}

/** @param {Contact} contact @returns {Fault[]} */
function contactFaults({ contact_name, contact_phone, bank_name, bank_account }) {
  const account = plain(bank_account);
  /** @type {[keyof Contact, boolean, string][]} */
  const rules = [
    ["contact_name", contact_name.trim() === "", WRONG.name],
    ["contact_phone", !PHONE.test(plain(contact_phone)), WRONG.phone],
    ["bank_name", account !== "" && bank_name.trim() === "", WRONG.bank],
    ["bank_account", account !== "" && !ACCOUNT.test(account), WRONG.account],
  ];
  return rules.filter(([, wrong]) => wrong).map(([name, , message]) => ({ id: contactId(name), message }));
}

/**
 * Everything that must be put right before sending, in the order in which it stands on the page.
 *
 * @param {Draft} draft
 * @param {Filling} filling
 * @param {ReadonlySet<string>} [uploading] Papers still on their way.
 * @returns {Fault[]}
 */
export function faultsOf(draft, filling, uploading = new Set()) {
  const ofFields = draft.fields
    .filter((each) => each.editable)
    .map((each) => ({ id: fieldId(each.field), message: fieldFault(each, filling.values[each.field] ?? "") }))
    .filter((fault) => fault.message)
    .map(({ id, message }) => ({ id, message }));
  const ofPapers = draft.documents
    .map((paper, position) => ({
      id: paperId(position),
      message: uploading.has(paper) ? WRONG.waiting : filling.uploads[paper] ? "" : WRONG.paper,
    }))
    .filter((fault) => fault.message);
  const promise = filling.promised ? [] : [{ id: PROMISE_ID, message: WRONG.promise }];
  return [...ofFields, ...contactFaults(filling.contact), ...ofPapers, ...promise];
}

/** As the service takes a field's value. @param {FormField} field @param {string} typed */
function valueOf({ kind }, typed) {
  if (kind === "number" || kind === "count") return Number(plain(typed));
  if (kind === "flag") return typed === "true";
  if (kind === "set") {
    return typed
      .split(/[、,，;；\s]+/)
      .map((each) => each.trim())
      .filter(Boolean);
  }
  return kind === "date" ? plain(typed) : typed.trim();
}

/** What is sent. Fields as the portrait has them are left out, so that nothing seems changed that is not. @param {Draft} draft @param {Filling} filling */
export function bodyOf(draft, filling) {
  const changed = draft.fields.filter((each) => isChanged(each, filling.values[each.field] ?? ""));
  const contact = Object.entries(filling.contact)
    .map(([name, typed]) => [name, name === "note" ? typed.trim() : contactText(name, typed)])
    .filter(([, typed]) => typed !== "");
  return {
    measure_id: draft.measure_id,
    form: {
      fields: Object.fromEntries(
        changed.map((each) => [each.field, valueOf(each, filling.values[each.field])]),
      ),
      ...Object.fromEntries(contact),
    },
    documents: Object.values(filling.uploads).map((upload) => upload.id),
    submit_id: filling.submit_id,
  };
}

/** @param {string} name @param {string} typed */
const contactText = (name, typed) =>
  name === "contact_phone" || name === "bank_account" ? plain(typed) : typed.trim();

/** Whether a field says something else than the portrait; an emptied one says nothing. @param {FormField} field @param {string} typed */
export const isChanged = (field, typed) =>
  field.editable && typed.trim() !== "" && plain(typed) !== plain(typedOf(field.value));
