// @ts-check
/**
 * The company's own applications: all of them, or one with its way from 提交 to 拨付.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./benefit_records.js").Application} Application
 */
import { h } from "../dom.js";
import { citationText } from "../strings.js";
import { applicationView, stepsView } from "./application_view.js";
import { Benefits } from "./benefits.js";
import { momentOf } from "./figures.js";
import { addressOf } from "./places.js";
import { withSignIn } from "./signed_in.js";
import { APPLY, MINE } from "./words_apply.js";

/** @param {Page} page @param {string} number Empty for all. @param {AbortSignal} left */
export const applicationsView = (page, number, left) =>
  withSignIn(page, MINE.needSignIn, async () => {
    const benefits = new Benefits(page.client);
    if (!number) return page.show(listView(page, await benefits.applications(left)), "#mine-title");
    const show = (/** @type {Application} */ application, focus = "#application-title") => {
      page.title(`${application.measure_title} · ${MINE.title}`);
      page.show(applicationView(page, benefits, application, show), focus);
    };
    show(await benefits.application(number, left));
  });

/** @param {Page} page @param {Application[]} applications */
const listView = (page, applications) =>
  h(
    "section",
    { class: "mine", "aria-labelledby": "mine-title" },
    h("h2", { id: "mine-title", tabindex: "-1" }, MINE.title),
    applications.length === 0
      ? h(
          "div",
          { class: "notice" },
          h("p", {}, MINE.none),
          h("button", { type: "button", class: "button primary", click: () => page.go({}) }, MINE.toFind),
        )
      : h(
          "ul",
          { class: "cards" },
          applications.map((each) => h("li", {}, entryView(page, each))),
        ),
  );

/** @param {Page} page @param {Application} application */
function entryView(page, application) {
  const {
    number,
    measure_title,
    document_title,
    state,
    state_text,
    amount_text,
    updated_at,
    next_text,
    steps,
  } = application;
  const place = /** @type {const} */ ({ view: "applications", number });
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    page.go(place);
  };
  return h(
    "article",
    { class: "application", "data-number": number },
    h(
      "div",
      { class: "application-head" },
      h("h3", {}, h("a", { class: "link", href: addressOf(place), click: open }, measure_title)),
      h("p", { class: "state", "data-state": state }, state_text),
    ),
    document_title && h("p", { class: "origin" }, citationText(document_title, "")),
    h(
      "p",
      { class: "muted" },
      [`${APPLY.number} ${number}`, amount_text, updated_at && `${MINE.updated} ${momentOf(updated_at)}`]
        .filter(Boolean)
        .join(" · "),
    ),
    next_text && h("p", {}, h("b", {}, `${APPLY.next}：`), next_text),
    steps.length > 0 && stepsView(application),
  );
}
