// @ts-check
/**
 * What a conversation looks like, piece by piece: the citizen's words, a reply with its sources and next steps, a
 * failure with another way. Each function makes one element and keeps nothing.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Action} Action
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").CitizenMessage} CitizenMessage
 * @typedef {import("./types.js").AssistantMessage} AssistantMessage
 * @typedef {import("./types.js").Failure} Failure
 *
 * @typedef {object} ReplyHost What a reply asks of the one who shows it.
 * @property {(ask: Ask) => void} ask
 * @property {import("./sources.js").OpenSource} open
 * @property {() => void} retry
 * @property {() => Promise<import("./rate_view.js").Level[]>} levels
 * @property {(reply: Reply, rating: import("./rate_view.js").Rating) => Promise<string>} rateReply
 * @property {string} base Origin of the service, whose pages replies lead to.
 */
import { choicesView, suggestionsView, togetherView } from "./chips.js";
import { h, icon, paragraphs } from "./dom.js";
import { pageLink } from "./match_card.js";
import { rateView } from "./rate_view.js";
import { telephone } from "./records.js";
import { sourceButton, sourcesView } from "./sources.js";
import { HOTLINE, RATE, STRINGS, URGENT } from "./strings.js";

/** A sentence that names such a number; digits around it would make it another number. */
const URGENT_WORDS = new RegExp(`(?<!\\d)(${[...URGENT].join("|")})(?!\\d)`);

/** @param {string} words Heard, not seen. */
const heard = (words) => h("span", { class: "sr-only" }, words);

/** @param {CitizenMessage} message */
export const citizenView = (message) =>
  h(
    "div",
    {
      class: "message citizen",
      part: "citizen-message",
      tabindex: "-1",
      "data-id": message.id,
      "data-veiled": message.veiled,
    },
    h("div", { class: "bubble", dir: "auto" }, heard(STRINGS.you), message.text),
    message.undelivered && h("p", { class: "undelivered" }, STRINGS.undelivered),
  );

/**
 * A reply: its words, who helps at once, its sources, what to do next. Numbers for people in danger stand right below
 * the sentence that names them; where the reply asks to choose, the choice comes before other numbers.
 *
 * @param {AssistantMessage} message
 * @param {ReplyHost} host
 */
export function replyView({ id, reply }, host) {
  const slot = h("div", { class: "card-slot", "aria-live": "off" });
  const urgent = callsView(reply.actions, (number) => URGENT.has(number));
  const calls = callsView(reply.actions, (number) => !URGENT.has(number));
  const choosing = reply.outcome === "clarify" || reply.outcome === "suggested";
  return h(
    "div",
    { class: "message assistant", part: "assistant-message", "data-id": id, "data-outcome": reply.outcome },
    urgent ? urgentView(reply.text, urgent) : wordsView(paragraphs(reply.text), STRINGS.it),
    !choosing && calls,
    sourcesView(reply.citations, reply.text, slot, host.open),
    guidesView(reply.actions, slot, host),
    !reply.card && pagesView(reply.actions, host.base),
    togetherView(reply.suggestions, host.ask, choosing),
    slot,
    nextView(reply, host),
    choosing && calls,
    isRated(reply) && rateView(RATE.reply, host.levels, (rating) => host.rateReply(reply, rating)),
  );
}

/** What answers nothing is not rated: questions back and faults; and nobody in danger is asked how they liked it. */
const UNRATED = new Set(["clarify", "crisis", "error"]);

/** @param {Reply} reply */
const isRated = ({ session_id, reply_id, outcome }) =>
  session_id !== "" && reply_id !== "" && !UNRATED.has(outcome);

/** @param {HTMLElement[]} blocks @param {string} [speaker] */
const wordsView = (blocks, speaker) =>
  h("div", { class: "words", dir: "auto" }, speaker && heard(speaker), blocks);

/**
 * The first sentence that tells what to do now, the numbers, and then the rest.
 *
 * @param {string} text
 * @param {HTMLElement} calls
 */
