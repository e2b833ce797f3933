// @ts-check
/**
 * The service's WebSocket: one connection, one question at a time, the answer as it comes. DOM-free.
 *
 * Every way in which the connection itself fails ends as `SocketLost`: the question is then asked over HTTP, under the
 * same `ask_id`, so that the service answers it once even where it had already begun.
 *
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {(text: string) => void} Progress Hears all that has come of an answer, each time that more has.
 * @typedef {{resolve: (reply: Reply) => void, reject: (error: Error) => void, progress: Progress, id: string,
 *   text: string, clock: ReturnType<typeof setTimeout>|undefined}} Turn
 */
import { Cancelled, TIMEOUT_MS, rateLimited } from "./api.js";
import { fields, text, toReply } from "./records.js";

/** So long may a connection take to stand, in milliseconds; company networks swallow some without a word. */
const CONNECT_MS = 4_000;
/** A connection that nobody uses is given back after this long, in milliseconds. */
const IDLE_MS = 60_000;
const OPEN = 1;

/** The connection could not be had, or broke off. */
export class SocketLost extends Error {}

export class ChatSocket {
  #url;
  #connect;
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {Turn|null} */
  #turn = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #idle = undefined;

  /**
   * @param {string} base Origin of the service, e.g. `https://host`.
   * @param {(url: string) => WebSocket} [connect] Replaced by tests.
   */
  constructor(base, connect = (url) => new WebSocket(url)) {
    this.#url = `${base.replace(/\/+$/, "").replace(/^http/, "ws")}/api/v1/ws/chat`;
    this.#connect = connect;
  }

  /**
   * @param {Record<string, unknown> & {ask_id: string}} turn As `POST /api/v1/chat` takes it.
   * @param {AbortSignal} cancel
   * @param {Progress} progress
   * @returns {Promise<Reply>} Rejects with SocketLost, ApiError (asked too often) or Cancelled.
   */
  async ask(turn, cancel, progress) {
    clearTimeout(this.#idle);
    const giveUp = () => this.#end(new Cancelled());
    cancel.addEventListener("abort", giveUp);
    try {
      const socket = await this.#ready();
      if (cancel.aborted) throw new Cancelled();
      return await new Promise((resolve, reject) => {
        this.#turn = { resolve, reject, progress, id: turn.ask_id, text: "", clock: undefined };
        this.#wait();
        socket.send(JSON.stringify({ ...turn, type: "ask", id: turn.ask_id }));
      });
    } catch (error) {
      throw cancel.aborted ? new Cancelled() : error;
    } finally {
      cancel.removeEventListener("abort", giveUp);
      this.#turn = null;
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
    }
  }

  close() {
    clearTimeout(this.#idle);
    this.#socket?.close();
    this.#socket = null;
  }

  /** @returns {Promise<WebSocket>} */
  async #ready() {
    if (this.#socket?.readyState === OPEN) return this.#socket;
    this.close();
    const socket = this.#open();
    this.#socket = socket;
    await new Promise((resolve, reject) => {
      const clock = setTimeout(() => this.#end(new SocketLost("slow")), CONNECT_MS);
      const settle = (/** @type {(value?: any) => void} */ how) => (/** @type {Event} */ event) => {
        clearTimeout(clock);
        how(event.type === "open" ? undefined : new SocketLost(event.type));
      };
      socket.addEventListener("open", settle(resolve));
      socket.addEventListener("close", settle(reject));
      socket.addEventListener("error", settle(reject));
    });
    return socket;
  }

  #open() {
    /** @type {WebSocket} */
    let socket;
    try {
      socket = this.#connect(this.#url);
    } catch (error) {
      throw new SocketLost("refused", { cause: error }); // a page's content policy may forbid the address
    }
    socket.addEventListener("message", (event) => socket === this.#socket && this.#hear(event.data));
    socket.addEventListener("close", () => socket === this.#socket && this.#end(new SocketLost("closed")));
    return socket;
  }

  /** A service that falls silent in the middle is given up. */
  #wait() {
    if (!this.#turn) return;
    clearTimeout(this.#turn.clock);
    this.#turn.clock = setTimeout(() => this.#end(new SocketLost("silent")), TIMEOUT_MS);
  }

  /** Ends the turn under way, if any, and with it the connection. @param {Error} why */
  #end(why) {
    clearTimeout(this.#turn?.clock);
    this.#turn?.reject(why);
    this.#turn = null;
    this.close();
  }

  /** @param {unknown} data */
  #hear(data) {
    const event = parse(data);
    const turn = this.#turn;
    if (!turn || event.id !== turn.id) return;
    this.#wait();
    if (event.type === "delta") this.#show(turn, turn.text + text(event.text));
    else if (event.type === "replace") this.#show(turn, text(event.text));
    else if (event.type === "reply" || event.type === "error") this.#finish(turn, event);
  }

  /** @param {Turn} turn @param {string} words */
  #show(turn, words) {
    turn.text = words;
    turn.progress(words);
  }

  /** @param {Turn} turn @param {Record<string, any>} event */
  #finish(turn, event) {
    const reply = event.type === "reply" ? toReply(event.reply) : null;
    const error = fields(event.error);
    if (reply) {
      clearTimeout(turn.clock);
      turn.resolve(reply);
    } else if (error.code === "too_many_requests") {
      clearTimeout(turn.clock);
      turn.reject(rateLimited(Number(event.retry_after)));
    } else {
      this.#end(new SocketLost(text(error.code) || "no reply"));
    }
  }
}

/** @param {unknown} data @returns {Record<string, any>} Empty for what is no event. */
function parse(data) {
  try {
    return fields(JSON.parse(text(data)));
  } catch {
    return {};
  }
}
