// @ts-check
/**
 * What this browser keeps of a draft: its id, the name of its one sending, and fields that the service does not have yet.
 * The draft itself lies with the service; fields stay here only while they could not be saved there.
 *
 * @typedef {{id: string, submit_id: string, unsaved: Record<string, string>|null}} Kept
 */
import { newSubmitId } from "../policies/drafts.js";
import { fields, text } from "../records.js";
import { FIELDS } from "./fields.js";
import { DRAFT_ID } from "./records.js";

const KEY = "quanquan:claim-draft";
const SENT = "quanquan:claim-sent";
const SUBMIT_ID = /^[\w-]{16,64}$/;

export class KeptDraft {
  #local;
  #tab;

  /** @param {() => Storage} [local] May throw, as where storage is blocked. @param {() => Storage} [tab] */
  constructor(local = () => globalThis.localStorage, tab = () => globalThis.sessionStorage) {
    this.#local = local;
    this.#tab = tab;
  }

  /** @returns {Kept|null} */
  read() {
    const kept = read(this.#local, KEY);
    const unsaved = known(kept.unsaved);
    const id = DRAFT_ID.test(text(kept.id)) ? text(kept.id) : "";
    if (!id && !unsaved) return null;
    return { id, submit_id: submitIdOf(kept.submit_id), unsaved };
  }

  /** @param {Kept} kept @returns {boolean} Whether the browser took it. */
  write(kept) {
    return attempt(() => (this.#local().setItem(KEY, JSON.stringify(kept)), true), false);
  }

  drop() {
    attempt(() => this.#local().removeItem(KEY), undefined);
  }

  /** What was sent in this tab, so that a reload shows the receipt again. @param {string} draft_id @param {string} submit_id */
  sent(draft_id, submit_id) {
    const words = JSON.stringify({ id: draft_id, submit_id });
    attempt(() => this.#tab().setItem(SENT, words), undefined);
  }

  /** @returns {{id: string, submit_id: string}|null} */
  wasSent() {
    const { id, submit_id } = read(this.#tab, SENT);
    return DRAFT_ID.test(text(id)) && SUBMIT_ID.test(text(submit_id)) ? { id, submit_id } : null;
  }
}

/** A kept name, or a new one. @param {unknown} value */
const submitIdOf = (value) => (SUBMIT_ID.test(text(value)) ? text(value) : newSubmitId());

/** @param {unknown} value @returns {Record<string, string>|null} */
function known(value) {
  const held = fields(value);
  const entries = FIELDS.map(({ name }) => [name, text(held[name])]).filter(([, typed]) => typed !== "");
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** @param {() => Storage} open @param {string} key */
const read = (open, key) => fields(attempt(() => JSON.parse(open().getItem(key) ?? "null"), null));

/**
 * @template T
 * @param {() => T} work
 * @param {T} otherwise
 */
function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
