// @ts-check
/**
 * 好差评: one control that opens, five levels and their reasons. Used under a reply and on the card of a finished case.
 *
 * @typedef {{score: number, label: string, reasons: {code: string, label: string}[]}} Level
 * @typedef {{score: number, reasons: string[]}} Rating
 */
import { h, icon } from "./dom.js";
import { RATE } from "./strings.js";

let groups = 0;

/**
 * @param {string} title What is rated.
 * @param {() => Promise<Level[]>} levels
 * @param {(rating: Rating) => Promise<string>} send Gives what the service says; rejects with an error that has a sentence.
 */
export function rateView(title, levels, send) {
  const body = h("div", { class: "rate-body" });
  const status = h("p", { class: "muted", role: "status" });
  const details = h(
    "details",
    { class: "rate", "aria-live": "off", toggle: () => void open() }, // not read aloud with the answer above it
    h("summary", {}, h("span", {}, title), icon("down")),
    body,
    status,
  );
  let opened = false;
  const open = async () => {
    if (!details.open || opened) return;
    opened = true;
    status.replaceChildren(RATE.opening);
    try {
      body.replaceChildren(formView(title, await levels(), submit));
      status.replaceChildren();
    } catch (error) {
      opened = false;
      status.replaceChildren(sentence(error));
    }
  };
  /** @param {Rating} rating @param {HTMLButtonElement} button */
  const submit = async (rating, button) => {
    button.disabled = true;
    status.replaceChildren(RATE.sending);
    try {
      const said = await send(rating);
      body.replaceChildren();
      status.replaceChildren(said || RATE.thanks);
    } catch (error) {
      button.disabled = false;
      status.replaceChildren(sentence(error));
    }
  };
  return details;
}

/** @param {unknown} error */
const sentence = (error) => (error instanceof Error && error.message ? error.message : RATE.failed);

/**
 * @param {string} title
 * @param {Level[]} levels
 * @param {(rating: Rating, button: HTMLButtonElement) => void} submit
 */
function formView(title, levels, submit) {
  const name = `rate-${++groups}`;
  const reasons = h("div", { class: "rate-reasons" });
  const button = h("button", { type: "submit", class: "action primary" }, RATE.send);
  const form = h("form", {
    submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const score = Number(new FormData(form).get(name));
      if (!score) return levelInputs[0]?.focus();
      const ticked = [...reasons.querySelectorAll("input:checked")];
      submit({ score, reasons: ticked.map((box) => /** @type {HTMLInputElement} */ (box).value) }, button);
    },
  });
  const levelInputs = levels.map(({ score, reasons: offered }) =>
    h("input", {
      type: "radio",
      name,
      value: score,
      change: () => reasons.replaceChildren(reasonsView(offered)),
    }),
  );
  form.append(
    h(
      "fieldset",
      { class: "rate-levels" },
      h("legend", { class: "sr-only" }, title),
      levels.map(({ label }, at) =>
        h("label", { class: "rate-level" }, levelInputs[at], h("span", {}, label)),
      ),
    ),
    reasons,
    button,
  );
  return form;
}

/** @param {{code: string, label: string}[]} offered */
const reasonsView = (offered) =>
  h(
    "fieldset",
    { class: "rate-levels" },
    h("legend", { class: "muted" }, RATE.why),
    offered.map(({ code, label }) =>
      h(
        "label",
        { class: "rate-level" },
        h("input", { type: "checkbox", value: code }),
        h("span", {}, label),
      ),
    ),
  );
