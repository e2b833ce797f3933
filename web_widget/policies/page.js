// @ts-check
/**
 * What every view of the company's pages shares: the place to draw in, the service, who has signed in, ways elsewhere.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").Place} Place
 */
import { Client, Refusal } from "./client.js";
import { h } from "../dom.js";
import { policyView, startOf } from "../policy.js";
import { adoptStyles } from "../styles.js";
import { addressOf } from "./places.js";
import { askToSignIn } from "./sign_in.js";

/** @template {HTMLElement} T @param {string} selector @returns {T} */
export const find = (selector) => /** @type {T} */ (document.querySelector(selector));

export class Page {
  /** @type {Person|null} */
  person = null;
  #arrive;

  /** @param {Client} client @param {() => void} arrive Draws what the address now means. */
  constructor(client, arrive) {
    this.client = client;
    this.#arrive = arrive;
  }

  /** Puts a view in place; what `focus` finds in it is where reading begins. @param {HTMLElement} view @param {string} [focus] */
  show = (view, focus = "") => {
    find("[data-view-body]").replaceChildren(view);
    if (focus) /** @type {HTMLElement|null} */ (view.querySelector(focus))?.focus({ preventScroll: true });
  };

  /** Tells a screen reader. @param {string} words */
  say = (words) => {
    find("[data-live]").textContent = words;
  };

  /** @param {string} words */
  title(words) {
    document.title = words;
  }

  /** The company's whole name in the name box. @param {string} name */
  named(name) {
    /** @type {HTMLInputElement} */ (find("#company")).value = name;
  }

  /** Goes elsewhere within these pages. @param {Partial<Place>} place */
  go = (place) => {
    const address = addressOf(place);
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    this.#arrive();
  };

  /** Draws the same place anew. */
  redraw = () => this.#arrive();

  /** Asks for name and password; afterwards the same place is drawn anew. @param {string} [reason] */
  async signIn(reason = "") {
    if (await askToSignIn(find("#sign-in"), this.client, reason)) await this.recognise().then(this.redraw);
  }

  async signOut() {
    try {
      await this.client.signOut();
      this.person = null;
      remember(false);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message);
    }
    this.redraw();
  }

  /** Looks who has signed in. */
  async recognise() {
    this.person = await this.client.me().catch(nobody);
    remember(this.person !== null);
  }

  /** A policy file over the page, at the article. @param {string} id @param {string} section */
  openPolicy = async (id, section) => {
    const dialog = /** @type {HTMLDialogElement} */ (find("#policy"));
    const body = find("#policy .policy-body");
    const root = body.shadowRoot ?? body.attachShadow({ mode: "open" });
    adoptStyles(root);
    const draw = (/** @type {HTMLElement} */ view) =>
      root.replaceChildren(h("div", { class: "root", lang: "zh-CN" }, view));
    draw(h("p", { role: "status" }, "正在打开政策文件…"));
    dialog.showModal();
    try {
      const view = policyView(await this.client.policy(id), { section });
      draw(view);
      const { start, cited } = startOf(view);
      start.focus({ preventScroll: true });
      cited?.scrollIntoView({ block: "start" });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      draw(h("p", { role: "alert" }, "政策文件暂时打不开，请关上再点一次，或拨打12345。"));
    }
  };
}

/** That somebody signed in here: the cookie itself cannot be seen, and most readers never do. */
const HINT = "quanquan:signed-in";

/** @param {boolean} signedIn */
function remember(signedIn) {
  try {
    if (signedIn) localStorage.setItem(HINT, "1");
    else localStorage.removeItem(HINT);
  } catch {
    // Storage is blocked: a result of the scope 本企业 tells it as well.
  }
}

/** Whether somebody may be signed in. */
export function mayBeSignedIn() {
  try {
    return localStorage.getItem(HINT) === "1";
  } catch {
    return true;
  }
}

/** A page is read also where the service does not say who reads. @param {unknown} error @returns {null} */
function nobody(error) {
  if (error instanceof Refusal) return null;
  throw error;
}
