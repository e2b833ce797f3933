// @ts-check
/**
 * One application: its steps (six at most), what comes next, urging, taking back, and everything that was sent.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./benefits.js").Benefits} Benefits
 * @typedef {import("./benefit_records.js").Application} Application
 * @typedef {(application: Application, focus?: string) => void} Show
 */
import { h, icon } from "../dom.js";
import { citationText } from "../strings.js";
import { uploadAddress } from "./benefits.js";
import { Cancelled, Refusal } from "./client.js";
import { confirmed } from "./confirm.js";
import { dayOf, momentOf, sizeText } from "./figures.js";
import { shownOf } from "./form_state.js";
import { addressOf } from "./places.js";
import { shortDigest } from "./upload.js";
import { APPLY, CONTACT, MINE, urgeText } from "./words_apply.js";

/** Where nothing more will happen. */
const ENDED = new Set(["paid", "rejected", "withdrawn", "expired"]);

/** @param {Page} page @param {Benefits} benefits @param {Application} application @param {Show} show */
export function applicationView(page, benefits, application, show) {
  const { actions, next_text, publicised_until, overdue } = application;
  const note = h("p", { class: "error", role: "alert" });
  return h(
    "section",
    { class: "application-whole", "aria-labelledby": "application-title" },
    backLink(page),
    header(application),
    h(
      "div",
      { class: "whole-steps" },
      h("h3", {}, MINE.steps),
      stepsView(application, true),
      next_text && h("p", { class: "next" }, h("b", {}, `${APPLY.next}：`), next_text),
      reasonView(application),
      overdue && h("p", { class: "overdue" }, MINE.overdue),
      publicised_until && h("p", { class: "muted" }, `${MINE.publicised} ${dayOf(publicised_until)}`),
    ),
    actions.includes("resubmit") &&
      h(
        "p",
        {},
        h(
          "button",
          {
            type: "button",
            class: "button primary",
            click: () =>
              page.go({ view: "apply", measure: application.measure_id, number: application.number }),
          },
          MINE.resubmit,
        ),
      ),
    actions.includes("urge") && urgeView(page, benefits, application, show),
    note,
    formDetails(application),
    documentsView(application),
    historyView(application),
    actions.includes("withdraw") && withdrawView(page, benefits, application, show, note),
  );
}

/** Why an application came back or was refused, in the words of whoever decided. @param {Application} application */
export function reasonView({ state, history }) {
  if (state !== "returned" && state !== "rejected") return null;
  const { note = "" } = history.filter((each) => each.note).at(-1) ?? {};
  return note && h("p", { class: "reason" }, h("b", {}, MINE.reason), note);
}

/** @param {Page} page */
function backLink(page) {
  const back = (/** @type {Event} */ event) => {
    event.preventDefault();
    page.go({ view: "applications" });
  };
  return h(
    "p",
    {},
    h("a", { class: "link", href: addressOf({ view: "applications" }), click: back }, `← ${MINE.all}`),
  );
}

/** @param {Application} application */
const header = ({
  number,
  measure_title,
  document_title,
  department,
  state,
  state_text,
  amount_text,
  submitted_at,
}) =>
  h(
    "header",
    { class: "apply-head" },
    h("h2", { id: "application-title", tabindex: "-1" }, measure_title),
    h("p", { class: "state", "data-state": state }, state_text),
    h(
      "dl",
      { class: "facts" },
      /** @type {[string, string][]} */ ([
        [APPLY.number, number],
        [MINE.amount, amount_text],
        [APPLY.policy, document_title && citationText(document_title, "")],
        [APPLY.department, department],
        [MINE.submitted, submitted_at && momentOf(submitted_at)],
      ])
        .filter(([, words]) => words)
        .map(([term, words]) => h("div", {}, h("dt", {}, term), h("dd", {}, words))),
    ),
  );

/** The way of an application; the first step that is not done is where it is now. @param {Application} application @param {boolean} [large] */
export function stepsView({ steps, state }, large = false) {
  const now = ENDED.has(state) ? -1 : steps.findIndex((step) => !step.done);
  return h(
    "ol",
    { class: large ? "steps large" : "steps" },
    steps.map(({ name, done, at }, position) => {
      const mark = done ? "done" : position === now ? "now" : "later";
      const words = { done: MINE.doneStep, now: MINE.now, later: MINE.waitingStep }[mark];
      return h(
        "li",
        { "data-step": mark, "aria-current": mark === "now" ? "step" : null },
        h("span", { class: "step-name" }, name),
        (!large || done) && h("span", { class: "sr-only" }, `，${words}`),
        large && h("span", { class: "step-at" }, done ? momentOf(at) : words),
      );
    }),
  );
}

