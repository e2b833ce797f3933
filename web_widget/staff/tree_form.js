// @ts-check
/**
 * A condition tree as forms: atoms, 其中之一 and 全部 around them, 不属于, and clauses that only a person can decide.
 *
 * @typedef {import("./types.js").Tree} Tree
 * @typedef {(tree: Tree|null) => void} Replace Null takes the part away.
 */
import { h } from "../dom.js";
import { atomView } from "./atom_form.js";
import { emptyAtom } from "./draft.js";
import { humanView } from "./human_form.js";
import { button, field, select } from "./ui.js";

/**
 * @param {import("./bench.js").Bench} bench
 * @param {import("./types.js").Measure} measure
 * @param {import("./types.js").Clause} clause
 * @param {Tree} tree
 * @param {string} focus
 * @param {{replace: Replace, edited: () => void}} ports
 * @param {number} [depth]
 * @returns {HTMLElement}
 */
export function treeView(bench, measure, clause, tree, focus, ports, depth = 0) {
  if (typeof tree.human === "string") return humanView(bench, measure, clause, tree.human, ports.replace);
  if (tree.not) {
    const inner = {
      ...ports,
      replace: (/** @type {Tree|null} */ part) => ports.replace(part && { not: part }),
    };
    return h(
      "fieldset",
      { class: "group not" },
      h("legend", {}, "不属于下面这种情况"),
      treeView(bench, measure, clause, tree.not, `${focus}.n`, inner, depth + 1),
      h(
        "p",
        { class: "buttons" },
        button("改为“属于”", () => ports.replace(tree.not), { "data-focus": `${focus}:not` }),
      ),
    );
  }
  if (tree.any || tree.all) return groupView(bench, measure, clause, tree, focus, ports, depth);
  return h(
    "div",
    { class: "leaf" },
    atomView(bench, tree, focus, ports),
    h(
      "p",
      { class: "buttons" },
      depth === 0 &&
        button("加一条“或者”", () => ports.replace({ any: [tree, emptyAtom()] }), {
          "data-focus": `${focus}:or`,
        }),
      button("改为“不属于”", () => ports.replace({ not: tree }), { "data-focus": `${focus}:not` }),
      depth > 0 && button("去掉这一条", () => ports.replace(null), { "data-focus": `${focus}:drop` }),
    ),
  );
}

/** @type {typeof treeView} */
function groupView(bench, measure, clause, tree, focus, ports, depth = 0) {
  const kind = tree.any ? "any" : "all";
  /** @type {Tree[]} */
  const parts = tree[kind];
  const kinds = [
    { value: "any", label: "符合其中一条就行" },
    { value: "all", label: "每一条都要符合" },
  ];
  const set = (/** @type {Tree[]} */ next) =>
    // One part of 其中之一 is that part; none is nothing.
    ports.replace(next.length > 1 ? { [kind]: next } : (next[0] ?? null));
  return h(
    "fieldset",
    { class: "group" },
    h("legend", {}, kind === "any" ? "其中之一" : "同时符合"),
    field(
      "这几条的关系",
      select(kind, kinds, (next) => ports.replace({ [next]: parts }), { "data-focus": `${focus}:kind` }),
    ),
    h(
      "ul",
      { class: "parts" },
      parts.map((part, at) =>
        h(
          "li",
          {},
          treeView(
            bench,
            measure,
            clause,
            part,
            `${focus}.${at}`,
            {
              ...ports,
              replace: (next) => set(next ? parts.with(at, next) : parts.toSpliced(at, 1)),
            },
            depth + 1,
          ),
        ),
      ),
    ),
    h(
      "p",
      { class: "buttons" },
      button("再加一条", () => set([...parts, emptyAtom()]), { "data-focus": `${focus}:add` }),
    ),
  );
}
