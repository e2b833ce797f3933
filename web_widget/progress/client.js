// @ts-check
/**
 * The calls of 办件进度. The second factor goes into the request and nowhere else: not into the address of the page, its
 * history, or any storage.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {{number: string, verify: string}} Asked
 */
import { Client, Refusal } from "../policies/client.js";
import { FAILURES } from "../policies/words.js";
import { fields, text } from "../records.js";
import { toApplication, toLevels } from "./records.js";

const BASE = "/api/v1/applications";

export class Progress {
  #client;

  /** @param {Client} [client] */
  constructor(client = new Client()) {
    this.#client = client;
  }

  /** @param {Asked} asked @param {AbortSignal} [cancel] @returns {Promise<Application>} */
  async application({ number, verify }, cancel) {
    const path = `${BASE}/${encodeURIComponent(number)}?verify=${encodeURIComponent(verify)}`;
    const application = toApplication(await this.#client.get(path, cancel));
    if (!application) throw new Refusal("server", FAILURES.server);
    return application;
  }

  /**
   * @param {Asked} asked
   * @param {string} words
   * @param {string} submit_id One name for one urge: a second press and a lost answer count once.
   * @returns {Promise<string>} What the service says.
   */
  async urge({ number, verify }, words, submit_id) {
    const body = { verify, submit_id, ...(words && { text: words }) };
    return text(fields(await this.#client.post(`${BASE}/${encodeURIComponent(number)}/urge`, body)).message);
  }

  async levels() {
    return toLevels(await this.#client.get("/api/v1/ratings/options"));
  }

  /** @param {Asked} asked @param {{score: number, reasons: string[], text: string}} rating @returns {Promise<string>} */
  async rate({ number, verify }, { text: words, ...rating }) {
    const body = { verify, ...rating, ...(words && { text: words }) };
    return text(
      fields(await this.#client.post(`${BASE}/${encodeURIComponent(number)}/rating`, body)).message,
    );
  }
}
