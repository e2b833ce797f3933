// @ts-check
/**
 * One case: how it stands against its limit, its stages, what comes next, whom to ask.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {import("./records.js").Stage} Stage
 */
import { h, icon } from "../dom.js";
import { dayOf, momentOf } from "../policies/figures.js";
import { telephone } from "../records.js";
import { limitOf, shares } from "./limit.js";
import { RESULT } from "./words.js";

/**
 * @param {Application} application
 * @param {{again: () => unknown, more: (HTMLElement|null)[]}} parts `again`: asks the service anew; `more`: urging, rating.
 */
export function resultView(application, { again, more }) {
  return h(
    "article",
    { class: "case", "aria-labelledby": "case-title" },
    headView(application, again),
    limitView(application),
    stagesView(application),
    contactView(application),
    more,
  );
}

/** @param {Application} application @param {() => unknown} again */
const headView = (application, again) =>
  h(
    "header",
    { class: "case-head" },
    application.sample && h("p", { class: "sample-mark" }, RESULT.sample),
    h("h2", { id: "case-title", tabindex: "-1" }, application.item_name || application.number),
    h("p", { class: "state", "data-state": application.state }, application.state_text),
    h(
      "dl",
      { class: "case-facts" },
      /** @type {[string, string][]} */ ([
        [RESULT.number, application.number],
        [RESULT.applicant, application.applicant],
        [RESULT.department, application.department],
        [RESULT.submitted, dayOf(application.submitted_on)],
      ])
        .filter(([, words]) => words)
        .map(([term, words]) => h("div", {}, h("dt", {}, term), h("dd", {}, words))),
    ),
    h(
      "p",
      { class: "ways tools" },
      h("button", { type: "button", class: "button quiet", click: again }, icon("again"), RESULT.again),
      h(
        "button",
        { type: "button", class: "button quiet", click: () => window.print() },
        icon("print"),
        RESULT.print,
      ),
      application.item_id &&
        h("a", { class: "link", href: `/?guide=${encodeURIComponent(application.item_id)}` }, RESULT.guide),
    ),
  );

/** @param {Application} application */
function limitView(application) {
  const limit = limitOf(application);
  const { promised_days } = application;
  return h(
    "section",
    { class: "limit", "data-standing": limit.standing, "aria-labelledby": "limit-title" },
    h("h3", { id: "limit-title" }, RESULT.limit),
    h("p", { class: "limit-words" }, limit.words),
    promised_days !== null && barView(limit),
    promised_days !== null && h("p", { class: "muted" }, `${limit.promise}，已用 ${limit.used} 个工作日`),
    limit.due && h("p", {}, limit.due),
    limit.due && application.due_is_estimate && h("p", { class: "muted" }, RESULT.estimate),
  );
}

/** The words beside it say the same; who cannot see it misses nothing. @param {import("./limit.js").Limit} limit */
function barView(limit) {
  const { used, left, over } = shares(limit);
  const bar = svg("svg", {
    viewBox: "0 0 100 6",
    preserveAspectRatio: "none",
    class: "bar",
    "aria-hidden": "true",
  });
  bar.append(svg("rect", { class: "bar-left", x: used, y: 0, width: left, height: 6 }));
  bar.append(svg("rect", { class: "bar-used", x: 0, y: 0, width: used, height: 6 }));
  bar.append(svg("rect", { class: "bar-over", x: used + left, y: 0, width: over, height: 6 }));
  if (over) bar.append(svg("rect", { class: "bar-end", x: used + left - 0.4, y: 0, width: 0.8, height: 6 }));
  return h("div", { class: "bar-frame" }, bar);
}

/** @param {string} tag @param {Record<string, string|number>} attributes */
function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** @param {Application} application */
const stagesView = ({ stages, next_text }) =>
  h(
    "section",
    { class: "stages", "aria-labelledby": "stages-title" },
    h("h3", { id: "stages-title" }, RESULT.stages),
    h("ol", {}, stages.map(stageView)),
    next_text && h("p", { class: "next" }, h("b", {}, `${RESULT.next_text}：`), next_text),
  );

/** @param {Stage} stage */
function stageView({ name, status, at, due_on, note }) {
  const due = status !== "done" && due_on ? `，期限 ${dayOf(due_on)}` : "";
  return h(
    "li",
    { "data-stage": status, "aria-current": status === "current" ? "step" : null },
    h("span", { class: "stage-name" }, name),
    h("span", { class: "stage-status" }, `${RESULT[status]}${due}`),
    at && h("time", { class: "stage-at", datetime: at }, at.length > 10 ? momentOf(at) : dayOf(at)),
    note && h("span", { class: "stage-note" }, note),
  );
}

/** @param {Application} application */
function contactView({ contact }) {
  const { department, place, phone, hours } = contact;
  if (!department && !place && !phone) return null;
  const href = telephone(phone);
  return h(
    "section",
    { class: "contact", "aria-labelledby": "contact-title" },
    h("h3", { id: "contact-title" }, RESULT.contact),
    department && h("p", {}, h("b", {}, department)),
    place && h("p", {}, `${RESULT.place}：${place}`),
    hours && h("p", {}, `${RESULT.hours}：${hours}`),
    phone &&
      (href
        ? h("a", { class: "button call", href }, icon("phone"), `${RESULT.phone} ${phone}`)
        : h("p", {}, `${RESULT.phone}：${phone}`)),
  );
}
