// @ts-check
/** Asks for the last four signs where the page does not know them any more, and does one thing with them. */
import { h } from "./dom.js";
import { remember, signsIn, signsOf } from "./signs.js";
import { CASE } from "./strings.js";

let boxes = 0;

/**
 * Does `work` with the signs of an application: at once where they are known, else once they were written.
 *
 * @param {string} number
 * @param {HTMLElement} place Where they are asked for.
 * @param {(signs: string) => unknown} work
 */
export function withSigns(number, place, work) {
  const known = signsOf(number);
  if (known) {
    void work(known);
    return;
  }
  const id = `signs-${++boxes}`;
  const input = h("input", {
    id,
    class: "signs",
    autocomplete: "off",
    maxlength: "4",
    "aria-describedby": `${id}-hint`,
  });
  const hint = h("p", { id: `${id}-hint`, class: "muted", role: "status" }, CASE.signsHint);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const signs = signsIn(input.value);
    if (!signs) {
      hint.replaceChildren(CASE.signsOdd);
      input.focus();
      return;
    }
    remember(number, signs);
    place.replaceChildren();
    void work(signs);
  };
  place.replaceChildren(
    h(
      "form",
      { class: "signs-form", submit: send },
      h("label", { for: id }, CASE.signs),
      input,
      h("button", { type: "submit", class: "action primary" }, CASE.go),
      hint,
    ),
  );
  input.focus();
}
