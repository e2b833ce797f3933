// @ts-check
/**
 * The desk of reports of suspected malicious claims, for officers of 市场监管: the list, and the leads of the
 * questionnaire. Addresses: `#reports`, `#reports/leads`, `#reports/RECEIPT`.
 *
 * @typedef {import("./client.js").Client} Client
 */
import { h } from "../dom.js";
import { leadsPage } from "./claims_leads.js";
import { reportPage } from "./claims_report.js";
import { attempt, button, field, money, select, when } from "./ui.js";

const BASE = "/api/v1/claims/desk";
const SIZE = 30;
/** States as the service names them; one that is not here is shown by its code. */
const STATES = /** @type {Record<string, string>} */ ({
  submitted: "已提交，等受理",
  accepted: "已受理",
  asked: "待企业补充",
  linked: "已并入案件",
  declined: "不予受理",
  closed: "已办结",
});

/** @param {Client} client */
export async function reportsPage(client) {
  const first = await client.get(`${BASE}?offset=0&limit=${SIZE}`);
  return { view: pageView(client, first), title: "企业举报" };
}

/** @param {Client} client @param {string} id */
export const onePage = (client, id) =>
  id === "leads" ? leadsPage(client, BASE) : reportPage(client, BASE, id);

/** @param {Client} client @param {any} first */
function pageView(client, first) {
  let [state, offset] = ["", 0];
  const list = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => list.replaceChildren(...rowsView(found, offset, turn));
  const load = () =>
    attempt(async () => {
      const wanted = new URLSearchParams({ offset: String(offset), limit: String(SIZE) });
      if (state) wanted.set("state", state);
      draw(await client.get(`${BASE}?${wanted}`));
    });
  const turn = (/** @type {number} */ by) => () => ((offset += by), load());
  const counts = first.counts ?? {};
  const states = Object.keys(counts).map((name) => ({
    value: name,
    label: `${STATES[name] ?? name}（${counts[name]}）`,
  }));
  draw(first);
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "企业举报"),
    h(
      "p",
      { class: "muted" },
      "企业反映的疑似恶意索赔。是不是，由人核对证据以后依法认定；每一次查看都有记录。",
    ),
    first.leads > 0 &&
      h("p", { class: "notice" }, h("a", { href: "#reports/leads" }, `问卷里有 ${first.leads} 条线索等联系`)),
    h(
      "div",
      { class: "filters" },
      field(
        "看哪一步的",
        select(
          "",
          [{ value: "", label: "全部" }, ...states],
          (value) => ((state = value), (offset = 0), void load()),
        ),
      ),
      h("a", { class: "button as-link", href: "#reports/leads" }, "问卷线索"),
    ),
    list,
  );
}

/** @param {any} found @param {number} offset @param {(by: number) => () => unknown} turn @returns {HTMLElement[]} */
const rowsView = ({ reports, total }, offset, turn) => [
  h("p", { class: "muted", role: "status" }, total ? `共 ${total} 件，等得久的在前` : "没有举报。"),
  h(
    "ul",
    { class: "documents" },
    reports.map((/** @type {any} */ one) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "document", href: `#reports/${encodeURIComponent(one.receipt)}` },
          h("span", { class: "document-title" }, one.company),
          h(
            "span",
            { class: "badges" },
            h("span", { class: "badge" }, one.state_text),
            one.coercion && h("span", { class: "badge warn" }, "提到威胁、要挟"),
            one.files > 0 && h("span", { class: "badge quiet" }, `${one.files} 个文件`),
          ),
          h(
            "span",
            { class: "muted" },
            [
              one.receipt,
              one.claimant && `疑似：${one.claimant}`,
              one.happened_on,
              one.channel_text,
              one.demanded && `要求 ${money(one.demanded)}`,
              `${when(one.submitted_at)} 提交`,
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
      ),
    ),
  ),
  h(
    "p",
    { class: "buttons" },
    offset > 0 && button("上一页", turn(-SIZE)),
    offset + SIZE < total && button("下一页", turn(SIZE)),
  ),
];
