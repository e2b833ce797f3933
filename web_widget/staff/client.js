// @ts-check
/**
 * The service as the staff pages use it. Every way to fail ends as a `Refusal` with a sentence for the reader; whoever is
 * no longer signed in is asked to sign in, and the request goes on, so that nothing written is lost.
 */
import { text } from "../records.js";

/** The longest wait for one answer, in milliseconds. */
export const TIMEOUT_MS = 30_000;

const FAILURES = {
  timeout: "等了很久还没有收到回应，请看看网络，再试一次。您写的内容还在页面上。",
  network: "暂时连不上服务，请看看网络，再试一次。您写的内容还在页面上。",
  server: "系统出了点问题，不是您的操作有误。请过一会儿再试，您写的内容还在页面上。",
};

/** A request that did not get what it asked for. */
export class Refusal extends Error {
  /** @param {string} code @param {string} message @param {number} [status] */
  constructor(code, message, status = 0) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export class Client {
  #fetch;
  #timeoutMs;
  /** @type {() => Promise<boolean>} Asks for a sign-in; whether somebody signed in. */
  askToSignIn = async () => false;

  /** @param {{fetch?: typeof fetch, timeoutMs?: number}} [ports] Replaced by tests. */
  constructor({ fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = {}) {
    this.#fetch = fetch;
    this.#timeoutMs = timeoutMs;
  }

  /** @param {string} path @returns {Promise<any>} */
  get(path) {
    return this.#json(path, {});
  }

  /** @param {"POST"|"PUT"} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  send(method, path, body = {}) {
    const headers = { "Content-Type": "application/json", "X-Quanquan-Request": "1" };
    return this.#json(path, { method, headers, body: JSON.stringify(body) });
  }

  /** Whoever is signed in, or null. @returns {Promise<import("./types.js").Person|null>} */
  async me() {
    const response = await this.#request("/api/v1/accounts/me", {});
    if (response.status === 401) return null;
    const { name, role, authority } = await this.#read(response);
    return { name: text(name), role: text(role), authority: text(authority) };
  }

  /** @param {string} name @param {string} password */
  async signIn(name, password) {
    const headers = { "Content-Type": "application/json", "X-Quanquan-Request": "1" };
    const init = { method: "POST", headers, body: JSON.stringify({ name, password }) };
    await this.#read(await this.#request("/api/v1/accounts/sign-in", init));
  }

  async signOut() {
    const response = await this.#request("/api/v1/accounts/sign-out", {
      method: "POST",
      headers: { "X-Quanquan-Request": "1" },
    });
    if (!response.ok) await this.#read(response);
  }

  /** @param {string} path @returns {Promise<Blob>} */
  async file(path) {
    const response = await this.#request(path, {});
    if (!response.ok) await this.#read(response);
    return response.blob();
  }

  /** @param {string} path @param {RequestInit} init */
  async #json(path, init) {
    const response = await this.#request(path, init);
    if (response.status !== 401 || !(await this.askToSignIn())) return this.#read(response);
    return this.#read(await this.#request(path, init));
  }

  /** @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
  async #request(path, init) {
    const timer = AbortSignal.timeout(this.#timeoutMs);
    // Called as a plain function: `fetch` refuses to be the method of another object.
    const send = this.#fetch;
    try {
      return await send(path, { ...init, signal: timer, credentials: "same-origin" });
    } catch {
      throw timer.aborted
        ? new Refusal("timeout", FAILURES.timeout)
        : new Refusal("network", FAILURES.network);
    }
  }

  /** @param {Response} response @returns {Promise<any>} */
  async #read(response) {
    let body = null;
    try {
      body = await response.json();
    } catch {
      if (response.ok) throw new Refusal("server", FAILURES.server, response.status);
    }
    if (response.ok) return body;
    const code = text(body?.error?.code) || "server";
    const message = response.status >= 500 ? "" : text(body?.error?.message);
    throw new Refusal(code, message || FAILURES.server, response.status);
  }
}
