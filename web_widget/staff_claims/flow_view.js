// @ts-check
/**
 * A state machine drawn from what the service says of it: states in columns, transitions as arrows, where a case stands now.
 *
 * @typedef {{name: string, label: string, last?: boolean}} FlowState
 * @typedef {{from: string, to: string, action: string, label: string, who?: string}} Transition
 */
import { h } from "../dom.js";
import { columns } from "./layout.js";
import { table } from "./plots.js";
import { drawing, s } from "./svg.js";

const [WIDE, HIGH, GAP_X, GAP_Y, EDGE] = [132, 52, 52, 44, 14];
/** Characters that fit into a line of a box. */
const LINE = 9;

/** @param {string} title @param {FlowState[]} states The first is where it begins. @param {Transition[]} transitions @param {string} [current] */
export function flowView(title, states, transitions, current = "") {
  const names = states.map(({ name }) => name);
  const places = columns(names, transitions);
  const box = (/** @type {string} */ name) => {
    const { column, row } = places.get(name) ?? { column: 0, row: 0 };
    return { x: EDGE + column * (WIDE + GAP_X), y: EDGE + 30 + row * (HIGH + GAP_Y) };
  };
  const used = [...places.values()];
  const width = 2 * EDGE + (Math.max(...used.map(({ column }) => column)) + 1) * (WIDE + GAP_X);
  const height = 2 * EDGE + 34 + (Math.max(...used.map(({ row }) => row)) + 1) * (HIGH + GAP_Y) - GAP_Y;
  const head = s(
    "defs",
    {},
    s(
      "marker",
      {
        id: "arrow",
        viewBox: "0 0 8 8",
        refX: 7,
        refY: 4,
        markerUnits: "userSpaceOnUse",
        markerWidth: 10,
        markerHeight: 10,
        orient: "auto",
      },
      s("path", { class: "arrow-head", d: "M0 0 8 4 0 8z" }),
    ),
  );
  const arrows = transitions
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, label, who }) =>
      s(
        "path",
        {
          class: arrowClass(from === current, box(to).x < box(from).x),
          d: way(box(from), box(to)),
          "marker-end": "url(#arrow)",
        },
        s("title", {}, [label, who].filter(Boolean).join("：")),
      ),
    );
  const boxes = states.map(({ name, label, last }) => {
    const { x, y } = box(name);
    const kind = name === current ? "state here" : last ? "state last" : "state";
    return s(
      "g",
      { class: kind },
      s("rect", { x, y, width: WIDE, height: HIGH, rx: 9 }),
      linesOf(label).map((line, at, all) =>
        s(
          "text",
          {
            x: x + WIDE / 2,
            y: y + HIGH / 2 + 5 + (at - (all.length - 1) / 2) * 18,
            "text-anchor": "middle",
          },
          line,
        ),
      ),
    );
  });
  const named = new Map(states.map(({ name, label }) => [name, label]));
  const here = named.get(current);
  const drawn = drawing(width, height, here ? `${title}，现在在“${here}”` : title, [
    head,
    ...arrows,
    ...boxes,
  ]);
  drawn.setAttribute("class", "drawing flow");
  drawn.setAttribute("width", String(width));
  drawn.setAttribute("height", String(height));
  return h(
    "figure",
    { class: "plot" },
    h("figcaption", {}, title, here && h("b", {}, `（现在：${here}）`)),
    h("div", { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（图）` }, drawn),
    h(
      "details",
      { class: "data" },
      h("summary", {}, "用文字看流程"),
      h(
        "div",
        { class: "scroll plain", tabindex: 0, role: "region", "aria-label": `${title}（表）` },
        table(
          ["从", "做什么", "到", "谁来做"],
          transitions.map(({ from, to, label, who }) => [
            named.get(from) ?? from,
            label,
            named.get(to) ?? to,
            who ?? "",
          ]),
        ),
      ),
    ),
  );
}

/** Ways back are faint, so that the way onward is seen first. @param {boolean} next @param {boolean} back */
const arrowClass = (next, back) => ["arrow", next && "next", back && "back"].filter(Boolean).join(" ");

/** An arrow from box to box: onward and up or down through the gap, back over the top. @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
function way(from, to) {
  const middle = HIGH / 2;
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + WIDE, from.y + middle, to.x - 2, to.y + middle];
    return `M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}`;
  }
  if (to.x === from.x) {
    const [x, y1, y2] = [from.x + WIDE, from.y + middle, to.y + middle];
    return `M${x} ${y1}C${x + GAP_X} ${y1} ${x + GAP_X} ${y2} ${x + 2} ${y2}`;
  }
  const [x1, x2, over] = [from.x + WIDE * 0.35, to.x + WIDE * 0.65, Math.min(from.y, to.y) - 26];
  return `M${x1} ${from.y}C${x1} ${over} ${x2} ${over} ${x2} ${to.y - 2}`;
}

/** A label in one line or two, broken behind a comma where there is one. @param {string} label @returns {string[]} */
function linesOf(label) {
  const signs = [...label];
  if (signs.length <= LINE) return [label];
  const comma = signs.findIndex((sign) => "，（".includes(sign));
  const half = Math.ceil(signs.length / 2);
  const cut = comma > 0 && comma < LINE ? comma + (signs[comma] === "，" ? 1 : 0) : half;
  return [signs.slice(0, cut).join(""), signs.slice(cut).join("")];
}
