// @ts-check
/** One person who may be behind complaints: both sides of the evidence first, then what the register knows; a case can be opened. */
import { h } from "../dom.js";
import { button } from "../staff/ui.js";
import { openCase } from "./case_form.js";
import { detailsOf, identityView } from "./dossier.js";
import { evidenceView } from "./evidence.js";
import { section } from "./forms.js";
import { NEUTRAL, period } from "./words.js";

/** @param {import("../staff/client.js").Client} client @param {string} id */
export async function personPage(client, id) {
  const person = await client.get(`/api/v1/claims/persons/${encodeURIComponent(id)}`);
  const title = person.identity?.names?.[0] || person.person_id;
  return { view: h("div", { class: "stack" }, ...pageView(client, person, title)), title };
}

/** @param {import("../staff/client.js").Client} client @param {any} person @param {string} title @returns {HTMLElement[]} */
const pageView = (client, person, title) => [
  h("p", {}, h("a", { href: "#persons" }, "← 疑似人员")),
  h("h1", { tabindex: "-1" }, title),
  h(
    "p",
    { class: "muted" },
    [person.person_id, `共 ${person.total} 件`, period(person.first_on, person.last_on)].join(" · "),
  ),
  h("p", { class: "notice calm" }, NEUTRAL),
  h(
    "div",
    { class: "panel" },
    h("p", {}, h("b", {}, person.proposal_text)),
    person.reasons.length > 0 &&
      h(
        "ul",
        { class: "bullets" },
        person.reasons.map((/** @type {string} */ text) => h("li", {}, text)),
      ),
    person.proposal_note && h("p", { class: "hint" }, person.proposal_note),
    casesView(person.cases ?? []),
    h(
      "p",
      { class: "buttons" },
      button("建立案件", () => openCase(client, { person_id: person.person_id }, `${title}的投诉举报情况`), {
        class: "button primary",
      }),
    ),
  ),
  section("两边的情况", evidenceView(person, null)),
  section("已知的身份（部分隐去）", identityView(person.identity)),
  ...detailsOf(person),
];

/** @param {any[]} cases */
const casesView = (cases) =>
  cases.length > 0 &&
  h(
    "p",
    {},
    "已有案件：",
    cases.flatMap(({ id, state_text }, at) => [
      at > 0 && "、",
      h("a", { href: `#cases/${encodeURIComponent(id)}` }, `${id}（${state_text}）`),
    ]),
  );
