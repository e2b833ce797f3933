// @ts-check
/**
 * The service's HTTP contract, as the widget uses it. Every way to fail ends as an `ApiError` that names its kind and
 * has a sentence for the citizen.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./types.js").Policy} Policy
 * @typedef {import("./types.js").Site} Site
 * @typedef {import("./types.js").FailureKind} FailureKind
 * @typedef {import("./rate_view.js").Rating} Rating
 */
import { toPolicy } from "./policy_records.js";
import { toLevels } from "./progress/records.js";
import { fields, text, toCard, toReply, toSite } from "./records.js";
import { FAILURES, waitMessage } from "./strings.js";

/** A citizen waits this long at most before being offered another way, in milliseconds. */
export const TIMEOUT_MS = 15_000;
/** The longest wait that is worth telling, in seconds. */
const MAX_WAIT = 300;

/** Refusals for now that say themselves what to wait for. */
const OWN_WORDS = new Set(["urge_too_soon", "application_locked"]);

/** A request that gave no answer. */
export class ApiError extends Error {
  /** @param {FailureKind} kind @param {string} message @param {number} [waitSeconds] */
  constructor(kind, message, waitSeconds = 0) {
    super(message);
    this.kind = kind;
    this.waitSeconds = waitSeconds;
  }
}

/** The request was given up by the page itself (a new conversation); nobody needs to hear of it. */
export class Cancelled extends Error {}

export class Api {
  #base;
  #fetch;
  #online;
  #timeoutMs;
  /** @type {import("./rate_view.js").Level[]|null} */
  #levels = null;

  /**
   * @param {string} base Origin of the service, e.g. `https://host`.
   * @param {{fetch?: typeof fetch, online?: () => boolean, timeoutMs?: number}} [ports] Replaced by tests.
   */
  constructor(
    base,
    {
      fetch = globalThis.fetch,
      online = () => globalThis.navigator?.onLine !== false,
      timeoutMs = TIMEOUT_MS,
    } = {},
  ) {
    this.#base = base.replace(/\/+$/, "");
    this.#fetch = fetch;
    this.#online = online;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param {Ask} ask
   * @param {string|null} sessionId
   * @param {AbortSignal} [cancel]
   * @returns {Promise<Reply>}
   */
  async chat(ask, sessionId, cancel) {
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(turnOf(ask, sessionId)),
    };
    return required(toReply(await this.#request("/api/v1/chat", init, cancel)));
  }

  /** @param {string} id @param {AbortSignal} [cancel] @returns {Promise<GuideCard>} */
  async guide(id, cancel) {
    return required(toCard(await this.#request(`/api/v1/guides/${encodeURIComponent(id)}`, {}, cancel)));
  }

  /** @param {string} id @param {AbortSignal} [cancel] @returns {Promise<Policy>} */
  async policy(id, cancel) {
    return required(toPolicy(await this.#request(`/api/v1/policies/${encodeURIComponent(id)}`, {}, cancel)));
  }

  /** @param {AbortSignal} [cancel] @returns {Promise<Site>} */
  async site(cancel) {
    return toSite(await this.#request("/api/v1/site", {}, cancel));
  }

  /** The levels of a rating; asked for once. */
  async levels() {
    this.#levels ??= toLevels(await this.#request("/api/v1/ratings/options", {}));
    return required(this.#levels.length > 0 ? this.#levels : null);
  }

  /** @param {Reply} reply @param {Rating} rating */
  async rateReply({ session_id, reply_id }, rating) {
    return this.#told("/api/v1/ratings/replies", { session_id, reply_id, ...rating });
  }

  /** @param {string} number @param {string} verify @param {Rating} rating */
  async rateCase(number, verify, rating) {
    return this.#told(`/api/v1/applications/${encodeURIComponent(number)}/rating`, { verify, ...rating });
  }

  /** @param {string} number @param {string} verify @param {string} submit_id */
  async urge(number, verify, submit_id) {
    return this.#told(`/api/v1/applications/${encodeURIComponent(number)}/urge`, { verify, submit_id });
  }

  /** What the service says to something that was sent. @param {string} path @param {object} body @returns {Promise<string>} */
  async #told(path, body) {
    const headers = { "Content-Type": "application/json" };
    return text(
      fields(await this.#request(path, { method: "POST", headers, body: JSON.stringify(body) })).message,
    );
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @param {AbortSignal} [cancel]
   * @returns {Promise<unknown>}
   */
  async #request(path, init, cancel) {
    const timer = new AbortController();
    const stop = () => timer.abort();
    const clock = setTimeout(stop, this.#timeoutMs);
    cancel?.addEventListener("abort", stop);
    try {
      // Called as a plain function: `fetch` refuses to be the method of another object.
      const send = this.#fetch;
      const response = await send(this.#base + path, { ...init, signal: timer.signal, credentials: "omit" });
      return response.ok ? await response.json() : await refuse(response);
    } catch (error) {
      if (cancel?.aborted) throw new Cancelled();
      if (error instanceof ApiError) throw error;
      if (timer.signal.aborted) throw new ApiError("timeout", FAILURES.timeout);
      if (error instanceof SyntaxError) throw new ApiError("server", FAILURES.server);
      const kind = this.#online() ? "network" : "offline";
      throw new ApiError(kind, FAILURES[kind]);
    } finally {
      clearTimeout(clock);
      cancel?.removeEventListener("abort", stop);
    }
  }
}

/** One turn as the service takes it, without empty fields. @param {Ask} ask @param {string|null} sessionId */
export const turnOf = (ask, sessionId) =>
  Object.fromEntries(
    Object.entries({ ...ask, session_id: sessionId }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  );

/** Too many questions; the wait is told where it is known. @param {number} seconds */
export function rateLimited(seconds) {
  const wait = seconds > 0 ? Math.min(Math.ceil(seconds), MAX_WAIT) : 0;
  return new ApiError("rate_limited", wait ? waitMessage(wait) : FAILURES.rate_limited, wait);
}

/**
 * @template T
 * @param {T|null} value
 * @returns {T}
 */
function required(value) {
  if (value === null) throw new ApiError("server", FAILURES.server);
  return value;
}

/** @param {Response} response @returns {Promise<never>} */
async function refuse(response) {
  if (response.status === 429) {
    const { code, message } = await told(response);
    if (OWN_WORDS.has(code) && message) throw new ApiError("rejected", message);
    throw rateLimited(Number(response.headers.get("Retry-After")));
  }
  if (response.status >= 500) throw new ApiError("server", FAILURES.server);
  throw new ApiError("rejected", (await told(response)).message || FAILURES.rejected);
}

/** Code and sentence in the one error shape, empty where the answer has not that shape. @param {Response} response */
async function told(response) {
  try {
    const { code, message } = fields(fields(await response.json()).error);
    return { code: text(code), message: text(message).slice(0, 200) };
  } catch {
    return { code: "", message: "" };
  }
}
