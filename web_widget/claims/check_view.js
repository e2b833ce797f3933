// @ts-check
/**
 * The last screen: everything as it will be sent, what still is missing, the promise, the one button.
 *
 * @typedef {import("./draft_session.js").DraftSession} DraftSession
 */
import { h } from "../dom.js";
import { Refusal } from "../policies/client.js";
import { shortDigest } from "../policies/upload.js";
import { busy } from "../progress/work.js";
import { showFaults } from "./field_views.js";
import { CHANNELS, FIELDS, STEPS, stepOf } from "./fields.js";
import { faultsOf, today } from "./form_state.js";
import { CHECK, WIZARD } from "./words.js";

const PROMISE = "promise";

/** @param {DraftSession} session @param {import("./wizard_view.js").Ports} ports */
export function checkView(session, ports) {
  const summary = h("div", { class: "fault-summary", hidden: true });
  const error = h("p", { class: "error", role: "alert" });
  const agreed = h("input", { type: "checkbox", id: PROMISE, "aria-describedby": `${PROMISE}-error` });
  const button = h("button", { type: "submit", class: "button primary large" }, CHECK.submit);
  const goTo = (/** @type {string} */ name) => {
    if (name === PROMISE) return agreed.focus();
    const step = stepOf(name) ?? STEPS.find(({ id }) => id === name);
    if (!step) return;
    ports.go(step.id);
    document.querySelector(`#${CSS.escape(name)}`)?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement|null} */ (
      document.querySelector(
        `input#${CSS.escape(name)}, textarea#${CSS.escape(name)}, #${CSS.escape(name)} input`,
      )
    )?.focus();
  };
  const refuse = (/** @type {import("./records.js").Fault[]} */ faults, /** @type {string} */ lead) =>
    showFaults(form, summary, faults, lead, goTo);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    error.textContent = "";
    summary.hidden = true;
    const wrong = faultsOf(FIELDS, session.values, today(new Date()));
    if (session.uploading > 0)
      wrong.push({ field: "evidence", label: CHECK.files, message: CHECK.uploading });
    if (!agreed.checked) wrong.push({ field: PROMISE, label: "", message: CHECK.promiseWrong });
    if (wrong.length > 0) return refuse(wrong, WIZARD.summary);
    await busy(button, CHECK.submitting, async () => {
      try {
        await ports.submit();
      } catch (refused) {
        if (!(refused instanceof Refusal)) throw refused;
        error.textContent = refused.message;
        if (session.faults.length > 0) refuse(session.faults, WIZARD.summary);
      }
    });
  };
  const form = h(
    "form",
    { class: "step-form check", novalidate: true, submit: send },
    summary,
    STEPS.filter(({ fields, id }) => fields.length > 0 || id === "evidence").map((step) =>
      groupView(step, session, ports.go),
    ),
    h(
      "div",
      { class: "field promise", "data-field": PROMISE },
      h("label", { for: PROMISE }, h("span", {}, CHECK.promise), agreed),
      h("p", { class: "error", id: `${PROMISE}-error` }),
    ),
    error,
    h("div", { class: "step-ways" }, button, ports.saved),
  );
  return form;
}

/** @param {import("./fields.js").Step} step @param {DraftSession} session @param {(step: string) => void} go */
const groupView = (step, session, go) =>
  h(
    "section",
    { class: "checked", "aria-labelledby": `check-${step.id}` },
    h(
      "div",
      { class: "checked-head" },
      h("h3", { id: `check-${step.id}` }, step.title),
      h(
        "button",
        {
          type: "button",
          class: "button text",
          "aria-label": `${CHECK.change}：${step.title}`,
          click: () => go(step.id),
        },
        CHECK.change,
      ),
    ),
    step.id === "evidence" ? filesView(session) : valuesView(step, session),
  );

/** @param {import("./fields.js").Step} step @param {DraftSession} session */
const valuesView = ({ fields }, { values }) =>
  h(
    "dl",
    {},
    fields
      .filter(({ name, required }) => required || values[name])
      .map(({ name, label, kind, unit }) => {
        const typed = values[name] ?? "";
        const words = kind === "channel" ? (CHANNELS.find(([value]) => value === typed)?.[1] ?? "") : typed;
        return h(
          "div",
          { class: words ? null : "gap" },
          h("dt", {}, label),
          h("dd", {}, words ? `${words}${unit ? ` ${unit}` : ""}` : CHECK.empty),
        );
      }),
  );

/** @param {DraftSession} session */
const filesView = ({ files }) =>
  files.length === 0
    ? h("p", { class: "muted" }, CHECK.noFiles)
    : h(
        "ul",
        {},
        files.map(({ name, sha256 }) =>
          h("li", {}, name, " ", h("code", { class: "digest" }, shortDigest(sha256))),
        ),
      );
