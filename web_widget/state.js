// @ts-check
/**
 * One conversation as a value, and what can happen to it. No DOM, no clock, no network: every function takes a state
 * and gives a new one, so each is tested by itself (tests/web_widget/js).
 *
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").CitizenMessage} CitizenMessage
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").Failure} Failure
 */
import { itemId, text, toReply } from "./records.js";
import { FAILURES } from "./strings.js";

/** The server's limit on one question, in Unicode code points. */
export const MAX_TEXT = 500;
/** Messages kept; older ones leave the page and the tab's storage (a card is some 8 kB, a tab has about 5 MB). */
export const MAX_MESSAGES = 80;
const VERSION = 1;
const ASK_ID = /^[0-9a-f]{32}$/;

/** A new question's own name, which nobody can guess: 128 random bits. */
export const newAskId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @returns {State} */
export const empty = () => ({
  sessionId: null,
  messages: [],
  pending: false,
  failure: null,
  partial: "",
  ticks: {},
  nextId: 1,
});

/** Characters as a reader (and the server) counts them: an emoji is one. @param {string} value */
export const lengthOf = (value) => [...value].length;

/**
 * Whether a text can be sent.
 *
 * @param {string} value
 * @returns {"ok"|"empty"|"too_long"}
 */
export function checkText(value) {
  if (value.trim() === "") return "empty";
  return lengthOf(value.trim()) > MAX_TEXT ? "too_long" : "ok";
}

/** @param {State} state @param {Message} message @returns {State} */
const append = (state, message) => ({
  ...state,
  messages: [...state.messages, message].slice(-MAX_MESSAGES),
  nextId: state.nextId + 1,
});

/** @param {State} state @returns {CitizenMessage|null} */
export function lastQuestion(state) {
  const last = state.messages.at(-1);
  return last && last.from === "citizen" ? last : null;
}

/**
 * The citizen asks. An earlier question that failed stays on the page, marked as not delivered.
 *
 * @param {State} state
 * @param {Ask} ask
 * @returns {State}
 */
export function asked(state, ask) {
  const messages = state.failure ? markUndelivered(state.messages) : state.messages;
  const message = {
    id: state.nextId,
    from: /** @type {const} */ ("citizen"),
    text: ask.text,
    ask,
    undelivered: false,
  };
  return { ...append({ ...state, messages }, message), pending: true, failure: null, partial: "" };
}

/** @param {Message[]} messages @returns {Message[]} */
const markUndelivered = (messages) =>
  messages.map((message, index) =>
    index === messages.length - 1 && message.from === "citizen" ? { ...message, undelivered: true } : message,
  );

/** More of the awaited answer has come; `text` is all of it so far. @param {State} state @param {string} text @returns {State} */
export const worded = (state, text) => (state.pending ? { ...state, partial: text } : state);

/** @param {State} state @param {Reply} reply @returns {State} */
export function replied(state, reply) {
  const messages = reply.heard ? veiled(state.messages, reply.heard) : state.messages;
  const next = append({ ...state, messages }, { id: state.nextId, from: "assistant", reply });
  const sessionId = reply.session_id || state.sessionId;
  return { ...next, sessionId, pending: false, failure: null, partial: "" };
}

/** The last question without what it held of secrets. @param {Message[]} messages @param {string} heard @returns {Message[]} */
const veiled = (messages, heard) =>
  messages.map((message, index) =>
    index === messages.length - 1 && message.from === "citizen"
      ? { ...message, text: heard, ask: { ...message.ask, text: heard }, veiled: true }
      : message,
  );

/** @param {State} state @param {Failure} failure @returns {State} */
export const failed = (state, failure) => ({ ...state, pending: false, failure, partial: "" });

/** The last question is asked once more. @param {State} state @returns {State} */
export const retried = (state) => ({ ...state, pending: true, failure: null, partial: "" });

/**
 * A material is ticked or unticked.
 *
 * @param {State} state
 * @param {string} item
 * @param {number} position
 * @param {boolean} done
 * @returns {State}
 */
export function ticked(state, item, position, done) {
  const others = ticksOf(state, item).filter((entry) => entry !== position);
  const entries = done ? [...others, position].sort((a, b) => a - b) : others;
  return { ...state, ticks: { ...state.ticks, [item]: entries } };
}

/** @param {State} state @param {string} item @returns {number[]} */
export const ticksOf = (state, item) => (Object.hasOwn(state.ticks, item) ? state.ticks[item] : []);

/** @param {State} state @returns {string} */
export const serialize = (state) => JSON.stringify({ version: VERSION, ...state, partial: undefined });

/**
 * The conversation that `serialize` wrote; a question that was on its way becomes one that can be sent again.
 * Anything else (damaged, hostile, of another version) is null.
 *
 * @param {string|null} stored
 * @returns {State|null}
 */
export function restore(stored) {
  const data = parse(stored);
  if (!data || data.version !== VERSION || !Array.isArray(data.messages)) return null;
  const messages = data.messages.map(toMessage).filter((message) => message !== null);
  const state = {
    ...empty(),
    sessionId: text(data.sessionId) || null,
    messages: /** @type {Message[]} */ (messages).map((message, index) => ({ ...message, id: index + 1 })),
    ticks: toTicks(data.ticks),
    nextId: messages.length + 1,
  };
  if (!lastQuestion(state)) return state;
  return failed(state, { kind: "interrupted", message: FAILURES.interrupted, waitSeconds: 0 });
}

/** @param {string|null} stored @returns {Record<string, any>|null} */
function parse(stored) {
  try {
    const data = JSON.parse(stored ?? "");
    return typeof data === "object" ? data : null;
  } catch {
    return null;
  }
}

/** @param {any} entry @returns {Message|null} */
function toMessage(entry) {
  if (entry?.from === "assistant") {
    const reply = toReply(entry.reply);
    return reply && { id: 0, from: "assistant", reply };
  }
  const said = text(entry?.text);
  if (entry?.from !== "citizen" || checkText(said) !== "ok") return null;
  const ask = {
    text: said,
    item_id: itemId(entry.ask?.item_id),
    facet: text(entry.ask?.facet) || null,
    ask_id: ASK_ID.test(text(entry.ask?.ask_id)) ? entry.ask.ask_id : newAskId(),
  };
  return { id: 0, from: "citizen", text: said, ask, undelivered: entry.undelivered === true };
}

/** @param {unknown} value @returns {Record<string, number[]>} */
function toTicks(value) {
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {})
    .filter(([item, positions]) => itemId(item) && Array.isArray(positions))
    .map(([item, positions]) => [item, positions.filter(Number.isInteger)]);
  return Object.fromEntries(entries);
}
