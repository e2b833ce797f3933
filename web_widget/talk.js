// @ts-check
/**
 * How a question reaches the service: over the WebSocket where answers come word by word, else over HTTP. What the
 * socket cannot do HTTP does, for the same turn and without asking it twice. DOM-free.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./socket.js").Progress} Progress
 */
import { Cancelled, turnOf } from "./api.js";
import { SocketLost } from "./socket.js";

/** After a connection failed none is tried for this long, in milliseconds: what blocked it blocks it still. */
const PAUSE_MS = 300_000;

export class Talk {
  #api;
  #socket;
  #now;
  #pausedUntil = 0;

  /** Whether the service streams; it says so in its site texts. */
  streaming = false;

  /**
   * @param {Pick<import("./api.js").Api, "chat">} api
   * @param {Pick<import("./socket.js").ChatSocket, "ask">} socket
   * @param {() => number} [now] Milliseconds; replaced by tests.
   */
  constructor(api, socket, now = Date.now) {
    this.#api = api;
    this.#socket = socket;
    this.#now = now;
  }

  /**
   * @param {Ask} ask
   * @param {string|null} sessionId
   * @param {AbortSignal} cancel
   * @param {Progress} progress
   * @returns {Promise<Reply>} Rejects with ApiError or Cancelled.
   */
  async chat(ask, sessionId, cancel, progress) {
    const { ask_id } = ask;
    if (!this.streaming || !ask_id || this.#now() < this.#pausedUntil)
      return this.#api.chat(ask, sessionId, cancel);
    try {
      return await this.#socket.ask({ ...turnOf(ask, sessionId), ask_id }, cancel, progress);
    } catch (error) {
      if (!(error instanceof SocketLost)) throw error;
      if (cancel.aborted) throw new Cancelled();
      this.#pausedUntil = this.#now() + PAUSE_MS;
      return this.#api.chat(ask, sessionId, cancel);
    }
  }
}
