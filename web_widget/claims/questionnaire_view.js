// @ts-check
/**
 * 企业问需: the questions are the service's, so the page is drawn from them.
 *
 * @typedef {import("./api.js").Claims} Claims
 * @typedef {import("./records.js").Question} Question
 * @typedef {import("./records.js").Questionnaire} Questionnaire
 */
import { h } from "../dom.js";
import { Refusal } from "../policies/client.js";
import { newSubmitId } from "../policies/drafts.js";
import { labelled } from "../policies/field_view.js";
import { busy } from "../progress/work.js";
import { answersOf, needsFaults, questionId } from "./needs.js";
import { focusOn } from "./wizard_view.js";
import { showFaults } from "./field_views.js";
import { NEEDS, WIZARD } from "./words.js";

/** @param {Claims} claims @param {Questionnaire} asked */
export function questionnaireView(claims, asked) {
  /** @type {import("./needs.js").Filled} */
  const filled = { company: "", phone: "", answers: {}, submit_id: newSubmitId() };
  const summary = h("div", { class: "fault-summary", hidden: true });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit", class: "button primary large" }, NEEDS.send);
  const line = (/** @type {"company"|"phone"} */ name, /** @type {object} */ about) => {
    const input = h("input", { type: "text", maxlength: 120, ...about });
    input.addEventListener("input", () => (filled[name] = input.value));
    return input;
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    error.textContent = "";
    summary.hidden = true;
    const faults = needsFaults(asked, filled);
    if (faults.length > 0)
      return showFaults(form, summary, faults, WIZARD.summary, (name) => focusOn(form, name));
    await busy(button, NEEDS.sending, async () => {
      try {
        const said = await claims.answer(answersOf(asked, filled));
        const done = doneView(said);
        view.replaceChildren(done);
        done.querySelector("h2")?.focus();
      } catch (refused) {
        if (!(refused instanceof Refusal)) throw refused;
        error.textContent = refused.message;
      }
    });
  };
  const form = h(
    "form",
    { class: "step-form", novalidate: true, submit: send },
    summary,
    labelled({ id: "company", label: NEEDS.company }, line("company", { autocomplete: "organization" })),
    asked.questions.map((question, at) => questionView(question, at, filled)),
    labelled(
      { id: "phone", label: NEEDS.phone, hint: NEEDS.phoneHint, optional: true },
      line("phone", { inputmode: "tel", autocomplete: "tel" }),
    ),
    error,
    h("div", { class: "step-ways" }, button),
  );
  const view = h(
    "section",
    { class: "wizard needs", "aria-labelledby": "needs-title" },
    h(
      "header",
      { class: "step-head" },
      h("h2", { id: "needs-title", tabindex: "-1" }, asked.title),
      asked.intro && h("p", { class: "muted" }, asked.intro),
    ),
    form,
  );
  return view;
}

/** @param {Question} question @param {number} at @param {import("./needs.js").Filled} filled */
function questionView(question, at, filled) {
  const id = questionId(question);
  const label = `${at + 1}. ${question.text}`;
  const set = (/** @type {string[]} */ values) => (filled.answers[question.id] = values);
  if (question.kind === "choice" || question.kind === "many") return choicesView(question, id, label, set);
  const number = question.kind === "number";
  const input = number
    ? h("input", { type: "text", inputmode: "numeric", maxlength: 12, autocomplete: "off" })
    : h("textarea", { rows: 3, maxlength: 1000 });
  input.addEventListener("input", () => set([input.value]));
  return labelled({ id, label, optional: !question.required }, input);
}

/** @param {Question} question @param {string} id @param {string} label @param {(values: string[]) => void} set */
function choicesView({ kind, options, required }, id, label, set) {
  const type = kind === "choice" ? "radio" : "checkbox";
  const group = h(
    "fieldset",
    { class: "choices", id, tabindex: "-1", "aria-describedby": `${id}-error` },
    h(
      "legend",
      {},
      label,
      kind === "many" && h("span", { class: "unit" }, "（可以选几个）"),
      !required && h("span", { class: "unit" }, WIZARD.optional),
    ),
    options.map(({ value, label: words }) =>
      h("label", {}, h("input", { type, name: id, value }), h("span", {}, words)),
    ),
  );
  group.addEventListener("change", () => {
    const picked = /** @type {NodeListOf<HTMLInputElement>} */ (group.querySelectorAll("input:checked"));
    set([...picked].map((box) => box.value));
  });
  return h("div", { class: "field", "data-field": id }, group, h("p", { class: "error", id: `${id}-error` }));
}

/** @param {{receipt: string, message: string, lead: boolean}} said */
const doneView = ({ receipt, message, lead }) =>
  h(
    "div",
    { class: "done" },
    h("h2", { tabindex: "-1" }, NEEDS.done),
    message && h("p", {}, message),
    lead && !message && h("p", {}, NEEDS.lead),
    receipt && h("p", {}, `编号 ${receipt}`),
    h("p", {}, h("a", { class: "button", href: "/claims" }, NEEDS.another)),
  );
