// @ts-check
/** Small pieces that all staff pages share: labelled fields, buttons that wait, dates, one dialog, what is said aloud. */
import { h } from "../dom.js";
import { Refusal } from "./client.js";

/** @typedef {import("../dom.js").Child} Child */

let made = 0;

/** An id that this page has not used. */
export const newId = () => `f${(made += 1)}`;

/** @template {HTMLElement} T @param {string} selector @returns {T} */
export const find = (selector) => /** @type {T} */ (document.querySelector(selector));

let clock = 0;

/** Shows a sentence for a while, and tells a screen reader; inside the dialog where one is open. @param {string} words */
export function say(words) {
  const { open } = /** @type {HTMLDialogElement} */ (find("[data-dialog]"));
  const place = find(open ? "[data-dialog-live]" : "[data-live]");
  place.textContent = words;
  clearTimeout(clock);
  clock = window.setTimeout(() => (place.textContent = ""), 8000);
}

/** @param {string} label @param {HTMLElement} control @param {{hint?: string, wide?: boolean, words?: string[]}} [options] `words`: what may be typed. */
export function field(label, control, { hint = "", wide = false, words = [] } = {}) {
  control.id ||= newId();
  const hintId = `${control.id}-hint`;
  if (hint) control.setAttribute("aria-describedby", hintId);
  return h(
    "div",
    { class: wide ? "field wide" : "field" },
    h("label", { for: control.id }, label),
    control instanceof HTMLInputElement ? suggest(control, words) : control,
    hint && h("p", { class: "hint", id: hintId }, hint),
  );
}

/**
 * @param {string} value
 * @param {{value: string, label: string}[]} options
 * @param {(value: string) => void} change
 * @param {import("../dom.js").Attributes} [more]
 */
export function select(value, options, change, more = {}) {
  const known = options.some((option) => option.value === value);
  const all = known ? options : [{ value, label: value || "请选择" }, ...options];
  const control = h(
    "select",
    { ...more, change: () => change(control.value) },
    all.map((option) => h("option", { value: option.value, selected: option.value === value }, option.label)),
  );
  return control;
}

/** @param {string} value @param {(value: string) => void} change @param {import("../dom.js").Attributes} [more] */
export function input(value, change, more = {}) {
  const control = h("input", {
    type: "text",
    autocomplete: "off",
    maxlength: 300,
    ...more,
    value,
    input: () => change(control.value),
  });
  return control;
}

/** A list of words that may be typed. @param {HTMLInputElement} control @param {string[]} words */
export function suggest(control, words) {
  if (words.length === 0) return control;
  const id = newId();
  control.setAttribute("list", id);
  return h(
    "span",
    { class: "suggesting" },
    control,
    h(
      "datalist",
      { id },
      words.map((word) => h("option", { value: word })),
    ),
  );
}

/** @param {string} words @param {() => unknown} click @param {import("../dom.js").Attributes} [more] */
export function button(words, click, more = {}) {
  const control = h("button", { type: "button", class: "button", ...more }, words);
  control.addEventListener("click", async () => {
    // Not `disabled`, which would drop the focus.
    if (control.getAttribute("aria-disabled") === "true") return;
    control.setAttribute("aria-disabled", "true");
    try {
      await click();
    } finally {
      control.removeAttribute("aria-disabled");
    }
  });
  return control;
}

/** Runs what may be refused; what is refused is said. @template T @param {() => Promise<T>} work @returns {Promise<T|undefined>} */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    return undefined;
  }
}

/** `2026-11-23T09:00:00Z` as it is read in Quanzhou. @param {string|null} moment */
export function when(moment) {
  const date = new Date(moment ?? "");
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat("zh-CN", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date);
}

/** `"100000.00"` as people read it. @param {unknown} amount */
export function money(amount) {
  const value = Number(amount);
  if (amount === null || amount === undefined || Number.isNaN(value)) return "—";
  return `${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} 元`;
}

/** Opens the dialog; what is returned is how it was closed. @param {string} title @param {(close: (result: string) => void) => Child[]} body */
export function openDialog(title, body) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-dialog]"));
  const back = /** @type {HTMLElement|null} */ (document.activeElement);
  const close = (/** @type {string} */ result) => dialog.close(result);
  if (dialog.open) dialog.close("");
  dialog.returnValue = "";
  find("#dialog-title").textContent = title;
  const holder = h("div", {});
  for (const child of body(close).flat()) if (child) holder.append(child);
  find("[data-dialog-body]").replaceChildren(holder);
  find("[data-dialog-live]").textContent = "";
  dialog.showModal();
  find("#dialog-title").focus();
  return new Promise((/** @type {(result: string) => void} */ resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        if (back?.isConnected) back.focus();
        resolve(dialog.returnValue);
      },
      { once: true },
    );
  });
}

/** @param {string} title @param {string} words @param {string} yes @param {string} [no] @returns {Promise<boolean>} */
export async function confirmed(title, words, yes, no = "返回") {
  const result = await openDialog(title, (close) => [
    h("p", {}, words),
    h(
      "p",
      { class: "buttons" },
      h("button", { type: "button", class: "button primary", click: () => close("yes") }, yes),
      h("button", { type: "button", class: "button", click: () => close("") }, no),
    ),
  ]);
  return result === "yes";
}

/** A box that says what failed, with a way to try again. @param {string} words @param {() => void} [again] */
export const failed = (words, again) =>
  h(
    "div",
    { class: "failed", role: "alert" },
    h("p", {}, words),
    again && h("button", { type: "button", class: "button", click: again }, "再试一次"),
  );
