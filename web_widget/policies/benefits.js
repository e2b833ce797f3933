// @ts-check
/**
 * The calls of applying, over one client.
 *
 * @typedef {import("./client.js").Client} Client
 */
import { toApplication, toApplications, toCategories, toDraft, toNotices } from "./benefit_records.js";
import { Refusal } from "./client.js";
import { FAILURES } from "./words.js";

const BASE = "/api/v1/benefits";

/**
 * @template T
 * @param {T|null} value
 * @returns {T}
 */
function required(value) {
  if (value === null) throw new Refusal("server", FAILURES.server);
  return value;
}

export class Benefits {
  #client;

  /** @param {Client} client */
  constructor(client) {
    this.#client = client;
  }

  /** The form of a measure, filled from the portrait. @param {string} measure @param {AbortSignal} [left] */
  async draft(measure, left) {
    const path = `${BASE}/applications/draft?measure_id=${encodeURIComponent(measure)}`;
    return required(toDraft(await this.#client.get(path, left)));
  }

  /** @param {unknown} body */
  async submit(body) {
    return required(toApplication(await this.#client.post(`${BASE}/applications`, body)));
  }

  /** @param {AbortSignal} [left] */
  async applications(left) {
    return toApplications(await this.#client.get(`${BASE}/applications`, left));
  }

  /** @param {string} number @param {AbortSignal} [left] */
  async application(number, left) {
    return required(toApplication(await this.#client.get(path(number), left)));
  }

  /** @param {string} number @param {"withdraw"|"resubmit"} action @param {unknown} body */
  async act(number, action, body) {
    return required(toApplication(await this.#client.post(`${path(number)}/${action}`, body)));
  }

  /** @param {string} number @param {string} words */
  async urge(number, words) {
    await this.#client.post(`${path(number)}/urge`, words ? { text: words } : {});
  }

  /** @param {AbortSignal} [left] */
  async notices(left) {
    return toNotices(await this.#client.get(`${BASE}/notices`, left));
  }

  /** @param {string} id */
  async read(id) {
    await this.#client.post(`${BASE}/notices/${encodeURIComponent(id)}/read`, {});
  }

  /** @param {AbortSignal} [left] */
  async categories(left) {
    return toCategories(await this.#client.get(`${BASE}/push/opt-out`, left));
  }

  /** @param {string} category @param {boolean} optedOut */
  async optOut(category, optedOut) {
    return toCategories(await this.#client.post(`${BASE}/push/opt-out`, { category, opted_out: optedOut }));
  }
}

/** @param {string} number */
const path = (number) => `${BASE}/applications/${encodeURIComponent(number)}`;

/** Where a file that was sent can be had back. @param {string} id */
export const uploadAddress = (id) => `${BASE}/uploads/${encodeURIComponent(id)}`;
