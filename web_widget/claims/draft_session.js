// @ts-check
/**
 * One report while it is written: its values, its files, where it is kept. The browser takes down each change at once, the
 * service a moment later; then the browser forgets the words again. DOM-free.
 *
 * @typedef {import("./api.js").Claims} Claims
 * @typedef {import("./kept.js").KeptDraft} KeptDraft
 * @typedef {import("./records.js").Draft} Draft
 * @typedef {import("./records.js").Evidence} Evidence
 * @typedef {import("./form_state.js").Values} Values
 * @typedef {{saving: (state: import("./saver.js").SaveState, kept: boolean) => void, say: (words: string) => void,
 *   refill: () => void}} Ports `kept`: the browser holds what is not saved; `refill`: values came from elsewhere.
 */
import { newSubmitId } from "../policies/drafts.js";
import { Refusal } from "../policies/client.js";
import { fromWire, merged, toWire } from "./form_state.js";
import { Saver } from "./saver.js";
import { WIZARD } from "./words.js";

/** The service's words for a draft that somebody else changed, and for one that is no more. */
const CHANGED = "draft_changed";
const GONE = new Set(["draft_not_found", "not_found"]);

export class DraftSession {
  #claims;
  #kept;
  #ports;
  /** @type {Values} As the service has them. */
  #last = {};
  #holds = true;
  #closing = false;
  /** @type {Values} */
  values = {};
  /** @type {Evidence[]} */
  files = [];
  /** @type {import("./records.js").Fault[]} What the service found when it last looked. */
  faults = [];
  /** Why the service would not take what stands, in its words; empty where it did or was away. */
  problem = "";
  /** Files on their way: a report that is sent now would go without them. */
  uploading = 0;
  id = "";
  version = 0;
  submitId = newSubmitId();

  /** @param {Claims} claims @param {KeptDraft} kept @param {Ports} ports @param {object} [more] For the saver; tests give a clock. */
  constructor(claims, kept, ports, more = {}) {
    this.#claims = claims;
    this.#kept = kept;
    this.#ports = ports;
    this.saver = new Saver(
      () => this.#save(),
      (state) => ports.saving(state, this.#holds),
      more,
    );
  }

  /** Goes on with a draft of the service's; what the browser holds besides is laid over it and saved. @param {Draft} draft @param {import("./kept.js").Kept|null} kept */
  resume(draft, kept) {
    this.#take(draft);
    this.values = { ...this.#last, ...kept?.unsaved };
    if (kept) this.submitId = kept.submit_id;
    this.#hold(kept?.unsaved ?? null);
    if (kept?.unsaved) this.saver.touch();
  }

  /** Goes on with what only the browser has. @param {import("./kept.js").Kept} kept */
  restore(kept) {
    this.values = { ...kept.unsaved };
    this.submitId = kept.submit_id;
    this.saver.touch();
  }

  /** @param {string} name @param {string} typed */
  set(name, typed) {
    this.values = { ...this.values, [name]: typed };
    this.#hold(this.values);
    this.saver.touch();
  }

  /** Makes sure that the service has a draft, as files need one; raises the refusal where it has not. @returns {Promise<string>} */
  async ensured() {
    if (this.id) return this.id;
    await this.saver.flush();
    if (!this.id) await this.#save();
    return this.id;
  }

  /** Whether leaving the page now would lose words: neither the service nor the browser has them. */
  get endangered() {
    return this.saver.dirty && !this.#holds;
  }

  /** @param {File} file @param {(share: number) => void} progress @param {AbortSignal} stop */
  async addFile(file, progress, stop) {
    this.uploading += 1;
    try {
      const sent = await this.#claims.addFile(await this.ensured(), file, progress, stop);
      this.files = [...this.files.filter(({ id }) => id !== sent.id), sent];
      return sent;
    } finally {
      this.uploading -= 1;
    }
  }

  /** @param {string} file */
  async removeFile(file) {
    await this.#claims.removeFile(this.id, file);
    this.files = this.files.filter(({ id }) => id !== file);
  }

  /**
   * The page is being closed: what is not saved goes out as the last request. A draft is not begun that way, as nobody
   * would learn its id; the browser holds those words.
   */
  leave() {
    this.#closing = true;
    if (this.id && this.saver.dirty) void this.saver.flush();
    this.#closing = false;
  }

  /** Sends the report, once however often it is asked. */
  async submit() {
    // Every value is saved first: what is sent is what stands on the page.
    if (!(await this.saver.flush())) await this.#save();
    const id = await this.ensured();
    const receipt = await this.#claims.submit(id, this.submitId);
    this.#kept.sent(id, this.submitId);
    this.#kept.drop();
    return receipt;
  }

  /** What the service finds wrong, for the page's own list. @param {Draft} draft */
  look(draft) {
    this.#take(draft);
  }

  async #save() {
    const values = this.values;
    const wire = toWire(values);
    const last = this.#closing;
    this.problem = "";
    try {
      this.#take(this.id ? await this.#put(wire, last) : await this.#begin(wire));
    } catch (error) {
      if (error instanceof Refusal && error.kind === "rejected") this.problem = error.message;
      throw error;
    }
    this.#hold(this.values === values ? null : this.values);
  }

  /** The service fills in what it knows of a company that has signed in. @param {object} wire */
  async #begin(wire) {
    const draft = await this.#claims.begin(wire);
    const known = fromWire(draft.fields);
    if (Object.keys(known).some((name) => !(name in this.values))) {
      this.values = { ...known, ...this.values };
      this.#ports.refill();
    }
    return draft;
  }

  /** @param {object} wire @param {boolean} last @returns {Promise<Draft>} */
  async #put(wire, last) {
    try {
      return await this.#claims.save(this.id, wire, this.version, last);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (GONE.has(error.code)) return this.#renew(wire);
      if (error.code !== CHANGED) throw error;
      return this.#join(await this.#claims.draft(this.id));
    }
  }

  /** The draft has expired: a new one takes what is written; its files are gone. @param {object} wire */
  async #renew(wire) {
    const draft = await this.#claims.begin(wire);
    if (this.files.length > 0) this.#ports.say(WIZARD.renewed);
    return draft;
  }

  /** @param {Draft} theirs */
  async #join(theirs) {
    const mine = fromWire(toWire(this.values));
    this.values = merged(mine, this.#last, fromWire(theirs.fields));
    const draft = await this.#claims.save(this.id, toWire(this.values), theirs.version);
    this.#ports.say(WIZARD.merged);
    this.#ports.refill();
    return draft;
  }

  /** @param {Draft} draft */
  #take(draft) {
    this.id = draft.draft_id;
    this.version = draft.version;
    this.files = draft.files;
    this.faults = draft.faults;
    this.#last = fromWire(draft.fields);
  }

  /** @param {Values|null} unsaved */
  #hold(unsaved) {
    this.#holds = this.#kept.write({ id: this.id, submit_id: this.submitId, unsaved });
  }
}