function urgentView(text, calls) {
  const blocks = paragraphs(text);
  const naming = blocks.findIndex(
    (block) => block.localName === "p" && URGENT_WORDS.test(block.textContent ?? ""),
  );
  const listed = blocks.findIndex((block) => block.localName !== "p");
  const first = naming >= 0 && (listed < 0 || naming < listed) ? naming + 1 : 1;
  const rest = blocks.slice(first);
  return [
    h("div", { class: "urgent" }, wordsView(blocks.slice(0, first), STRINGS.it), calls),
    rest.length > 0 && wordsView(rest),
  ];
}

/** @param {Reply} reply @param {ReplyHost} host */
function nextView({ outcome, suggestions, card }, { ask }) {
  // The answers and commands of a form are no list to choose an item from.
  const asks = card !== null && "kind" in card && card.kind === "claim_report";
  if (asks) return suggestionsView(suggestions, STRINGS.answers, ask);
  if (outcome === "clarify") return choicesView(suggestions, STRINGS.choices, ask);
  if (outcome === "suggested") return choicesView(suggestions, STRINGS.suggestions, ask);
  return suggestionsView(suggestions, STRINGS.suggestions, ask);
}

/** @param {Action[]} actions @param {(number: string) => boolean} wanted */
function callsView(actions, wanted) {
  const buttons = actions.map(
    (action) => action.kind === "call" && wanted(action.number) && callView(action.label, action.number),
  );
  return buttons.some(Boolean) && h("div", { class: "actions" }, buttons);
}

/** @param {Action[]} actions @param {HTMLElement} slot @param {ReplyHost} host */
function guidesView(actions, slot, host) {
  const buttons = actions.map((action) => {
    if (action.kind !== "open_guide") return null;
    const guide = { kind: /** @type {const} */ ("guide"), item: action.item_id, section: "", said: "" };
    return sourceButton("action", [action.label || STRINGS.openCard], guide, slot, host.open);
  });
  return buttons.some(Boolean) && h("div", { class: "actions" }, buttons);
}

/** The service's own pages; a card has the way to its page itself. @param {Action[]} actions @param {string} base */
function pagesView(actions, base) {
  const links = actions.map(
    (action) => action.kind === "open_page" && pageLink(action.label, action.path, base),
  );
  return links.some(Boolean) && h("div", { class: "actions" }, links);
}

/** A number to ring, as a large button; the number itself is always readable. @param {string} label @param {string} number */
function callView(label, number) {
  const words = label.includes(number) ? [label] : [label, " ", h("b", {}, number)];
  const href = telephone(number);
  return href
    ? h("a", { class: "action call", href }, icon("phone"), h("span", {}, words))
    : h("p", { class: "action call" }, words);
}

/**
 * An answer while it comes. It is not read aloud: the whole will be, once, when it is there.
 *
 * @param {string} text
 */
export function streamingView(text) {
  const words = wordsView(paragraphs(text));
  return h(
    "div",
    { class: "message assistant streaming", "aria-live": "off", "aria-busy": "true" },
    words,
    dots(),
  );
}

const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

/** Waiting: said in words, so that it does not depend on seeing movement. */
export const pendingView = () =>
  h(
    "div",
    { class: "message assistant pending" },
    dots(),
    h("span", { class: "pending-words" }, STRINGS.pending),
  );

/** @param {Failure} failure @param {{label: string, number: string}} hotline @param {Pick<ReplyHost, "retry">} host */
export function failureView(failure, hotline, host) {
  const retry = h(
    "button",
    { type: "button", class: "action primary", click: () => host.retry() },
    icon("again"),
    STRINGS.retry,
  );
  if (failure.waitSeconds > 0) {
    retry.disabled = true;
    setTimeout(() => (retry.disabled = false), failure.waitSeconds * 1000);
  }
  return h(
    "div",
    { class: "message failure", part: "error", "data-kind": failure.kind },
    h("p", {}, failure.message),
    h("div", { class: "actions" }, retry, callView(`拨打${hotline.label || HOTLINE.label}`, hotline.number)),
  );
}
