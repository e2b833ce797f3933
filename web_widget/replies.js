// @ts-check
/**
 * What a conversation looks like, piece by piece: the citizen's words, a reply with its sources and next steps, a
 * failure with another way. Each function makes one element and keeps nothing.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").Action} Action
 * @typedef {import("./types.js").Citation} Citation
 * @typedef {import("./types.js").CitizenMessage} CitizenMessage
 * @typedef {import("./types.js").AssistantMessage} AssistantMessage
 * @typedef {import("./types.js").Failure} Failure
 * @typedef {import("./types.js").Suggestion} Suggestion
 *
 * @typedef {object} ReplyHost What a reply asks of the one who shows it.
 * @property {(ask: Ask) => void} ask
 * @property {(item: string, section: string, slot: HTMLElement, opener: HTMLButtonElement) => void} openGuide
 * @property {() => void} retry
 */
import { h, icon, paragraphs } from "./dom.js";
import { itemId, telephone } from "./records.js";
import { HOTLINE, STRINGS, citationText } from "./strings.js";

/** @param {string} words Heard, not seen. */
const heard = (words) => h("span", { class: "sr-only" }, words);

/** @param {CitizenMessage} message */
export const citizenView = (message) =>
  h(
    "div",
    { class: "message citizen", part: "citizen-message", tabindex: "-1", "data-id": message.id },
    h("div", { class: "bubble", dir: "auto" }, heard(STRINGS.you), message.text),
    message.undelivered && h("p", { class: "undelivered" }, STRINGS.undelivered),
  );

/** @param {AssistantMessage} message @param {ReplyHost} host */
export function replyView({ id, reply }, host) {
  const slot = h("div", { class: "card-slot", "aria-live": "off" });
  return h(
    "div",
    { class: "message assistant", part: "assistant-message", "data-id": id, "data-outcome": reply.outcome },
    h("div", { class: "words", dir: "auto" }, heard(STRINGS.it), paragraphs(reply.text)),
    actionsView(
      reply.actions.filter((action) => action.kind === "call"),
      slot,
      host,
    ),
    sourcesView(reply.citations, slot, host),
    actionsView(
      reply.actions.filter((action) => action.kind === "open_guide"),
      slot,
      host,
    ),
    slot,
    suggestionsView(reply.suggestions, STRINGS.suggestions, host),
  );
}

/** @param {Citation[]} citations @param {HTMLElement} slot @param {ReplyHost} host */
function sourcesView(citations, slot, host) {
  if (citations.length === 0) return null;
  const entries = citations.map((citation) => h("li", {}, sourceView(citation, slot, host)));
  return h("div", { class: "sources" }, h("span", { class: "label" }, STRINGS.sources), h("ul", {}, entries));
}

/** @param {Citation} citation @param {HTMLElement} slot @param {ReplyHost} host */
function sourceView({ title, section, source_id, url }, slot, host) {
  const words = citationText(title, section);
  const id = itemId(source_id);
  if (id) return guideButton("source", words, id, section, slot, host);
  if (url) return h("a", { class: "source", href: url, target: "_blank", rel: "noopener noreferrer" }, words);
  return h("span", { class: "source" }, words);
}

/**
 * @param {string} look
 * @param {string} words
 * @param {string} item
 * @param {string} section
 * @param {HTMLElement} slot
 * @param {ReplyHost} host
 */
function guideButton(look, words, item, section, slot, host) {
  const button = h(
    "button",
    { type: "button", class: look, "aria-expanded": "false", "data-opens": item },
    icon("book"),
    h("span", {}, words),
  );
  button.addEventListener("click", () => host.openGuide(item, section, slot, button));
  return button;
}

/** @param {Action[]} actions @param {HTMLElement} slot @param {ReplyHost} host */
function actionsView(actions, slot, host) {
  const buttons = actions.map((action) =>
    action.kind === "call"
      ? callView(action.label, action.number)
      : guideButton("action", action.label || STRINGS.openCard, action.item_id, "", slot, host),
  );
  return buttons.length > 0 && h("div", { class: "actions" }, buttons);
}

/** A number to ring, as a large button; the number itself is always readable. @param {string} label @param {string} number */
function callView(label, number) {
  const words = label.includes(number) ? [label] : [label, " ", h("b", {}, number)];
  const href = telephone(number);
  return href
    ? h("a", { class: "action call", href }, icon("phone"), h("span", {}, words))
    : h("p", { class: "action call" }, words);
}

/** @param {Suggestion[]} suggestions @param {string} title @param {Pick<ReplyHost, "ask">} host */
export function suggestionsView(suggestions, title, host) {
  if (suggestions.length === 0) return null;
  const chips = suggestions.map((suggestion) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "chip", part: "suggestion", click: () => host.ask(suggestion) },
        suggestion.text,
      ),
    ),
  );
  return h(
    "section",
    { class: "suggestions", "aria-live": "off", "aria-label": title },
    h("p", { class: "label" }, title),
    h("ul", { class: "chips" }, chips),
  );
}

/** Waiting: said in words, so that it does not depend on seeing movement. */
export const pendingView = () =>
  h(
    "div",
    { class: "message assistant pending" },
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
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
