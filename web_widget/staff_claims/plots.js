// @ts-check
/**
 * Bars by month and bars by name, each with the same figures as a table: who cannot see the drawing, prints it or copies it
 * misses nothing.
 */
import { h } from "../dom.js";
import { ticks } from "./layout.js";
import { drawing, s } from "./svg.js";

/** @typedef {{name: string, label: string}} Kind A colour class of `claims.css`: `kind-NAME`. */

const BOX = { width: 720, height: 260, left: 46, right: 8, top: 12, bottom: 30 };

/**
 * Stacked bars, one for each month.
 *
 * @param {string} title
 * @param {{label: string, counts: Record<string, number>}[]} bars Oldest first.
 * @param {Kind[]} kinds
 */
export function seriesPlot(title, bars, kinds) {
  const most = Math.max(1, ...bars.map(({ counts }) => total(counts, kinds)));
  const axis = ticks(most);
  const top = axis[axis.length - 1];
  const wide = (BOX.width - BOX.left - BOX.right) / Math.max(1, bars.length);
  const y = (/** @type {number} */ count) =>
    BOX.height - BOX.bottom - (count / top) * (BOX.height - BOX.top - BOX.bottom);
  const parts = axis.flatMap((tick) => [
    s("line", { class: "grid", x1: BOX.left, x2: BOX.width - BOX.right, y1: y(tick), y2: y(tick) }),
    s("text", { class: "tick", x: BOX.left - 6, y: y(tick) + 4, "text-anchor": "end" }, String(tick)),
  ]);
  const every = Math.ceil(bars.length / 12);
  bars.forEach(({ label, counts }, at) => {
    let below = 0;
    const left = BOX.left + at * wide;
    for (const { name, label: kind } of kinds) {
      const count = counts[name] ?? 0;
      if (!count) continue;
      parts.push(
        s(
          "rect",
          {
            class: `kind-${name}`,
            x: left + wide * 0.12,
            width: wide * 0.76,
            y: y(below + count),
            height: y(below) - y(below + count),
          },
          s("title", {}, `${label} ${kind} ${count} 件`),
        ),
      );
      below += count;
    }
    if (at % every === 0)
      parts.push(
        s("text", { class: "tick", x: left + wide / 2, y: BOX.height - 10, "text-anchor": "middle" }, label),
      );
  });
  return figure(
    title,
    drawing(BOX.width, BOX.height, title, parts),
    legend(kinds),
    table(
      ["月份", ...kinds.map(({ label }) => label), "合计"],
      bars.map(({ label, counts }) => [
        label,
        ...kinds.map(({ name }) => counts[name] ?? 0),
        total(counts, kinds),
      ]),
    ),
  );
}

/** @param {Record<string, number>} counts @param {Kind[]} kinds */
const total = (counts, kinds) => kinds.reduce((sum, { name }) => sum + (counts[name] ?? 0), 0);

/**
 * Lying bars, the longest first as they are given.
 *
 * @param {string} title
 * @param {{label: string, count: number, note?: string}[]} bars
 * @param {string} [unit]
 */
export function barsPlot(title, bars, unit = "件") {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const [width, line, name] = [720, 30, 210];
  const height = Math.max(line, bars.length * line);
  const parts = bars.flatMap(({ label, count, note }, at) => {
    const long = ((width - name - 70) * count) / most;
    return [
      s(
        "text",
        { class: "bar-name", x: name - 8, y: at * line + 20, "text-anchor": "end" },
        shortened(label),
      ),
      s(
        "rect",
        { class: "kind-bar", x: name, y: at * line + 6, width: Math.max(1, long), height: line - 12 },
        s("title", {}, [label, `${count} ${unit}`, note].filter(Boolean).join("，")),
      ),
      s("text", { class: "tick", x: name + long + 6, y: at * line + 20 }, String(count)),
    ];
  });
  return figure(
    title,
    drawing(width, height, title, parts),
    null,
    table(
      ["名称", unit === "件" ? "件数" : unit, "说明"],
      bars.map(({ label, count, note }) => [label, count, note ?? ""]),
    ),
  );
}

/** @param {string} label */
const shortened = (label) => ([...label].length > 14 ? `${[...label].slice(0, 13).join("")}…` : label);

/** @param {Kind[]} kinds */
const legend = (kinds) =>
  h(
    "ul",
    { class: "legend", "aria-hidden": "true" },
    kinds.map(({ name, label }) => h("li", {}, h("span", { class: `swatch kind-${name}` }), label)),
  );

/** @param {string} title @param {SVGElement} drawn @param {HTMLElement|null} legendView @param {HTMLElement} tableView */
const figure = (title, drawn, legendView, tableView) =>
  h(
    "figure",
    { class: "plot" },
    h("figcaption", {}, title),
    h("div", { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（图）` }, drawn),
    legendView,
    h(
      "details",
      { class: "data" },
      h("summary", {}, "看数字"),
      h(
        "div",
        { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（表）` },
        tableView,
      ),
    ),
  );

/** @param {string[]} heads @param {(string|number|null)[][]} rows */
export const table = (heads, rows) =>
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
    h(
      "tbody",
      {},
      rows.map(([first, ...cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, String(first ?? "")),
          cells.map((cell) => h("td", {}, cell === null ? "—" : String(cell))),
        ),
      ),
    ),
  );
