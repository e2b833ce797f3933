// @ts-check
/**
 * Applying for one measure: what it is, whether it may be applied for now, the form, and what came of it.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./benefit_records.js").Draft} Draft
 * @typedef {import("./benefit_records.js").Application} Application
 */
import { h } from "../dom.js";
import { citationText } from "../strings.js";
import { reasonView } from "./application_view.js";
import { Benefits } from "./benefits.js";
import { Drafts, newSubmitId } from "./drafts.js";
import { dayOf } from "./figures.js";
import { filled, restored, resumed } from "./form_state.js";
import { formView } from "./form_view.js";
import { withSignIn } from "./signed_in.js";
import { APPLY, MINE } from "./words_apply.js";

/**
 * @param {Page} page
 * @param {string} measure
 * @param {string} number Of an application that came back to be put right; else empty.
 * @param {AbortSignal} left
 */
export const applyView = (page, measure, number, left) =>
  withSignIn(page, APPLY.needSignIn, async () => {
    const benefits = new Benefits(page.client);
    const [draft, sent] = await Promise.all([
      benefits.draft(measure, left),
      number ? benefits.application(number, left) : null,
    ]);
    page.title(`${APPLY.applyFor}${draft.measure_title} · 政策找企`);
    const again = sent?.actions.includes("resubmit") ? sent : null;
    page.show(
      h(
        "section",
        { class: "apply", "aria-labelledby": "apply-title" },
        header(draft, again),
        body(page, benefits, draft, again),
      ),
      "#apply-title",
    );
  });

/** @param {Draft} draft @param {Application|null} again */
function header(draft, again) {
  /** @type {[string, string][]} */
  const rows = [
    [APPLY.policy, draft.document_title && citationText(draft.document_title, "")],
    [APPLY.award, draft.award_text],
    [APPLY.department, draft.department],
    [APPLY.deadline, draft.deadline && dayOf(draft.deadline)],
    [APPLY.check, draft.check.text],
  ];
  return h(
    "header",
    { class: "apply-head" },
    h(
      "h2",
      { id: "apply-title", tabindex: "-1" },
      `${again ? MINE.resubmit : APPLY.applyFor}：${draft.measure_title}`,
    ),
    h("p", { class: "for-company" }, draft.company.name),
    again && reasonView(again),
    h(
      "dl",
      { class: "facts" },
      rows
        .filter(([, words]) => words)
        .map(([term, words]) => h("div", {}, h("dt", {}, term), h("dd", {}, words))),
    ),
  );
}

/** @param {Page} page @param {Benefits} benefits @param {Draft} draft @param {Application|null} again */
function body(page, benefits, draft, again) {
  const toNumber = (/** @type {string} */ number) => page.go({ view: "applications", number });
  if (draft.existing && !again) {
    return h(
      "div",
      { class: "notice" },
      h("p", {}, APPLY.existing),
      button(APPLY.openExisting, () => toNumber(draft.existing)),
    );
  }
  if (!draft.open && !again) return h("div", { class: "notice" }, h("p", {}, draft.closed_reason));
  return fillingView(page, benefits, draft, again);
}

/** @param {Page} page @param {Benefits} benefits @param {Draft} draft @param {Application|null} again */
function fillingView(page, benefits, draft, again) {
  const drafts = new Drafts();
  const company = draft.company.credit_code;
  // Putting right what came back is another filling than a first one.
  const key = again ? `${draft.measure_id}:${again.number}` : draft.measure_id;
  const kept = drafts.read(company, key);
  const fresh = filled(draft, newSubmitId());
  const begun = again ? resumed(fresh, again) : fresh;
  return formView(draft, kept ? restored(begun, kept) : begun, {
    restored: kept !== null,
    say: page.say,
    keep: (filling) => drafts.write(company, key, filling),
    discard: () => {
      drafts.drop(company, key);
      page.redraw();
    },
    submit: async (content) => {
      const { measure_id: _, ...rest } = content;
      const sent = again
        ? await benefits.act(again.number, "resubmit", rest)
        : await benefits.submit(content);
      drafts.drop(company, key);
      page.show(doneView(page, sent), "#done-title");
      page.say(`${APPLY.done}，${APPLY.number} ${sent.number}`);
    },
  });
}

/** @param {Page} page @param {Application} sent */
const doneView = (page, sent) =>
  h(
    "section",
    { class: "done", "aria-labelledby": "done-title" },
    h("h2", { id: "done-title", tabindex: "-1" }, APPLY.done),
    h("p", { class: "done-number" }, `${APPLY.number} `, h("b", {}, sent.number)),
    h("p", {}, sent.measure_title),
    sent.next_text && h("p", {}, `${APPLY.next}：${sent.next_text}`),
    h(
      "p",
      { class: "ways" },
      button(APPLY.view, () => page.go({ view: "applications", number: sent.number })),
      h("button", { type: "button", class: "button quiet", click: () => page.go({}) }, APPLY.findMore),
    ),
  );

/** @param {string} words @param {() => void} click */
const button = (words, click) => h("button", { type: "button", class: "button primary", click }, words);
