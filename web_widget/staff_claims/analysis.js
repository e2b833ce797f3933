// @ts-check
/**
 * The analyst's page (投诉分析): how many, when, against which trades and traders, and how they ended. What the service hides
 * from a role is shown as hidden, never as nought.
 */
import { h } from "../dom.js";
import { save } from "../staff/actions.js";
import { attempt, button, field, input, money, select } from "../staff/ui.js";
import { barsPlot, seriesPlot, table } from "./plots.js";
import { similarView } from "./similar_view.js";

const PATH = "/api/v1/claims/analysis";
const SIZE = 20;
export const KINDS = [
  { name: "complaint", label: "投诉" },
  { name: "report", label: "举报" },
  { name: "lawsuit", label: "诉讼" },
];
const SORTS = [
  { value: "complaints", label: "件数多的在前" },
  { value: "persons", label: "投诉人多的在前" },
  { value: "formatted_share", label: "雷同文本占比高的在前" },
  { value: "top_share", label: "集中在少数人的在前" },
  { value: "demanded", label: "要求金额大的在前" },
];

/** @typedef {import("../staff/client.js").Client} Client */
/** @typedef {{kind: string, trade: string, from: string, to: string}} Wanted */

/** @param {Client} client */
export async function analysisPage(client) {
  /** @type {Wanted} */
  const wanted = { kind: "", trade: "", from: "", to: "" };
  const first = await load(client, wanted);
  const trades = first.trades.trades.map((/** @type {any} */ one) => one.name).filter(Boolean);
  const drawn = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => drawn.replaceChildren(...figuresView(client, wanted, found));
  const anew = () =>
    attempt(async () => {
      draw(await load(client, wanted));
    });
  draw(first);
  const view = h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "投诉分析"),
    h(
      "p",
      { class: "muted" },
      "看投诉、举报、诉讼集中在哪些时候、行业和商户，用来做指导和培训。数字和联系只是线索，不是对任何人的认定。",
    ),
    h(
      "div",
      { class: "filters" },
      field(
        "类别",
        select(
          "",
          [{ value: "", label: "全部" }, ...KINDS.map(({ name, label }) => ({ value: name, label }))],
          (value) => ((wanted.kind = value), void anew()),
        ),
      ),
      field(
        "行业",
        select(
          "",
          [
            { value: "", label: "全部" },
            ...trades.map((/** @type {string} */ name) => ({ value: name, label: name })),
          ],
          (value) => ((wanted.trade = value), void anew()),
        ),
      ),
      field(
        "从哪一天",
        input("", (value) => (wanted.from = value), { type: "date" }),
      ),
      field(
        "到哪一天",
        input("", (value) => (wanted.to = value), { type: "date" }),
      ),
      button("按日期重算", anew),
    ),
    drawn,
    similarView(client),
  );
  return { view, title: "投诉分析" };
}

/** @param {Client} client @param {Wanted} wanted */
async function load(client, wanted) {
  const [summary, series, trades, kinds, traders] = await Promise.all([
    client.get(address("summary", wanted)),
    client.get(address("series", wanted)),
    client.get(address("trades", wanted, { limit: "15" })),
    client.get(address("kinds", wanted)),
    client.get(address("traders", wanted, { limit: String(SIZE) })),
  ]);
  return { summary, series, trades, kinds, traders };
}

/** @param {string} what @param {Wanted} wanted @param {Record<string, string>} [more] */
function address(what, wanted, more = {}) {
  const chosen = Object.entries({ ...wanted, ...more }).filter(([, value]) => value);
  return `${PATH}/${what}?${new URLSearchParams(chosen)}`;
}

