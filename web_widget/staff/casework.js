// @ts-check
/**
 * 办件 for agents: figures, and three lists that each wait for somebody: urges to answer, cases over their limit, low
 * ratings to follow up. Addresses: `#casework`, `#casework/overdue`, `#casework/ratings`.
 *
 * @typedef {import("./client.js").Client} Client
 */
import { h } from "../dom.js";
import { overdueView } from "./casework_overdue.js";
import { ratingsView } from "./casework_ratings.js";
import { urgesView } from "./casework_urges.js";
import { failed } from "./ui.js";

const BASE = "/api/v1/casework";

/** The parts of the page, in the order of their tabs. @type {{id: string, words: string, view: (client: Client, base: string) => Promise<HTMLElement>}[]} */
const PARTS = [
  { id: "", words: "催办", view: urgesView },
  { id: "overdue", words: "超期办件", view: overdueView },
  { id: "ratings", words: "评价回访", view: ratingsView },
];

/** @param {Client} client @param {string} [id] */
export async function caseworkPage(client, id = "") {
  const part = PARTS.find((one) => one.id === id);
  if (!part) return { view: failed("没有这一页，请从上面的栏目里选。"), title: "办件" };
  const [summary, body] = await Promise.all([client.get(`${BASE}/summary`), part.view(client, BASE)]);
  const view = h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, `办件：${part.words}`),
    summaryView(summary),
    tabsView(part.id),
    body,
  );
  return { view, title: `办件：${part.words}` };
}

/** @param {string} here */
const tabsView = (here) =>
  h(
    "nav",
    { class: "tabs", "aria-label": "办件的栏目" },
    PARTS.map(({ id, words }) =>
      h(
        "a",
        {
          class: "tab",
          href: id ? `#casework/${id}` : "#casework",
          "aria-current": id === here ? "page" : null,
        },
        words,
      ),
    ),
  );

/** @param {any} summary */
const summaryView = (summary) =>
  h(
    "section",
    { class: "stack", "aria-label": "汇总" },
    h(
      "dl",
      { class: "figures" },
      figuresOf(summary).map(([term, words, late]) =>
        h("div", { class: late ? "changed" : null }, h("dt", {}, term), h("dd", { class: "figure" }, words)),
      ),
    ),
    departmentsView(summary.departments ?? []),
  );

/** @param {any} summary @returns {[string, string, boolean][]} Name, figure, whether it is late. */
export function figuresOf(summary) {
  const share = summary.satisfied_share;
  return [
    ["待答复催办", String(summary.urges_open ?? 0), false],
    ["答复超时", String(summary.urges_late ?? 0), summary.urges_late > 0],
    ["已答复催办", String(summary.urges_answered ?? 0), false],
    [
      "超期办件",
      summary.overdue === null ? "办件系统连不上" : String(summary.overdue ?? 0),
      summary.overdue > 0,
    ],
    ["评价", String(summary.ratings ?? 0), false],
    ["满意率", typeof share === "number" ? `${(share * 100).toFixed(1)}%` : "还没有评价", false],
    ["待回访", String(summary.followups_open ?? 0), false],
    ["回访超时", String(summary.followups_late ?? 0), summary.followups_late > 0],
  ];
}

/** @param {any[]} departments */
const departmentsView = (departments) =>
  departments.length > 0 &&
  h(
    "details",
    { class: "panel" },
    h("summary", {}, `按部门看（${departments.length} 个部门）`),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "按部门的汇总" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["部门", "待答复催办", "答复超时", "超期办件", "待回访"].map((words) =>
              h("th", { scope: "col" }, words),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          departments.map((one) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, one.department),
              [one.urges_open, one.urges_late, one.overdue, one.followups_open].map((figure) =>
                h("td", {}, figure === null ? "—" : String(figure)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
