// @ts-check
/**
 * Runs one conversation: holds its state, asks the service, keeps it in the tab. DOM-free; a view listens to `change`
 * and reads `state`. One question is on its way at a time.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Failure} Failure
 * @typedef {import("./storage.js").Store} Store
 * @typedef {Pick<import("./talk.js").Talk, "chat">} ChatPort
 */
import { ApiError, Cancelled } from "./api.js";
import * as signs from "./signs.js";
import * as states from "./state.js";

export class Conversation {
  #api;
  #store;
  #change;
  /** @type {AbortController|null} */
  #onItsWay = null;

  /**
   * @param {ChatPort} api
   * @param {Store} store
   * @param {(state: State, before: State) => void} change Called after every change.
   */
  constructor(api, store, change) {
    this.#api = api;
    this.#store = store;
    this.#change = change;
    /** @type {State} */
    this.state = states.restore(store.read()) ?? states.empty();
  }

  /**
   * @param {Ask} ask
   * @returns {"sent"|"busy"|"empty"|"too_long"}
   */
  ask(ask) {
    if (this.state.pending) return "busy";
    const verdict = states.checkText(ask.text);
    if (verdict !== "ok") return verdict;
    const tidy = { ...ask, text: ask.text.trim(), ask_id: states.newAskId() };
    this.#apply(states.asked(this.state, tidy));
    void this.#send(tidy);
    return "sent";
  }

  /** Sends the question that failed once more. */
  retry() {
    const question = states.lastQuestion(this.state);
    if (this.state.pending || !this.state.failure || !question) return;
    this.#apply(states.retried(this.state));
    void this.#send(question.ask);
  }

  /** Forgets everything, here and in the tab's storage. */
  reset() {
    this.stop();
    signs.forget();
    this.#apply(states.empty());
    this.#store.clear();
  }

  /** Gives up the request that is on its way, if any. */
  stop() {
    this.#onItsWay?.abort();
    this.#onItsWay = null;
  }

  /** @param {string} item @param {number} position @param {boolean} done */
  tick(item, position, done) {
    this.#apply(states.ticked(this.state, item, position, done));
  }

  /** @param {Ask} ask */
  async #send(ask) {
    const cancel = new AbortController();
    this.#onItsWay = cancel;
    try {
      const reply = await this.#api.chat(ask, this.state.sessionId, cancel.signal, (text) =>
        this.#progress(text, cancel.signal),
      );
      if (cancel.signal.aborted) return;
      if (reply.card && "kind" in reply.card && reply.card.kind === "application") {
        signs.remember(reply.card.application.number, ask.text);
      }
      this.#apply(states.replied(this.state, reply));
    } catch (error) {
      if (error instanceof Cancelled || cancel.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      const { kind, message, waitSeconds } = error;
      this.#apply(states.failed(this.state, { kind, message, waitSeconds }));
    }
  }

  /** More of the answer is here; it is not kept, since the whole answer will be. @param {string} text @param {AbortSignal} cancel */
  #progress(text, cancel) {
    if (cancel.aborted) return;
    const before = this.state;
    this.state = states.worded(before, text);
    this.#change(this.state, before);
  }

  /** @param {State} next */
  #apply(next) {
    const before = this.state;
    this.state = next;
    this.#keep();
    this.#change(next, before);
  }

  /** A full store keeps the newest half rather than nothing. */
  #keep() {
    if (this.#store.write(states.serialize(this.state))) return;
    const newest = this.state.messages.slice(-Math.ceil(this.state.messages.length / 2));
    this.#store.write(states.serialize({ ...this.state, messages: newest }));
  }
}
