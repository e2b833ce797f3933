// @ts-check
/**
 * Who hangs together with whom, as a network, with the same as a list: an edge always says why.
 *
 * @typedef {{id: string, kind: string, label: string, size?: number|null, href?: string}} Knot
 * @typedef {{from: string, to: string, why: string, weight?: number}} Tie
 */
import { h } from "../dom.js";
import { network } from "./layout.js";
import { table } from "./plots.js";
import { drawing, s } from "./svg.js";

const [WIDTH, HEIGHT] = [760, 460];
const KINDS = /** @type {Record<string, string>} */ ({
  person: "疑似身份",
  trader: "商户",
  phone: "电话",
  address: "地址",
  account: "收款账户",
  text: "雷同文本",
  name: "姓名",
});

/** @param {string} title @param {Knot[]} knots @param {Tie[]} ties */
export function networkView(title, knots, ties) {
  const places = network(
    knots.map(({ id }) => id),
    ties,
    { width: WIDTH, height: HEIGHT, margin: 60 },
  );
  const place = (/** @type {string} */ id) => places.get(id) ?? { x: WIDTH / 2, y: HEIGHT / 2 };
  const lines = ties.map(({ from, to, why, weight }) =>
    s(
      "line",
      {
        class: "tie",
        x1: place(from).x,
        y1: place(from).y,
        x2: place(to).x,
        y2: place(to).y,
        "stroke-width": Math.min(6, 1 + Math.log2(1 + (weight ?? 1))),
      },
      s("title", {}, why),
    ),
  );
  const circles = knots.map(({ id, kind, label, size }) => {
    const { x, y } = place(id);
    const radius = Math.min(24, 7 + 2 * Math.sqrt(size ?? 1));
    return s(
      "g",
      { class: `knot kind-${kind}` },
      s("circle", { cx: x, cy: y, r: radius }, s("title", {}, `${KINDS[kind] ?? kind}：${label}`)),
      s("text", { x, y: y + radius + 15, "text-anchor": "middle" }, label),
    );
  });
  const named = new Map(knots.map(({ id, label }) => [id, label]));
  const kinds = [...new Set(knots.map(({ kind }) => kind))];
  return h(
    "figure",
    { class: "plot" },
    h("figcaption", {}, title),
    h(
      "div",
      { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（图）` },
      drawing(WIDTH, HEIGHT, title, [...lines, ...circles]),
    ),
    h(
      "ul",
      { class: "legend", "aria-hidden": "true" },
      kinds.map((kind) => h("li", {}, h("span", { class: `swatch kind-${kind}` }), KINDS[kind] ?? kind)),
    ),
    h(
      "details",
      { class: "data" },
      h("summary", {}, "用文字看联系"),
      h(
        "div",
        { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（表）` },
        table(
          ["从", "到", "为什么"],
          ties.map(({ from, to, why }) => [named.get(from) ?? from, named.get(to) ?? to, why]),
        ),
      ),
    ),
  );
}
