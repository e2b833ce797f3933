// @ts-check
/**
 * Where the citizen writes. Enter sends, Shift+Enter begins a line; Enter that ends a Chinese input method's
 * composition does neither. What was written is never lost: not on a failure, not while an answer is awaited.
 *
 * @typedef {"sent"|"busy"|"empty"|"too_long"} Verdict
 * @typedef {{read: () => string|null, write: (value: string) => boolean, clear: () => void}} Store
 */
import { h, icon } from "./dom.js";
import { MAX_TEXT, lengthOf } from "./state.js";
import { STRINGS, charactersLeft, tooLong } from "./strings.js";

/** The counter appears when this few characters are left. */
const COUNTED = 100;
/** Safari reports the Enter that ends a composition with this key code and `isComposing` already false. */
const COMPOSING_KEY_CODE = 229;

export class Composer {
  #send;
  #drafts;

  /**
   * @param {(text: string) => Verdict} send
   * @param {Store} drafts Keeps unsent words over a reload.
   */
  constructor(send, drafts) {
    this.#send = send;
    this.#drafts = drafts;
    this.input = h("textarea", {
      id: "question",
      rows: "1",
      enterkeyhint: "send",
      autocomplete: "off",
      placeholder: STRINGS.placeholder,
      "aria-describedby": "hint",
      input: () => this.#typed(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.input.value = drafts.read() ?? "";
    this.hint = h("p", { id: "hint", class: "hint", part: "hint", role: "status" });
    this.button = h(
      "button",
      { type: "submit", class: "send", part: "send-button", "aria-label": STRINGS.send },
      icon("send"),
    );
    this.element = h(
      "form",
      { class: "composer", part: "composer", submit: (/** @type {Event} */ event) => this.#submit(event) },
      h("label", { class: "sr-only", for: "question" }, STRINGS.inputLabel),
      h("div", { class: "field" }, this.input, this.button),
      this.hint,
    );
    this.#say("");
  }

  /** While an answer is awaited the words can be written, not sent. @param {boolean} pending */
  wait(pending) {
    this.button.setAttribute("aria-disabled", String(pending));
    if (!pending && this.hint.textContent === STRINGS.busy) this.#say("");
  }

  clear() {
    this.input.value = "";
    this.#typed();
  }

  /** Grows with its text; the sheet sets the most. */
  fit() {
    this.input.style.height = "auto";
    if (this.input.value && this.input.scrollHeight > 0)
      this.input.style.height = `${this.input.scrollHeight}px`;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const verdict = this.#send(this.input.value);
    if (verdict === "sent") this.clear();
    else if (verdict === "busy") this.#say(STRINGS.busy);
    else if (verdict === "empty") this.#say(STRINGS.empty);
    else this.#typed();
    this.input.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const composing = event.isComposing || event.keyCode === COMPOSING_KEY_CODE;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    if (!event.repeat) this.element.requestSubmit();
  }

  #typed() {
    this.fit();
    this.#drafts.write(this.input.value);
    const left = MAX_TEXT - lengthOf(this.input.value.trim());
    this.input.setAttribute("aria-invalid", String(left < 0));
    if (left < 0) this.#say(tooLong(-left, MAX_TEXT), true);
    else this.#say(left <= COUNTED ? charactersLeft(left) : "");
  }

  /** @param {string} words @param {boolean} [warning] */
  #say(words, warning = false) {
    this.hint.classList.toggle("warning", warning);
    this.hint.replaceChildren(words || STRINGS.privacy);
  }
}
