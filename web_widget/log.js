// @ts-check
/**
 * The conversation on the page. Follows the state: adds what is new, never rebuilds what a reader may be reading.
 *
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").Site} Site
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./replies.js").ReplyHost} ReplyHost
 * @typedef {import("./card.js").CardHost} CardHost
 *
 * @typedef {Omit<ReplyHost, "openGuide"> & Omit<CardHost, "close"> & {guide: (item: string) => Promise<GuideCard>}} LogHost
 */
import { ApiError } from "./api.js";
import { cardView, sectionMeant } from "./card.js";
import { h, paragraphs } from "./dom.js";
import { citizenView, failureView, pendingView, replyView, suggestionsView } from "./replies.js";
import { STRINGS } from "./strings.js";

/** After this long a wait gets a second sentence, in milliseconds. */
const LONG_WAIT_MS = 5_000;
/** Space left above what is scrolled to, in pixels. */
const GAP = 12;

export class Log {
  #host;
  #greeting = h("div", { class: "message assistant greeting" });
  #messages = h("div", { class: "messages" });
  #end = h("div", { class: "end" });
  /** @type {Site|null} */
  #site = null;
  #longWait = 0;

  /** @param {LogHost} host */
  constructor(host) {
    this.#host = host;
    this.element = h(
      "div",
      {
        class: "log",
        part: "log",
        role: "log",
        "aria-live": "off",
        "aria-label": STRINGS.log,
        tabindex: "0",
      },
      h("div", { class: "column" }, this.#greeting, this.#messages, this.#end),
    );
  }

  /** The first words and starting suggestions. @param {Site} site */
  greet(site) {
    this.#site = site;
    this.#greeting.replaceChildren(
      h("div", { class: "words" }, paragraphs(site.greeting)),
      suggestionsView(site.suggestions, STRINGS.startWith, this.#host) ?? "",
    );
  }

  /** A conversation that was there before (a reload) is shown without being read aloud. @param {State} state */
  start(state) {
    this.#messages.replaceChildren(...state.messages.map((message) => this.#view(message)));
    this.#showEnd(state);
    requestAnimationFrame(() => {
      this.#scrollToLastQuestion();
      this.element.setAttribute("aria-live", "polite");
    });
  }

  /** @param {State} state @param {State} before */
  update(state, before) {
    if (
      state.messages === before.messages &&
      state.pending === before.pending &&
      state.failure === before.failure
    )
      return;
    this.#showMessages(state);
    this.#showEnd(state);
    this.#scrollToLastQuestion();
  }

  /** Moves the focus to the last question, after the button that had it went away. */
  focusLast() {
    /** @type {HTMLElement|undefined} */ ([...this.#messages.querySelectorAll(".citizen")].at(-1))?.focus({
      preventScroll: true,
    });
  }

  /** @param {State} state */
  #showMessages({ messages }) {
    const known = new Map(
      [...this.#messages.children].map((node) => [/** @type {HTMLElement} */ (node).dataset.id, node]),
    );
    const kept = new Set(messages.map((message) => String(message.id)));
    for (const [id, node] of known) if (!kept.has(String(id))) node.remove();
    for (const message of messages) {
      const node = known.get(String(message.id));
      if (!node) this.#messages.append(this.#view(message));
      else if (message.from === "citizen" && message.undelivered && !node.querySelector(".undelivered")) {
        node.replaceWith(citizenView(message));
      }
    }
  }

  /** @param {Message} message */
  #view(message) {
    if (message.from === "citizen") return citizenView(message);
    const { reply } = message;
    const view = replyView(message, { ...this.#host, openGuide: this.#openGuide });
    if (reply.card) {
      const slot = /** @type {HTMLElement} */ (view.querySelector(".card-slot"));
      this.#showCard(reply.card, slot, sectionMeant(reply.facet));
    }
    return view;
  }

  /** @param {State} state */
  #showEnd({ pending, failure }) {
    clearTimeout(this.#longWait);
    const hotline = this.#site?.hotline ?? { label: "", number: "12345" };
    this.#end.replaceChildren(
      pending ? pendingView() : "",
      failure ? failureView(failure, hotline, this.#host) : "",
    );
    if (pending) this.#longWait = setTimeout(() => this.#sayLongWait(), LONG_WAIT_MS);
  }

  #sayLongWait() {
    this.#end.querySelector(".pending-words")?.replaceChildren(STRINGS.pendingLong);
  }

  /**
   * Opens the guide below the reply that cites it; the same button again closes it.
   *
   * @type {ReplyHost["openGuide"]}
   */
  #openGuide = async (item, section, slot, opener) => {
    if (opener.getAttribute("aria-expanded") === "true") return this.#closeCard(slot, opener);
    if (slot.getAttribute("aria-busy") === "true") return;
    slot.setAttribute("aria-busy", "true");
    this.#host.say(STRINGS.opening);
    try {
      const card = await this.#host.guide(item);
      this.#host.say("");
      this.#showCard(card, slot, sectionMeant(section), opener);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#host.say(STRINGS.cardFailed);
    } finally {
      slot.removeAttribute("aria-busy");
    }
  };

  /**
   * @param {GuideCard} card
   * @param {HTMLElement} slot
   * @param {ReturnType<typeof sectionMeant>} focus
   * @param {HTMLButtonElement} [opener] The button that opened it, if one did: it gets the focus back.
   */
  #showCard(card, slot, focus, opener) {
    const close = () => opener && this.#closeCard(slot, opener);
    const view = cardView(card, { ...this.#host, close }, { focus, closable: opener !== undefined });
    slot.replaceChildren(view);
    markExpanded(slot, opener);
    if (!opener) return;
    const cited = focus && view.querySelector(`[data-section="${focus}"] summary`);
    const start = /** @type {HTMLElement} */ (cited || view.querySelector(".card-title"));
    start.focus({ preventScroll: true });
    this.#scrollTo(cited ? start : view);
  }

  /** @param {HTMLElement} slot @param {HTMLButtonElement} opener */
  #closeCard(slot, opener) {
    slot.replaceChildren();
    markExpanded(slot);
    opener.focus();
  }

  /** The question goes to the top, so that a long reply is read from its beginning. */
  #scrollToLastQuestion() {
    const questions = /** @type {NodeListOf<HTMLElement>} */ (this.#messages.querySelectorAll(".citizen"));
    const last = questions.item(questions.length - 1);
    if (last) this.#scrollTo(last);
    else this.element.scrollTop = 0;
  }

  /** @param {HTMLElement} target */
  #scrollTo(target) {
    const top = target.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
    this.element.scrollTo({ top: this.element.scrollTop + top - GAP });
  }
}

/** Says on the buttons of one reply which of them shows its guide now. @param {HTMLElement} slot @param {HTMLButtonElement} [open] */
function markExpanded(slot, open) {
  for (const button of slot.parentElement?.querySelectorAll("button[data-opens]") ?? []) {
    button.setAttribute("aria-expanded", String(button === open));
  }
}
