// @ts-check
/** Who stands around one person or one trader: the network of `#analysis/R-…` and `#analysis/T-…`. */
import { h } from "../dom.js";
import { networkView } from "./network_view.js";

/** @param {import("../staff/client.js").Client} client @param {string} id */
export async function aroundPage(client, id) {
  const whose = id.startsWith("R-") ? "person" : "trader";
  const found = await client.get(`/api/v1/claims/analysis/network?${new URLSearchParams({ [whose]: id })}`);
  const centre = found.nodes.find((/** @type {any} */ one) => one.centre);
  const title = `${centre?.label ?? id} 周围的联系`;
  const others = found.nodes.filter((/** @type {any} */ one) => /^[RT]-/.test(one.id) && !one.centre);
  const view = h(
    "div",
    { class: "stack" },
    h("p", {}, h("a", { href: "#analysis" }, "← 投诉分析")),
    h("h1", { tabindex: "-1" }, title),
    h(
      "p",
      { class: "muted" },
      "电话、地址、账户相同只是线索：家人、同事、宿舍、快递站都可能共用，单凭这些不能说明任何事。",
    ),
    found.left_out > 0 && h("p", { class: "muted" }, `另有 ${found.left_out} 个没有画出来。`),
    networkView(
      title,
      found.nodes.map((/** @type {any} */ one) => ({ ...one, size: one.complaints })),
      found.edges.map((/** @type {any} */ one) => ({ ...one, weight: one.complaints ?? 1 })),
    ),
    others.length > 0 &&
      h(
        "section",
        { class: "stack" },
        h("h2", {}, "再看谁的"),
        h(
          "ul",
          { class: "buttons" },
          others.map((/** @type {any} */ one) =>
            h(
              "li",
              {},
              h("a", { class: "button", href: `#analysis/${encodeURIComponent(one.id)}` }, one.label),
            ),
          ),
        ),
      ),
  );
  return { view, title };
}
