// @ts-check
/** Buttons that wait and refusals that are said where they belong. */
import { Cancelled, Refusal } from "../policies/client.js";

/** Runs what may be refused; the refusal is said in `place`. @param {HTMLElement} place @param {() => Promise<void>} work */
export async function attempt(place, work) {
  place.textContent = "";
  try {
    await work();
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    place.textContent = error.message;
  }
}

/**
 * One press at a time; not `disabled`, which would drop the focus.
 *
 * @param {HTMLElement} button
 * @param {string} words Said meanwhile.
 * @param {() => Promise<void>} work
 */
export async function busy(button, words, work) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const before = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = words;
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
    button.textContent = before;
  }
}
