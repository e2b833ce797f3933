// @ts-check
/**
 * `<quanquan-assistant>`: a conversation with 全全 on any page.
 *
 * Attributes
 * - `api`: origin of the service; default: the origin that this module came from.
 * - `mode`: `inline` (default: fills its place in the page) or `float` (a launcher button that opens a panel).
 * - `open`: in `float` mode, whether the panel is open; reflects.
 * - `theme`: `auto` (default: as the reader's system), `light` or `dark`.
 *
 * Methods: `ask(text, {item_id, facet})`, `reset()`, `show()`, `hide()`, `focus()`.
 *
 * Events (bubbling, composed; never with the citizen's words: those are nobody's but the citizen's)
 * - `quanquan-ask` `{item_id, facet}`: a question was sent.
 * - `quanquan-reply` `{outcome, item_id, facet}`: a reply is shown.
 * - `quanquan-error` `{kind}`: a request failed, and the citizen was offered another way.
 * - `quanquan-reset`, `quanquan-toggle` `{open}`.
 *
 * Custom properties: `--qq-font-size` (17px; 16 to 30px), `--qq-height` (inline: 40rem), `--qq-radius`, `--qq-primary`,
 * `--qq-on-primary`, `--qq-accent`, `--qq-surface`, `--qq-ink`, `--qq-font`, `--qq-z-index`.
 *
 * Parts: `panel header log citizen-message assistant-message card suggestion composer hint send-button launcher error`.
 * Slot: none; children of the element show until the module has loaded.
 *
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {import("./types.js").State} State
 */
import { Api, ApiError } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { h, icon } from "./dom.js";
import { Log } from "./log.js";
import { toSite } from "./records.js";
import { ChatSocket } from "./socket.js";
import { ticksOf } from "./state.js";
import { tabStore } from "./storage.js";
import { NAME, STRINGS } from "./strings.js";
import { adoptStyles } from "./styles.js";
import { Talk } from "./talk.js";

const PORTRAIT = new URL("./quanquan.svg", import.meta.url).href;

export class QuanquanAssistant extends HTMLElement {
  static observedAttributes = ["open", "mode"];

  /** @type {Conversation|null} */
  #conversation = null;
  /** @type {Log|null} */
  #log = null;
  /** @type {Composer|null} */
  #composer = null;
  #note = h("p", { class: "note", role: "status" });
  #noteTimer = 0;

