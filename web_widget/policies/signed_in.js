// @ts-check
/**
 * What every view for signed-in staff does alike: ask to sign in, wait, load, fail in words.
 *
 * @typedef {import("./page.js").Page} Page
 */
import { h } from "../dom.js";
import { Cancelled, Refusal } from "./client.js";
import { failureView, skeleton } from "./states.js";
import { RESULT } from "./words.js";

/** @param {Page} page @param {string} reason Why it needs a sign-in. */
export const signInView = (page, reason) =>
  h(
    "div",
    { class: "notice sign-in-first" },
    h("p", { tabindex: "-1" }, reason),
    h("button", { type: "button", class: "button primary", click: () => page.signIn(reason) }, RESULT.signIn),
  );

/**
 * Loads and draws; every refusal ends in words and a way on.
 *
 * @param {Page} page
 * @param {string} reason Why it needs a sign-in.
 * @param {() => Promise<void>} draw
 */
export async function withSignIn(page, reason, draw) {
  if (!page.person) return page.show(signInView(page, reason));
  page.show(skeleton("正在打开，请稍等"));
  try {
    await draw();
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    if (error.kind === "signed_out") {
      page.person = null;
      page.show(signInView(page, error.message));
    } else {
      // What was refused would be refused again.
      const retry = error.kind === "rejected" ? undefined : () => void withSignIn(page, reason, draw);
      page.show(failureView(error.message, retry));
    }
  }
}
