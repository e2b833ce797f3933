// @ts-check
/**
 * The calls of reports and of the questionnaire, over the pages' own client. A draft's id and a report's code are secrets:
 * they go into requests, never into words that are shown elsewhere.
 */
import { Client, Refusal } from "../policies/client.js";
import { FAILURES } from "../policies/words.js";
import { fields, text } from "../records.js";
import { send } from "./upload.js";
import { toDraft, toQuestionnaire, toReceipt, toStatus } from "./records.js";

const BASE = "/api/v1/claims";

/**
 * @template T
 * @param {T|null} value
 * @returns {T}
 */
function required(value) {
  if (value === null) throw new Refusal("server", FAILURES.server);
  return value;
}

/** @param {string} id */
const draftPath = (id) => `${BASE}/drafts/${encodeURIComponent(id)}`;

/** @typedef {(share: number) => void} Progress 0 to 1 */

export class Claims {
  #client;

  /** @param {Client} [client] */
  constructor(client = new Client()) {
    this.#client = client;
  }

  /** @param {object} wire */
  async begin(wire) {
    return required(toDraft(await this.#client.post(`${BASE}/drafts`, { fields: wire })));
  }

  /** @param {string} id @param {AbortSignal} [left] */
  async draft(id, left) {
    return required(toDraft(await this.#client.get(draftPath(id), left)));
  }

  /** @param {string} id @param {object} wire @param {number} version The one last seen. @param {boolean} [last] The page is being closed. */
  async save(id, wire, version, last = false) {
    const body = { fields: wire, ...(version > 0 && { version }) };
    return required(toDraft(await this.#client.send("PUT", draftPath(id), body, { last })));
  }

  /** @param {string} id */
  async discard(id) {
    await this.#client.send("DELETE", draftPath(id));
  }

  /** @param {string} id @param {File} file @param {Progress} progress @param {AbortSignal} stop */
  addFile(id, file, progress, stop) {
    return send(draftPath(id), file, progress, stop);
  }

  /**
   * A further file of a report that was sent.
   *
   * @param {{receipt: string, code: string}} asked
   * @param {File} file
   * @param {Progress} progress
   * @param {AbortSignal} stop
   */
  addLater({ receipt, code }, file, progress, stop) {
    return send(`${BASE}/${encodeURIComponent(receipt)}`, file, progress, stop, { "X-Claim-Code": code });
  }

  /** @param {string} id @param {string} file */
  async removeFile(id, file) {
    await this.#client.send("DELETE", `${draftPath(id)}/files/${encodeURIComponent(file)}`);
  }

  /** @param {string} draft_id @param {string} submit_id */
  async submit(draft_id, submit_id) {
    return required(toReceipt(await this.#client.post(BASE, { draft_id, submit_id })));
  }

  /** @param {string} receipt @param {string} code @param {AbortSignal} [left] */
  async status(receipt, code, left) {
    const path = `${BASE}/${encodeURIComponent(receipt)}?code=${encodeURIComponent(code)}`;
    return required(toStatus(await this.#client.get(path, left)));
  }

  /** @param {string} receipt @param {string} code @param {string} words */
  async supplement(receipt, code, words) {
    await this.#client.post(`${BASE}/${encodeURIComponent(receipt)}/supplement`, { code, text: words });
  }

  /** @param {AbortSignal} [left] null where none is being asked. */
  async questionnaire(left) {
    return toQuestionnaire(await this.#client.get(`${BASE}/questionnaire`, left));
  }

  /** @param {object} body @returns {Promise<{receipt: string, message: string, lead: boolean}>} */
  async answer(body) {
    const { receipt, message, lead } = fields(await this.#client.post(`${BASE}/questionnaire`, body));
    return { receipt: text(receipt), message: text(message), lead: lead === true };
  }
}