  connectedCallback() {
    if (this.shadowRoot) return;
    const base = this.getAttribute("api") || new URL(import.meta.url).origin;
    const api = new Api(base);
    const session = () => globalThis.sessionStorage;
    const talk = new Talk(api, new ChatSocket(base));
    this.#conversation = new Conversation(talk, tabStore(session, base), (state, before) =>
      this.#changed(state, before),
    );
    this.#log = new Log(this.#host(api, base));
    this.#composer = new Composer((text) => this.#ask({ text }), tabStore(session, `${base}:draft`));
    this.#build(this.#log, this.#composer);
    this.#log.start(this.#conversation.state);
    this.#composer.fit();
    this.#showOpen();
    void this.#greet(api, talk);
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.#showOpen();
  }

  /** @param {string} text @param {{item_id?: string|null, facet?: string|null}} [pin] */
  ask(text, pin = {}) {
    if (this.#floats) this.show();
    const verdict = this.#ask({ text, ...pin });
    if (verdict === "sent") this.#log?.focusLast();
    return verdict;
  }

  /** Begins a new conversation; the old one is forgotten. */
  reset() {
    this.#conversation?.reset();
    this.#composer?.clear();
    this.#say(STRINGS.started);
    this.#settle();
    this.#emit("quanquan-reset", {});
  }

  show() {
    this.setAttribute("open", "");
  }

  hide() {
    this.removeAttribute("open");
  }

  /** Puts the cursor where the citizen writes. @param {FocusOptions} [options] */
  focus(options) {
    this.#composer?.input.focus(options);
  }

  /** After a change of scene: the cursor, or on a touch screen the conversation, since a keyboard would cover it. */
  #settle() {
    if (matchMedia("(pointer: coarse)").matches) this.#log?.element.focus({ preventScroll: true });
    else this.focus();
  }

  get #floats() {
    return this.getAttribute("mode") === "float";
  }

  /** @param {Api} api @param {string} base @returns {import("./log.js").LogHost} */
  #host(api, base) {
    const conversation = /** @type {Conversation} */ (this.#conversation);
    return {
      base,
      ask: (ask) => void this.#ask(ask),
      retry: () => {
        conversation.retry();
        this.#log?.focusLast();
      },
      guide: (item) => api.guide(item),
      policy: (id) => api.policy(id),
      ticks: (item) => ticksOf(conversation.state, item),
      tick: (item, position, done) => conversation.tick(item, position, done),
      say: (words) => this.#say(words),
      levels: () => api.levels(),
      rateReply: (reply, rating) => api.rateReply(reply, rating),
      rateCase: (number, signs, rating) => api.rateCase(number, signs, rating),
      urge: (number, signs, submitId) => api.urge(number, signs, submitId),
    };
  }

  /** @param {Log} log @param {Composer} composer */
  #build(log, composer) {
    const root = this.attachShadow({ mode: "open" });
    adoptStyles(root);
    const panel = h(
      "section",
      { class: "panel", part: "panel", "aria-label": STRINGS.panel },
      this.#header(),
      log.element,
      h("div", { class: "notes" }, this.#note),
      composer.element,
    );
    const launcher = h(
      "button",
      {
        type: "button",
        class: "launcher",
        part: "launcher",
        "aria-expanded": "false",
        click: () => this.show(),
      },
      portrait("launcher-portrait"),
      h("span", {}, STRINGS.open),
    );
    root.append(
      h(
        "div",
        { class: "root", lang: "zh-CN", keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
        launcher,
        panel,
      ),
    );
  }

  #header() {
    const title = h(
      "div",
      { class: "names" },
      h("h2", { class: "name" }, NAME),
      h("p", { class: "tagline" }, STRINGS.tagline),
    );
    const anew = h(
      "button",
      { type: "button", class: "tool", click: () => this.reset() },
      icon("plus"),
      STRINGS.newConversation,
    );
    const close = h(
      "button",
      { type: "button", class: "tool close", "aria-label": STRINGS.close, click: () => this.hide() },
      icon("close"),
    );
    return h("header", { class: "head", part: "header" }, portrait("portrait"), title, anew, close);
  }

  /** @param {Ask} ask */
  #ask(ask) {
    const verdict = /** @type {Conversation} */ (this.#conversation).ask({
      text: ask.text,
      item_id: ask.item_id ?? null,
      facet: ask.facet ?? null,
    });
    if (verdict === "busy") this.#say(STRINGS.busy);
    return verdict;
  }

  /** @param {State} state @param {State} before */
  #changed(state, before) {
    this.#log?.update(state, before);
    this.#composer?.wait(state.pending);
    const last = state.messages.at(-1);
    if (state.pending && !before.pending && last?.from === "citizen") {
      this.#emit("quanquan-ask", { item_id: last.ask.item_id, facet: last.ask.facet });
    }
    if (!state.pending && before.pending && last?.from === "assistant") {
      const { outcome, item_id, facet } = last.reply;
      this.#emit("quanquan-reply", { outcome, item_id, facet });
    }
    if (state.failure && state.failure !== before.failure)
      this.#emit("quanquan-error", { kind: state.failure.kind });
  }

  /** The widget's own greeting stands until the server's comes, and where it does not come. @param {Api} api @param {Talk} talk */
  async #greet(api, talk) {
    this.#log?.greet(toSite(null));
    try {
      const site = await api.site();
      talk.streaming = site.streaming;
      this.#log?.greet(site);
      if (this.#composer) this.#composer.input.placeholder = site.placeholder;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.isComposing || !this.#floats || !this.hasAttribute("open")) return;
    event.stopPropagation();
    this.hide();
  }

  /** Brings the panel and the launcher in line with the attributes; the focus follows what was opened or closed. */
  #showOpen() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const launcher = /** @type {HTMLElement} */ (root.querySelector(".launcher"));
    const panel = /** @type {HTMLElement} */ (root.querySelector(".panel"));
    const shown = !this.#floats || this.hasAttribute("open");
    if (panel.hidden === !shown && launcher.hidden === shown) return;
    const hadFocus = root.activeElement !== null;
    panel.hidden = !shown;
    launcher.hidden = shown;
    launcher.setAttribute("aria-expanded", String(shown));
    this.#composer?.fit();
    if (!this.#floats) return;
    if (hadFocus && shown) this.#settle();
    if (hadFocus && !shown) launcher.focus();
    this.#emit("quanquan-toggle", { open: shown });
  }

  /** Shows a passing remark, which a screen reader speaks too. @param {string} words */
  #say(words) {
    clearTimeout(this.#noteTimer);
    this.#note.replaceChildren(words);
    this.#noteTimer = setTimeout(() => this.#note.replaceChildren(), 6_000);
  }

  /** @param {string} name @param {Record<string, unknown>} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** 全全's face; decoration, since the name stands beside it. @param {string} look */
const portrait = (look) => h("img", { class: look, src: PORTRAIT, alt: "", width: "40", height: "40" });
