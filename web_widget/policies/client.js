// @ts-check
/**
 * The service's HTTP contract as the company's pages use it. Every way to fail ends as a `Refusal` with a sentence for
 * the reader; the session is a cookie that scripts cannot read.
 *
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Person} Person
 * @typedef {"offline"|"timeout"|"network"|"rate_limited"|"rejected"|"signed_out"|"server"} RefusalKind
 */
import { toPolicy } from "../policy_records.js";
import { fields, list, text } from "../records.js";
import { toNames, toOutcome } from "./records.js";
import { FAILURES, waitText } from "./words.js";

/** The longest wait for one answer, in milliseconds. */
export const TIMEOUT_MS = 20_000;
/** The longest wait that is worth telling, in seconds. */
const MAX_WAIT = 3600;

/** A request that did not get what it asked for. */
export class Refusal extends Error {
  /**
   * @param {RefusalKind} kind
   * @param {string} message
   * @param {{code?: string, fields?: {field: string, message: string}[], waitSeconds?: number, status?: number}} [more] `fields`: what is
   *   wrong in a form; `waitSeconds`: when it may be tried again, 0 where nobody says.
   */
  constructor(kind, message, { code = "", fields: wrong = [], waitSeconds = 0, status = 0 } = {}) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.fields = wrong;
    this.waitSeconds = waitSeconds;
    this.status = status;
  }
}

/** The page itself gave the request up; nobody needs to hear of it. */
export class Cancelled extends Error {}

export class Client {
  #fetch;
  #online;
  #timeoutMs;

  /** @param {{fetch?: typeof fetch, online?: () => boolean, timeoutMs?: number}} [ports] Replaced by tests. */
  constructor({
    fetch = globalThis.fetch,
    online = () => globalThis.navigator?.onLine !== false,
    timeoutMs = TIMEOUT_MS,
  } = {}) {
    this.#fetch = fetch;
    this.#online = online;
    this.#timeoutMs = timeoutMs;
  }

  /** Companies of like name. @param {string} typed @param {AbortSignal} [cancel] */
  async companies(typed, cancel) {
    const found = fields(await this.get(`/api/v1/companies?q=${encodeURIComponent(typed)}`, cancel));
    return toNames(found.companies);
  }

  /** @param {string} company Name or credit code. @param {AbortSignal} [cancel] @returns {Promise<Outcome>} */
  async match(company, cancel) {
    return required(toOutcome(await this.post("/api/v1/policies/match", { company }, cancel)));
  }

  /** @param {string} id @param {AbortSignal} [cancel] */
  async policy(id, cancel) {
    return required(toPolicy(await this.get(`/api/v1/policies/${encodeURIComponent(id)}`, cancel)));
  }

  /** Who has signed in, or null. @returns {Promise<Person|null>} */
  async me() {
    try {
      return toPerson(await this.get("/api/v1/accounts/me"));
    } catch (error) {
      if (error instanceof Refusal && (error.kind === "signed_out" || error.code === "not_found"))
        return null;
      throw error;
    }
  }

  /** @param {string} name @param {string} password */
  async signIn(name, password) {
    await this.post("/api/v1/accounts/sign-in", { name, password });
  }

  async signOut() {
    await this.post("/api/v1/accounts/sign-out", {});
  }

  /** @param {string} path @param {AbortSignal} [cancel] @returns {Promise<unknown>} */
  get(path, cancel) {
    return this.#json(path, {}, cancel);
  }

  /** @param {string} path @param {unknown} body @param {AbortSignal} [cancel] @returns {Promise<unknown>} */
  post(path, body, cancel) {
    return this.send("POST", path, body, { cancel });
  }

  /**
   * @param {"POST"|"PUT"|"DELETE"} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {{cancel?: AbortSignal, last?: boolean}} [options] `last`: the page may be closed meanwhile.
   * @returns {Promise<unknown>}
   */
  send(method, path, body, { cancel, last = false } = {}) {
    const headers = { "Content-Type": "application/json", "X-Quanquan-Request": "1" };
    return this.#json(path, { method, headers, keepalive: last, body: JSON.stringify(body ?? {}) }, cancel);
  }

  /** A file to keep. @param {string} path @returns {Promise<Blob>} */
  download(path) {
    return this.#send(path, {}, undefined, (response) => response.blob());
  }

  /** @param {string} path @param {RequestInit} init @param {AbortSignal} [cancel] */
  #json(path, init, cancel) {
    return this.#send(path, init, cancel, (response) => (response.status === 204 ? null : response.json()));
  }

  /**
   * @template T
   * @param {string} path
   * @param {RequestInit} init
   * @param {AbortSignal|undefined} cancel
   * @param {(response: Response) => T|Promise<T>} read
   * @returns {Promise<T>}
   */
  async #send(path, init, cancel, read) {
    const timer = new AbortController();
    const stop = () => timer.abort();
    const clock = setTimeout(stop, this.#timeoutMs);
    cancel?.addEventListener("abort", stop);
    try {
      const send = this.#fetch;
      const response = await send(path, { ...init, signal: timer.signal, credentials: "same-origin" });
      if (!response.ok) throw await refusalOf(response.status, await bodyOf(response), response.headers);
      return await read(response);
    } catch (error) {
      if (cancel?.aborted) throw new Cancelled();
      if (error instanceof Refusal) throw error;
      if (timer.signal.aborted) throw new Refusal("timeout", FAILURES.timeout);
      if (error instanceof SyntaxError) throw new Refusal("server", FAILURES.server);
      const kind = this.#online() ? "network" : "offline";
      throw new Refusal(kind, FAILURES[kind]);
    } finally {
      clearTimeout(clock);
      cancel?.removeEventListener("abort", stop);
    }
  }
}

/** @param {Response} response @returns {Promise<unknown>} */
async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * What an answer that is no success says.
 *
 * @param {number} status
 * @param {unknown} body The one error shape, or anything.
 * @param {{get: (name: string) => string|null}} headers
 */
export function refusalOf(status, body, headers) {
  const error = fields(fields(body).error);
  const said = text(error.message).slice(0, 300);
  const code = text(error.code);
  const wrong = list(error.fields ?? error.details, (entry) => ({
    field: text(entry.field),
    message: text(entry.message),
  })).filter((entry) => entry.field && entry.message);
  if (status === 429) {
    const waitSeconds = waitOf(headers);
    return new Refusal("rate_limited", said || waitText(waitSeconds), { code, waitSeconds, status });
  }
  if (status >= 500) return new Refusal("server", (status === 503 && said) || FAILURES.server, { code });
  if (status === 401 && code !== "wrong_password") {
    return new Refusal("signed_out", said || FAILURES.signed_out, { code });
  }
  return new Refusal("rejected", said || FAILURES.rejected, { code, fields: wrong, status });
}

/** @param {{get: (name: string) => string|null}} headers */
function waitOf(headers) {
  const seconds = Number(headers.get("Retry-After"));
  return seconds > 0 ? Math.min(Math.ceil(seconds), MAX_WAIT) : 0;
}

/** @param {unknown} value @returns {Person|null} */
function toPerson(value) {
  const person = fields(value);
  if (!text(person.name)) return null;
  return {
    name: text(person.name),
    role: text(person.role),
    credit_code: text(person.credit_code),
    company: text(person.company) || text(fields(person.company).name),
  };
}

/**
 * @template T
 * @param {T|null} value
 * @returns {T}
 */
function required(value) {
  if (value === null) throw new Refusal("server", FAILURES.server);
  return value;
}
