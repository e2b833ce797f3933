// @ts-check
/** Cases over their promised limit, the worst first. */
import { h } from "../dom.js";
import { listView } from "./casework_list.js";

/** @param {import("./client.js").Client} client @param {string} base */
export const overdueView = (client, base) =>
  listView(client, `${base}/overdue`, {
    rows: "cases",
    none: "没有超期的办件。",
    paged: false,
    row: (one) =>
      h(
        "article",
        {},
        h("h2", { class: "document-title" }, one.item_name || one.number),
        h(
          "p",
          { class: "badges" },
          h("span", { class: "badge warn" }, `超期 ${one.days_over} 个工作日`),
          h("span", { class: "badge" }, one.state_text),
          one.urges > 0 && h("span", { class: "badge warn" }, `催办 ${one.urges} 次`),
        ),
        h(
          "p",
          { class: "muted" },
          [
            one.number,
            one.department,
            `收件 ${one.submitted_on}`,
            `承诺 ${one.promised_days} 个工作日`,
            `应在 ${one.due_on} 前办好`,
          ].join(" · "),
        ),
      ),
  });