/** @param {Page} page @param {Benefits} benefits @param {Application} application @param {Show} show */
function urgeView(page, benefits, { number, urges }, show) {
  const words = h("textarea", { id: "urge-text", rows: 2, maxlength: 200 });
  const error = h("p", { class: "error", role: "alert" });
  const waits = urges.left === 0 || (urges.next_at !== "" && Date.parse(urges.next_at) > Date.now());
  const urge = async (/** @type {Event} */ event) => {
    event.preventDefault();
    error.textContent = "";
    await attempt(error, async () => {
      await benefits.urge(number, words.value.trim());
      show(await benefits.application(number), "#urge-title");
      page.say(MINE.urged);
    });
  };
  return h(
    "form",
    { class: "urge", submit: urge, "aria-labelledby": "urge-title" },
    h("h3", { id: "urge-title", tabindex: "-1" }, MINE.urge),
    h("p", {}, `${MINE.urgeHint}${urgeText(urges)}`),
    !waits && h("div", { class: "field" }, h("label", { for: "urge-text" }, MINE.urgeText), words),
    error,
    !waits && h("button", { type: "submit", class: "button" }, MINE.urge),
  );
}

/** @param {Page} page @param {Benefits} benefits @param {Application} application @param {Show} show @param {HTMLElement} note */
function withdrawView(page, benefits, { number }, show, note) {
  const withdraw = async () => {
    const words = { title: MINE.withdrawTitle, text: MINE.withdrawText, yes: MINE.withdraw, no: MINE.keep };
    if (!(await confirmed(words))) return;
    note.textContent = "";
    await attempt(note, async () => {
      show(await benefits.act(number, "withdraw", {}));
      page.say(MINE.withdrawn);
    });
  };
  return h(
    "p",
    { class: "withdraw" },
    h("button", { type: "button", class: "button quiet", click: withdraw }, MINE.withdraw),
  );
}

/** @param {HTMLElement} error Where a refusal is said. @param {() => Promise<void>} work */
async function attempt(error, work) {
  try {
    await work();
  } catch (refused) {
    if (refused instanceof Cancelled) return;
    if (!(refused instanceof Refusal)) throw refused;
    error.textContent = refused.message;
  }
}

/** @param {Application} application */
function formDetails({ form }) {
  const contact = Object.entries(CONTACT)
    .map(([name, { label }]) => [label, form[/** @type {keyof typeof CONTACT} */ (name)]])
    .filter(([, words]) => words);
  const filled = form.fields.map(({ label, unit, value, portrait, changed }) => [
    label,
    changed
      ? `${shownOf(value, unit)}（${MINE.portrait}：${shownOf(portrait, unit)}）`
      : shownOf(value, unit),
  ]);
  const rows = [...filled, ...contact].map(([term, words]) =>
    h("div", {}, h("dt", {}, term), h("dd", {}, words)),
  );
  return rows.length > 0 && section(MINE.form, h("dl", { class: "facts" }, rows));
}

/** @param {Application} application */
const documentsView = ({ documents }) =>
  documents.length > 0 &&
  section(
    MINE.documents,
    h(
      "ul",
      { class: "documents" },
      documents.map(({ id, name, document, size, sha256 }) =>
        h(
          "li",
          {},
          document && h("span", {}, `${document}：`),
          h("a", { class: "link", href: uploadAddress(id), download: name }, name),
          ` ${sizeText(size)} `,
          sha256 && h("span", { class: "digest" }, `${APPLY.digest} `, h("code", {}, shortDigest(sha256))),
        ),
      ),
    ),
  );

/** @param {Application} application */
const historyView = ({ history }) =>
  history.length > 0 &&
  section(
    MINE.history,
    h(
      "ol",
      { class: "history" },
      history.map(({ at, action_text, who, note }) =>
        h(
          "li",
          {},
          h("span", { class: "muted" }, `${momentOf(at)} `),
          h("b", {}, action_text),
          who && ` ${who}`,
          note && h("span", { class: "history-note" }, note),
        ),
      ),
    ),
  );

/** @param {string} title @param {HTMLElement} content */
const section = (title, content) =>
  h(
    "details",
    { class: "section" },
    h("summary", {}, title, icon("down")),
    h("div", { class: "section-body" }, content),
  );
