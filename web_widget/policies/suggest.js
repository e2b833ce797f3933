// @ts-check
/**
 * The name box: suggests companies while somebody types (WAI-ARIA combobox with a listbox). Arrows mark one, Enter takes
 * it, Escape closes the list; what is being composed by an input method is left alone until it is finished.
 *
 * @typedef {import("./types.js").CompanyName} CompanyName
 */
import { h } from "../dom.js";
import { Cancelled, Refusal } from "./client.js";
import { CLOSED, marked, moved, offered } from "./suggest_state.js";
import { FIND, foundText } from "./words.js";

/** So long nobody types before the service is asked, in milliseconds. */
export const PAUSE_MS = 180;
/** One character names half of all companies. */
const FEWEST = 2;

export class NameBox {
  #input;
  #list;
  #ports;
  #state = CLOSED;
  #timer = 0;
  /** @type {AbortController|null} */
  #asking = null;
  /** What was found before, by what was typed: going back and forth asks once. @type {Map<string, CompanyName[]>} */
  #found = new Map();

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {{find: (typed: string, cancel: AbortSignal) => Promise<CompanyName[]>, chosen: (company: CompanyName) => void,
   *   say: (words: string) => void}} ports
   */
  constructor(input, list, ports) {
    this.#input = input;
    this.#list = list;
    this.#ports = ports;
    input.addEventListener("input", (event) => {
      // Letters on their way to characters are no name yet.
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#typed();
    });
    input.addEventListener("compositionend", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("blur", () => this.close());
    // The list must not take the focus, or the box would close it before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Takes the list away and forgets what was asked. */
  close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#show(CLOSED);
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const typed = this.#input.value.trim();
    if (typed.length < FEWEST) return this.#show(CLOSED);
    this.#timer = setTimeout(() => void this.#ask(typed), PAUSE_MS);
  }

  /** @param {string} typed */
  async #ask(typed) {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const found = this.#found.get(typed) ?? (await this.#ports.find(typed, asking.signal));
      this.#found.set(typed, found);
      if (asking.signal.aborted || document.activeElement !== this.#input) return;
      this.#show(offered(found));
      this.#ports.say(foundText(found.length));
    } catch (error) {
      // Suggestions are a help: the box works without them, and the search itself tells of trouble.
      if (error instanceof Refusal) this.#show(CLOSED);
      else if (!(error instanceof Cancelled)) throw error;
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const company = marked(this.#state);
    if (event.key === "Escape" && this.#state.options.length > 0) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && company) {
      event.preventDefault();
      this.#take(company);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#state.options.length === 0) this.#typed();
      else this.#show(moved(this.#state, event.key));
    }
  }

  /** @param {Event} event */
  #clicked(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    const company = option && this.#state.options[[...this.#list.children].indexOf(option)];
    if (company) this.#take(company);
  }

  /** @param {CompanyName} company */
  #take(company) {
    this.#input.value = company.name;
    this.close();
    this.#ports.chosen(company);
  }

  /** @param {import("./suggest_state.js").Suggestions} state */
  #show(state) {
    this.#state = state;
    const open = state.options.length > 0;
    this.#list.replaceChildren(
      ...state.options.map((each, position) => option(each, position, state.active)),
    );
    this.#list.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (marked(state)) this.#input.setAttribute("aria-activedescendant", optionId(state.active));
    else this.#input.removeAttribute("aria-activedescendant");
    this.#list.children[state.active]?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {number} position */
const optionId = (position) => `company-option-${position}`;

/** @param {CompanyName} company @param {number} position @param {number} active */
const option = ({ name, district, credit_code, former_name }, position, active) =>
  h(
    "li",
    { role: "option", id: optionId(position), class: "option", "aria-selected": String(position === active) },
    h("span", { class: "option-name" }, name),
    h("span", { class: "option-more" }, [district, credit_code].filter(Boolean).join(" · ")),
    former_name && h("span", { class: "option-more" }, FIND.former + former_name),
  );
