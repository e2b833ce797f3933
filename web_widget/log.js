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
 * @typedef {import("./types.js").Policy} Policy
 * @typedef {import("./sources.js").Source} Source
 *
 * @typedef {Omit<ReplyHost, "open"> & Omit<CardHost, "close"> & {guide: (item: string) => Promise<GuideCard>,
 *   policy: (id: string) => Promise<Policy>} & import("./case_card.js").CaseHost} LogHost
 */
import { ApiError } from "./api.js";
import { cardView, sectionMeant } from "./card.js";
import { caseCardView } from "./case_card.js";
import { suggestionsView } from "./chips.js";
import { claimCardView, resumeView } from "./claim_card.js";
import { append, h, paragraphs } from "./dom.js";
import { matchCardView } from "./match_card.js";
import { policyView, startOf } from "./policy.js";
import { citizenView, failureView, pendingView, replyView, streamingView } from "./replies.js";
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
  /** Whether the log follows an answer that comes in pieces; a reader who scrolls ends that. */
  #follows = true;

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
        wheel: () => (this.#follows = false),
        touchmove: () => (this.#follows = false),
        keydown: () => (this.#follows = false),
      },
      h("div", { class: "column" }, this.#greeting, this.#messages, this.#end),
    );
  }

  /** The first words and starting suggestions. @param {Site} site */
  greet(site) {
    this.#site = site;
    this.#greeting.replaceChildren(h("div", { class: "words" }, paragraphs(site.greeting)));
    const { ask, base } = this.#host;
    append(this.#greeting, [
      resumeView(base, ask),
      suggestionsView(site.suggestions, STRINGS.startWith, ask),
    ]);
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
    const moved =
      state.messages !== before.messages ||
      state.pending !== before.pending ||
      state.failure !== before.failure;
    if (!moved && state.partial === before.partial) return;
    if (!before.pending) this.#follows = true;
    this.#showMessages(state, before.partial !== "");
    this.#showEnd(state);
    // Whoever has begun to read an answer while it came keeps the place.
    if (this.#follows || (moved && !before.partial)) this.#scrollToLastQuestion();
  }

  /** Moves the focus to the last question, after the button that had it went away. */
  focusLast() {
    /** @type {HTMLElement|undefined} */ ([...this.#messages.querySelectorAll(".citizen")].at(-1))?.focus({
      preventScroll: true,
    });
  }

  /** @param {State} state @param {boolean} settled The newest was read while it came: it does not move in again. */
  #showMessages({ messages }, settled) {
    const known = new Map(
      [...this.#messages.children].map((node) => [/** @type {HTMLElement} */ (node).dataset.id, node]),
    );
    const kept = new Set(messages.map((message) => String(message.id)));
    for (const [id, node] of known) if (!kept.has(String(id))) node.remove();
    for (const message of messages) {
      const node = known.get(String(message.id));
      if (!node) {
        const view = this.#view(message);
        view.classList.toggle("settled", settled);
        this.#messages.append(view);
      } else if (message.from === "citizen" && isChanged(message, /** @type {HTMLElement} */ (node))) {
        node.replaceWith(citizenView(message));
      }
    }
  }

  /** @param {Message} message */
  #view(message) {
    if (message.from === "citizen") return citizenView(message);
    const { reply } = message;
    const view = replyView(message, { ...this.#host, open: this.#open });
    const slot = /** @type {HTMLElement} */ (view.querySelector(".card-slot"));
    if (reply.card && "kind" in reply.card) {
      slot.replaceChildren(toolCardView(reply.card, this.#host));
    } else if (reply.card) {
      const focus = meant(reply.facets.length > 0 ? reply.facets : [reply.facet]);
      slot.replaceChildren(
        cardView(reply.card, { ...this.#host, close: () => {} }, { focus, said: reply.text }),
      );
    }
    return view;
  }

  /** @param {State} state */
  #showEnd({ pending, failure, partial }) {
    clearTimeout(this.#longWait);
    if (pending && partial) return this.#end.replaceChildren(streamingView(partial));
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
   * Opens a source below the reply that cites it; the same button again closes it.
   *
   * @type {ReplyHost["open"]}
   */
  #open = async (source, slot, opener) => {
    if (opener.getAttribute("aria-expanded") === "true") return this.#close(slot, opener);
    if (slot.getAttribute("aria-busy") === "true") return;
    const isPolicy = source.kind === "policy";
    slot.setAttribute("aria-busy", "true");
    this.#host.say(isPolicy ? STRINGS.openingPolicy : STRINGS.opening);
    try {
      const show = isPolicy ? await this.#policyOf(source) : await this.#guideOf(source);
      this.#host.say("");
      show(slot, opener);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#host.say(isPolicy ? STRINGS.policyFailed : STRINGS.cardFailed);
    } finally {
      slot.removeAttribute("aria-busy");
    }
  };

  /** @param {Extract<Source, {kind: "guide"}>} source @returns {Promise<(slot: HTMLElement, opener: HTMLButtonElement) => void>} */
  async #guideOf({ item, section, said }) {
    const card = await this.#host.guide(item);
    return (slot, opener) => {
      const focus = meant([section]);
      const host = { ...this.#host, close: () => this.#close(slot, opener) };
      const view = cardView(card, host, { focus, said, closable: true });
      const cited = focus[0] && view.querySelector(`[data-section="${focus[0]}"] summary`);
      this.#show(view, /** @type {HTMLElement|null} */ (cited || null), slot, opener);
    };
  }

  /** @param {Extract<Source, {kind: "policy"}>} source @returns {Promise<(slot: HTMLElement, opener: HTMLButtonElement) => void>} */
  async #policyOf({ id, section }) {
    const policy = await this.#host.policy(id);
    return (slot, opener) => {
      const view = policyView(policy, { section, close: () => this.#close(slot, opener) });
      this.#show(view, startOf(view).cited?.querySelector("h4") ?? null, slot, opener);
    };
  }

  /**
   * @param {HTMLElement} view
   * @param {HTMLElement|null} cited Where reading begins, if not at the title.
   * @param {HTMLElement} slot
   * @param {HTMLButtonElement} opener The button that opened it gets the focus back when it is closed.
   */
  #show(view, cited, slot, opener) {
    slot.replaceChildren(view);
    markExpanded(slot, opener);
    const start = cited ?? /** @type {HTMLElement} */ (view.querySelector(".card-title"));
    start.focus({ preventScroll: true });
    this.#scrollTo(cited ?? view);
  }

  /** @param {HTMLElement} slot @param {HTMLButtonElement} opener */
  #close(slot, opener) {
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

/** Whether a question is to be shown anew. @param {import("./types.js").CitizenMessage} message @param {HTMLElement} node */
const isChanged = (message, node) =>
  (message.undelivered && !node.querySelector(".undelivered")) ||
  (message.veiled === true && node.dataset.veiled === undefined);

/** @param {import("./types.js").MatchCard|import("./types.js").CaseCard|import("./types.js").ClaimCard} card @param {LogHost} host */
function toolCardView(card, host) {
  if (card.kind === "application") return caseCardView(card, host);
  return card.kind === "claim_report" ? claimCardView(card, host) : matchCardView(card, host.base);
}

/** The sections of a card that facets or citations mean. @param {(string|null)[]} words */
const meant = (words) => words.map(sectionMeant).filter((section) => section !== null);

/** Says on the buttons of one reply which of them shows its guide now. @param {HTMLElement} slot @param {HTMLButtonElement} [open] */
function markExpanded(slot, open) {
  for (const button of slot.parentElement?.querySelectorAll("button[data-opens]") ?? []) {
    button.setAttribute("aria-expanded", String(button === open));
  }
}