/** @param {Client} client @param {Wanted} wanted @param {any} found @returns {HTMLElement[]} */
function figuresView(client, wanted, { summary, series, trades, kinds, traders }) {
  return [
    h(
      "p",
      { class: "muted", role: "status" },
      [
        summary.sample && "示例数据",
        summary.first_on && `${summary.first_on} 至 ${summary.last_on}`,
        summary.few_under && `少于 ${summary.few_under} 的数字不显示`,
        !summary.linked && "台账刚导入，还没有做关联分析，和人有关的数字暂时没有",
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    summaryView(summary),
    seriesPlot(
      "每个月收到多少件",
      series.months.map((/** @type {any} */ one) => ({
        label: one.month,
        counts: one.counts,
      })),
      KINDS,
    ),
    barsPlot(
      "哪些行业最集中",
      trades.trades.map((/** @type {any} */ one) => ({
        label: one.name || "没有写行业",
        count: one.complaints ?? 0,
        note: groupNote(one),
      })),
    ),
    tradersView(client, wanted, traders),
    kindsView(kinds),
  ];
}

/** @param {any} summary */
const summaryView = ({ total, kinds, persons, frequent, formatted, demanded, received, proposals }) =>
  h(
    "dl",
    { class: "figures" },
    [
      ["一共", count(total, "件")],
      ...KINDS.map(({ name, label }) => [label, count(kinds?.[name], "件")]),
      ["疑似不同的人", count(persons, "人")],
      [
        "十件以上的人",
        frequent ? `${count(frequent.persons, "人")}，${count(frequent.complaints, "件")}` : "—",
      ],
      [
        "雷同文本",
        formatted ? `${count(formatted.groups, "组")}，${count(formatted.complaints, "件")}` : "—",
      ],
      ["要求赔偿", sum(demanded)],
      ["最后付出", sum(received)],
      ["提示核查", proposals ? count(proposals.review, "人") : "—"],
      ["提示研判移送", proposals ? count(proposals.handover, "人") : "—"],
    ].map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );

/** @param {number|null|undefined} value @param {string} unit */
const count = (value, unit) =>
  value === null || value === undefined ? "不显示" : `${value.toLocaleString("en-US")} ${unit}`;
/** @param {string|null|undefined} value */
const sum = (value) => (value ? money(value) : "不显示");
/** @param {number|null|undefined} share */
const percent = (share) => (share === null || share === undefined ? "—" : `${Math.round(share * 100)}%`);

/** @param {any} one */
const groupNote = (one) =>
  [
    one.persons !== null && one.persons !== undefined && `${one.persons} 人`,
    one.formatted_share !== null && `雷同文本 ${percent(one.formatted_share)}`,
    ...(one.reasons ?? []),
  ]
    .filter(Boolean)
    .join("，");

/** @param {Client} client @param {Wanted} wanted @param {any} first */
function tradersView(client, wanted, first) {
  let [sort, q, offset] = ["complaints", "", 0];
  const place = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => place.replaceChildren(...tradersTable(found, offset, turn));
  const anew = () =>
    attempt(async () => {
      const more = { sort, q, offset: String(offset), limit: String(SIZE) };
      draw(await client.get(address("traders", wanted, more)));
    });
  const turn = (/** @type {number} */ by) => () => ((offset += by), anew());
  draw(first);
  const search = input("", (value) => (q = value.trim()), { type: "search", placeholder: "商户名称" });
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, "被集中投诉的商户"),
    h("p", { class: "muted" }, "这份名单用来上门指导、培训商户和研究规律。点名称看它周围的联系。"),
    h(
      "div",
      { class: "filters" },
      field(
        "排列",
        select(sort, SORTS, (value) => (([sort, offset] = [value, 0]), void anew())),
      ),
      field("找商户", search),
      button("查找", () => ((offset = 0), anew())),
      button("下载名单", () =>
        attempt(async () =>
          save(await client.file(address("traders.csv", wanted, { sort })), "集中投诉商户.csv"),
        ),
      ),
    ),
    place,
  );
}

/** @param {any} found @param {number} offset @param {(by: number) => () => unknown} turn @returns {HTMLElement[]} */
function tradersTable({ traders, total, few }, offset, turn) {
  const rows = traders.map((/** @type {any} */ one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: `#analysis/${encodeURIComponent(one.id)}` }, one.name)),
      [
        one.trade ?? "—",
        count(one.complaints, "件"),
        count(one.persons, "人"),
        percent(one.formatted_share),
        percent(one.top_share),
        sum(one.demanded),
        (one.reasons ?? []).join("；"),
      ].map((cell, at) => h("td", { class: at > 0 && at < 6 ? "whole" : null }, cell)),
    ),
  );
  const heads = ["商户", "行业", "件数", "投诉人", "雷同文本", "前三人占", "要求赔偿", "为什么值得关注"];
  return [
    h(
      "p",
      { class: "muted", role: "status" },
      [`共 ${total} 家`, few?.groups > 0 && `另有 ${few.groups} 家涉及的人太少，不列出`]
        .filter(Boolean)
        .join("，"),
    ),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "被集中投诉的商户" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            heads.map((head) => h("th", { scope: "col" }, head)),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
    h(
      "p",
      { class: "buttons" },
      offset > 0 && button("上一页", turn(-SIZE)),
      offset + SIZE < total && button("下一页", turn(SIZE)),
    ),
  ];
}

/** @param {any} found */
const kindsView = ({ outcomes, kinds }) =>
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "各类怎样了结"),
    h("p", { class: "muted" }, "投诉的调解终止，不影响同一件事的举报继续核查，所以分开统计。"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "各类怎样了结" },
      table(
        ["类别", ...outcomes.map((/** @type {any} */ one) => one.label), "合计", "要求赔偿", "最后付出"],
        kinds.map((/** @type {any} */ one) => [
          one.label,
          ...outcomes.map((/** @type {any} */ { code }) => one.outcomes[code] ?? "不显示"),
          one.total ?? "不显示",
          sum(one.demanded),
          sum(one.received),
        ]),
      ),
    ),
  );
