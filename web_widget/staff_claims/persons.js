// @ts-check
/** Persons who may be behind complaints (疑似): the list, those with a proposal first. */
import { h } from "../dom.js";
import { attempt, button, field, input, select } from "../staff/ui.js";
import { NEUTRAL, PROPOSALS, period } from "./words.js";

const SIZE = 30;
const BASE = "/api/v1/claims/persons";

/** @param {import("../staff/client.js").Client} client */
export async function personsPage(client) {
  const first = await client.get(`${BASE}?limit=${SIZE}`);
  return { view: pageView(client, first), title: "疑似人员" };
}

/** @param {import("../staff/client.js").Client} client @param {any} first */
function pageView(client, first) {
  let [proposal, words, offset, asked] = ["", "", 0, 0];
  const list = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => list.replaceChildren(...listView(found, offset, turn));
  const load = () =>
    attempt(async () => {
      const turned = (asked += 1);
      const wanted = new URLSearchParams({ offset: String(offset), limit: String(SIZE) });
      if (proposal) wanted.set("proposal", proposal);
      if (words.trim()) wanted.set("q", words.trim());
      const found = await client.get(`${BASE}?${wanted}`);
      if (turned === asked) draw(found);
    });
  const turn = (/** @type {number} */ by) => () => ((offset += by), load());
  const anew = () => ((offset = 0), load());
  const search = h(
    "form",
    { class: "filters", role: "search" },
    field(
      "规则的提示",
      select("", PROPOSALS, (value) => ((proposal = value), void anew())),
    ),
    field(
      "姓名、电话、编号",
      input("", (value) => (words = value), { type: "search", maxlength: 60 }),
    ),
    button("查找", anew, { class: "button primary" }),
  );
  search.addEventListener("submit", (event) => (event.preventDefault(), void anew()));
  draw(first);
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "疑似人员"),
    h("p", { class: "notice calm" }, NEUTRAL),
    first.note && h("p", { class: "muted" }, first.note),
    search,
    list,
  );
}

/** @param {any} found @param {number} offset @param {(by: number) => () => unknown} turn @returns {HTMLElement[]} */
const listView = ({ persons, total }, offset, turn) => [
  h("p", { class: "muted", role: "status" }, total ? `共 ${total} 人` : "没有找到。"),
  h(
    "ul",
    { class: "documents" },
    persons.map((/** @type {any} */ one) => h("li", {}, rowView(one))),
  ),
  h(
    "p",
    { class: "buttons" },
    offset > 0 && button("上一页", turn(-SIZE)),
    offset + SIZE < total && button("下一页", turn(SIZE)),
  ),
];

const KINDS = /** @type {[string, string][]} */ ([
  ["complaint", "投诉"],
  ["report", "举报"],
  ["lawsuit", "诉讼"],
]);

/** @param {any} one */
const rowView = (one) =>
  h(
    "a",
    { class: "document", href: `#persons/${encodeURIComponent(one.person_id)}` },
    h("span", { class: "document-title" }, one.name || "没有姓名"),
    h(
      "span",
      { class: "badges" },
      h("span", { class: one.proposal === "none" ? "badge quiet" : "badge" }, one.proposal_text),
      one.against.length > 0 && h("span", { class: "badge good" }, `对其有利 ${one.against.length} 条`),
      one.factors.length > 0 && h("span", { class: "badge quiet" }, `疑似情形 ${one.factors.length} 条`),
      one.case && h("span", { class: "badge" }, `案件：${one.case.state_text}`),
    ),
    h(
      "span",
      { class: "muted" },
      [
        one.phone,
        ...KINDS.filter(([name]) => one.complaints?.[name]).map(
          ([name, label]) => `${label} ${one.complaints[name]}`,
        ),
        `商户 ${one.traders} 家`,
        period(one.first_on, one.last_on),
        one.person_id,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
  );
