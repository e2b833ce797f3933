// @ts-check
/**
 * How a report stands, by receipt and code; and adding to it. The code goes into requests only.
 *
 * @typedef {import("./api.js").Claims} Claims
 * @typedef {import("./records.js").Status} Status
 */
import { h, icon } from "../dom.js";
import { Cancelled, Refusal } from "../policies/client.js";
import { complain, labelled } from "../policies/field_view.js";
import { momentOf } from "../policies/figures.js";
import { skeleton } from "../policies/states.js";
import { shortDigest } from "../policies/upload.js";
import { evidenceView } from "./evidence_view.js";
import { attempt, busy } from "../progress/work.js";
import { STATUS } from "./words.js";

/** As it is printed: full-width signs, spaces and small letters are understood. @param {string} typed */
export const plainSigns = (typed) => typed.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();

/** @param {Claims} claims @param {string} receipt From the address. @param {{say: (words: string) => void, left: AbortSignal}} ports */
export function statusView(claims, receipt, { say, left }) {
  const number = h("input", {
    type: "text",
    maxlength: 40,
    autocomplete: "off",
    spellcheck: "false",
    value: receipt,
  });
  const code = h("input", { type: "text", maxlength: 32, autocomplete: "off", spellcheck: "false" });
  const result = h("div", { class: "status-result" });
  const draw = async (focus = "h3") => {
    const asked = { receipt: plainSigns(number.value), code: plainSigns(code.value) };
    try {
      const status = await claims.status(asked.receipt, asked.code, left);
      const add = async (/** @type {string} */ words) => {
        await claims.supplement(asked.receipt, asked.code, words);
        await draw("#supplement-title");
        say(STATUS.sent);
      };
      /** @type {import("./evidence_view.js").Send} */
      const addFile = (file, progress, stop) => claims.addLater(asked, file, progress, stop);
      result.replaceChildren(foundView(status, add, evidenceView([], { send: addFile, remove: null, say })));
      say(status.state_text);
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof Refusal)) throw error;
      result.replaceChildren(refusedView(error));
      focus = "p";
    }
    /** @type {HTMLElement|null} */ (result.querySelector(focus))?.focus();
  };
  const look = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const faults = {
      receipt: number.value.trim() ? "" : STATUS.receiptEmpty,
      code: code.value.trim() ? "" : STATUS.codeEmpty,
    };
    for (const [id, message] of Object.entries(faults)) complain(form, id, message);
    if (faults.receipt) return number.focus();
    if (faults.code) return code.focus();
    result.replaceChildren(skeleton(STATUS.looking));
    await draw();
  };
  const form = h(
    "form",
    {
      class: "look-up",
      novalidate: true,
      autocomplete: "off",
      submit: look,
      "aria-labelledby": "status-title",
    },
    labelled({ id: "receipt", label: STATUS.receipt }, number),
    labelled({ id: "code", label: STATUS.code, hint: STATUS.codeHint }, code),
    h("button", { type: "submit", class: "button primary large" }, STATUS.look),
  );
  return h(
    "section",
    { class: "status", "aria-labelledby": "status-title" },
    h("h2", { id: "status-title", tabindex: "-1" }, STATUS.title),
    h("p", { class: "muted" }, STATUS.lead),
    form,
    result,
  );
}

/** @param {Refusal} refusal */
const refusedView = (refusal) =>
  h(
    "div",
    { class: "notice failure", role: "alert" },
    h("p", { tabindex: "-1" }, refusal.code === "report_not_found" ? STATUS.notFound : refusal.message),
    h("p", {}, "也可以拨打 ", h("a", { href: "tel:12345" }, "12345")),
  );

/** @param {Status} status @param {(words: string) => Promise<void>} add @param {HTMLElement} evidence */
const foundView = (status, add, evidence) =>
  h(
    "div",
    { class: "found-status" },
    h(
      "div",
      { class: "status-head" },
      h("h3", { tabindex: "-1" }, `${STATUS.receipt} ${status.receipt}`),
      h("p", { class: "state", "data-state": status.state }, status.state_text),
      status.message && h("p", {}, status.message),
    ),
    stepsView(status),
    status.questions.length > 0 && questionsView(status),
    status.files.length > 0 && filesView(status),
    status.can_supplement && supplementView(add),
    status.can_supplement && h("section", {}, h("h4", {}, STATUS.more), evidence),
  );

/** @param {Status} status */
function stepsView({ steps }) {
  const now = steps.findIndex(({ done }) => !done);
  return h(
    "section",
    { class: "stages", "aria-labelledby": "status-steps" },
    h("h4", { id: "status-steps" }, STATUS.steps),
    h(
      "ol",
      {},
      steps.map(({ name, done, at }, position) => {
        const mark = done ? "done" : position === now ? "current" : "next";
        const words = { done: STATUS.done, current: STATUS.now, next: STATUS.later }[mark];
        return h(
          "li",
          { "data-stage": mark, "aria-current": mark === "current" ? "step" : null },
          h("span", { class: "stage-name" }, name),
          h("span", { class: "stage-status" }, words),
          at && h("span", { class: "stage-at" }, momentOf(at)),
        );
      }),
    ),
  );
}

/** @param {Status} status */
const questionsView = ({ questions }) =>
  h(
    "section",
    {},
    h("h4", {}, STATUS.questions),
    h(
      "ul",
      { class: "asked" },
      questions.map(({ at, text, answer, answered_at }) =>
        h(
          "li",
          {},
          h("p", {}, h("b", {}, text), at && ` （${momentOf(at)}）`),
          answer && h("p", { class: "answer" }, `${STATUS.answered}（${momentOf(answered_at)}）：${answer}`),
        ),
      ),
    ),
  );

/** @param {Status} status */
const filesView = ({ files }) =>
  h(
    "details",
    { class: "section" },
    h("summary", {}, STATUS.files, icon("down")),
    h(
      "ul",
      { class: "section-body" },
      files.map(({ name, sha256 }) =>
        h("li", {}, name, " ", h("code", { class: "digest" }, shortDigest(sha256))),
      ),
    ),
  );

/** @param {(words: string) => Promise<void>} add */
function supplementView(add) {
  const words = h("textarea", { rows: 3, maxlength: 1000 });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit", class: "button" }, STATUS.send);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const typed = words.value.trim();
    complain(form, "supplement", typed ? "" : STATUS.supplementEmpty);
    if (!typed) return words.focus();
    return busy(button, STATUS.sending, () => attempt(error, () => add(typed)));
  };
  const form = h(
    "form",
    { class: "supplement", novalidate: true, submit: send },
    h("h4", { id: "supplement-title", tabindex: "-1" }, STATUS.supplement),
    labelled({ id: "supplement", label: STATUS.supplementText, hint: STATUS.supplementHint }, words),
    error,
    button,
  );
  return form;
}
