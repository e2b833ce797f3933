// @ts-check
/**
 * The form, one group of questions a screen. What is wrong on a screen is said before the next; every screen can be
 * gone to at any time, and the last one lists what is missing anywhere.
 *
 * @typedef {import("./draft_session.js").DraftSession} DraftSession
 * @typedef {import("./fields.js").Step} Step
 * @typedef {{go: (step: string) => void, submit: () => Promise<void>,
 *   say: (words: string) => void, saved: HTMLElement}} Ports
 */
import { h } from "../dom.js";
import { complain } from "../policies/field_view.js";
import { checkView } from "./check_view.js";
import { evidenceView } from "./evidence_view.js";
import { fieldView, showFaults } from "./field_views.js";
import { STEPS } from "./fields.js";
import { faultOf, faultsOf, today } from "./form_state.js";
import { WIZARD, stepText } from "./words.js";

/** @param {DraftSession} session @param {string} id Of the step. @param {Ports} ports */
export function wizardView(session, id, ports) {
  const at = Math.max(
    0,
    STEPS.findIndex((step) => step.id === id),
  );
  const step = STEPS[at];
  return h(
    "section",
    { class: "wizard", "aria-labelledby": "step-title" },
    wayView(at, session, ports.go),
    h(
      "header",
      { class: "step-head" },
      h("p", { class: "step-count" }, stepText(at + 1, STEPS.length)),
      h("h2", { id: "step-title", tabindex: "-1" }, step.title),
      h("p", { class: "muted" }, step.lead),
    ),
    step.id === "check" ? checkView(session, ports) : stepForm(session, step, at, ports),
  );
}

/** @param {number} here @param {DraftSession} session @param {(step: string) => void} go */
function wayView(here, session, go) {
  const on = today(new Date());
  return h(
    "nav",
    { class: "way", "aria-label": WIZARD.way },
    h(
      "ol",
      {},
      STEPS.map((step, at) => {
        const open = (/** @type {Event} */ event) => {
          event.preventDefault();
          go(step.id);
        };
        const begun = step.fields.some(({ name }) => session.values[name]);
        const whole = begun && faultsOf(step.fields, session.values, on).length === 0;
        return h(
          "li",
          { "data-mark": at === here ? "now" : whole ? "done" : "later" },
          h(
            "a",
            {
              href: `/claims?view=report&step=${step.id}`,
              "aria-current": at === here ? "step" : null,
              click: open,
            },
            h(
              "span",
              { class: "way-number", "aria-hidden": "true" },
              whole && at !== here ? "✓" : String(at + 1),
            ),
            h("span", { class: "way-name" }, step.title),
            whole && at !== here && h("span", { class: "sr-only" }, "，已填好"),
          ),
        );
      }),
    ),
  );
}

/** @param {DraftSession} session @param {Step} step @param {number} at @param {Ports} ports */
function stepForm(session, step, at, ports) {
  const summary = h("div", { class: "fault-summary", hidden: true });
  const faults = () => faultsOf(step.fields, session.values, today(new Date()));
  const next = (/** @type {Event} */ event) => {
    event.preventDefault();
    const wrong = faults();
    if (wrong.length === 0) return ports.go(STEPS[at + 1].id);
    showFaults(form, summary, wrong, WIZARD.summary, (name) => focusOn(form, name));
  };
  const form = h(
    "form",
    { class: "step-form", novalidate: true, submit: next },
    summary,
    step.fields.map((field) =>
      fieldView(field, session.values[field.name] ?? "", (typed) => {
        session.set(field.name, typed);
        // What was said to be wrong is looked at again while it is put right.
        const place = form.querySelector(`#${field.name}-error`);
        if (place?.textContent) complain(form, field.name, faultOf(field, typed, today(new Date())));
      }),
    ),
    step.id === "evidence" &&
      evidenceView(session.files, {
        send: (file, progress, stop) => session.addFile(file, progress, stop),
        remove: (file) => session.removeFile(file),
        say: ports.say,
      }),
    h(
      "div",
      { class: "step-ways" },
      h("button", { type: "submit", class: "button primary large" }, WIZARD.next),
      at > 0 &&
        h(
          "button",
          { type: "button", class: "button quiet", click: () => ports.go(STEPS[at - 1].id) },
          WIZARD.back,
        ),
      ports.saved,
    ),
  );
  return form;
}

/** @param {HTMLElement} form @param {string} name */
export function focusOn(form, name) {
  const place = /** @type {HTMLElement|null} */ (form.querySelector(`#${CSS.escape(name)}`));
  /** @type {HTMLElement|null} */ (place?.querySelector("input") ?? place)?.focus();
}
