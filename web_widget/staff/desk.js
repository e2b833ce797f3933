// @ts-check
/** The desk: applications by state, those that wait too long first to be seen. */
import { h } from "../dom.js";
import { attempt, button, field, money, select, when } from "./ui.js";

const SIZE = 30;
/** States as the service names them; one that is not here is shown by its code. */
const STATES = /** @type {Record<string, string>} */ ({
  submitted: "已申报，等受理",
  accepted: "已受理，等审核",
  reviewed: "审核通过，等公示",
  publicised: "公示中",
  approved: "已批准，等兑付",
  paid: "已兑付",
  returned: "退回补正",
  rejected: "不予通过",
  withdrawn: "已撤回",
});

/** @param {import("./client.js").Client} client */
export async function deskPage(client) {
  const first = await client.get(`/api/v1/benefits/desk?limit=${SIZE}`);
  return { view: pageView(client, first), title: "申报受理" };
}

/** @param {import("./client.js").Client} client @param {any} first */
function pageView(client, first) {
  let [state, offset] = ["", 0];
  const late = h("input", { type: "checkbox" });
  const list = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => list.replaceChildren(...listView(found, offset, turn));
  const load = () =>
    attempt(async () => {
      const wanted = new URLSearchParams({ offset: String(offset), limit: String(SIZE) });
      if (state) wanted.set("state", state);
      if (late.checked) wanted.set("overdue", "true");
      draw(await client.get(`/api/v1/benefits/desk?${wanted}`));
    });
  const turn = (/** @type {number} */ by) => () => ((offset += by), load());
  const anew = () => ((offset = 0), void load());
  late.addEventListener("change", anew);
  const counts = first.counts ?? {};
  const states = Object.keys(counts).map((name) => ({
    value: name,
    label: `${STATES[name] ?? name}（${counts[name]}）`,
  }));
  draw(first);
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "申报受理"),
    first.overdue > 0 && h("p", { class: "notice" }, `${first.overdue} 件已经超过时限。`),
    h(
      "div",
      { class: "filters" },
      field(
        "看哪一步的",
        select("", [{ value: "", label: "全部" }, ...states], (value) => ((state = value), anew())),
      ),
      h("label", { class: "check" }, late, h("span", {}, "只看超时的")),
    ),
    list,
  );
}

/** @param {any} found @param {number} offset @param {(by: number) => () => unknown} turn @returns {HTMLElement[]} */
const listView = ({ applications, total }, offset, turn) => [
  h("p", { class: "muted", role: "status" }, total ? `共 ${total} 件` : "没有申报。"),
  h(
    "ul",
    { class: "documents" },
    applications.map((/** @type {any} */ one) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "document", href: `#desk/${encodeURIComponent(one.number)}` },
          h("span", { class: "document-title" }, one.company?.name ?? one.number),
          h(
            "span",
            { class: "badges" },
            h("span", { class: "badge" }, one.state_text),
            one.overdue && h("span", { class: "badge warn" }, "已超时"),
            one.urges?.count > 0 && h("span", { class: "badge warn" }, `催办 ${one.urges.count} 次`),
          ),
          h(
            "span",
            { class: "muted" },
            [
              one.measure_title,
              one.amount_text || money(one.amount),
              one.number,
              when(one.submitted_at),
            ].join(" · "),
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
