// @ts-check
/** Cases by state; what was found at work can be made a case here. */
import { h } from "../dom.js";
import { attempt, button, field, select, when } from "../staff/ui.js";
import { openCase } from "./case_form.js";
import { NEUTRAL } from "./words.js";

const SIZE = 30;
const BASE = "/api/v1/claims/cases";

/** @param {import("../staff/client.js").Client} client */
export async function casesPage(client) {
  const first = await client.get(`${BASE}?limit=${SIZE}`);
  return { view: pageView(client, first), title: "案件" };
}

/** @param {import("../staff/client.js").Client} client @param {any} first */
function pageView(client, first) {
  let [state, offset, asked] = ["", 0, 0];
  const list = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => list.replaceChildren(...listView(found, offset, turn));
  const load = () =>
    attempt(async () => {
      const turned = (asked += 1);
      const wanted = new URLSearchParams({ offset: String(offset), limit: String(SIZE) });
      if (state) wanted.set("state", state);
      const found = await client.get(`${BASE}?${wanted}`);
      if (turned === asked) draw(found);
    });
  const turn = (/** @type {number} */ by) => () => ((offset += by), load());
  draw(first);
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "案件"),
    h("p", { class: "notice calm" }, NEUTRAL),
    h(
      "div",
      { class: "filters" },
      field(
        "看哪一步的",
        select("", statesOf(first), (value) => ((state = value), (offset = 0), void load())),
      ),
      button("建立案件（工作中发现）", () => openCase(client, {})),
    ),
    list,
  );
}

/** States that occur, with how many. @param {any} first */
const statesOf = ({ counts = {}, cases }) => {
  const named = new Map([
    ...Object.entries(STATES),
    ...cases.map((/** @type {any} */ one) => [one.state, one.state_text]),
  ]);
  return [
    { value: "", label: "全部" },
    ...Object.keys(counts).map((name) => ({
      value: name,
      label: `${named.get(name) ?? name}（${counts[name]}）`,
    })),
  ];
};

/** States as the service names them, for those of which no case is on the first page. */
const STATES = /** @type {Record<string, string>} */ ({
  proposed: "待审核",
  under_review: "审核中",
  recognised: "一人已认定，待第二人复核",
  confirmed: "认定为疑似恶意索赔",
  dismissed: "不认定",
  handed_over: "已移送",
  received: "已签收",
  returned: "退回",
  closed: "已办结",
  under_appeal: "申诉处理中",
  expired: "认定已到期",
});

/** @param {any} found @param {number} offset @param {(by: number) => () => unknown} turn @returns {HTMLElement[]} */
const listView = ({ cases, total }, offset, turn) => [
  h("p", { class: "muted", role: "status" }, total ? `共 ${total} 件` : "没有案件。"),
  h(
    "ul",
    { class: "documents" },
    cases.map((/** @type {any} */ one) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "document", href: `#cases/${encodeURIComponent(one.id)}` },
          h("span", { class: "document-title" }, one.title),
          h(
            "span",
            { class: "badges" },
            h("span", { class: "badge" }, one.state_text),
            one.expires_on && h("span", { class: "badge quiet" }, `认定有效到 ${one.expires_on}`),
          ),
          h("span", {}, one.next_text),
          h(
            "span",
            { class: "muted" },
            [one.id, one.origin_text, `${one.opened_by} ${when(one.opened_at)} 建立`].join(" · "),
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
