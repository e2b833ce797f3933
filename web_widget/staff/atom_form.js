// @ts-check
/**
 * One condition as a field, a comparison and a value; which comparisons and which values there are depends on the field.
 *
 * @typedef {import("./types.js").Tree} Tree
 * @typedef {import("./types.js").FieldRow} FieldRow
 */
import { h } from "../dom.js";
import { figureInput } from "./figure_input.js";
import { field, input, select } from "./ui.js";
import { wordsInput } from "./words_input.js";

const LISTS = new Set(["in", "prefix", "has_any"]);

/** What a value may begin with when its field or comparison was changed. @param {FieldRow|undefined} row @param {string} op */
export function blank(row, op) {
  if (LISTS.has(op)) return [];
  return row?.kind === "flag" ? false : "";
}

/** An atom of another field, with what of it still fits. @param {Tree} atom @param {FieldRow} row */
export function ofField(atom, row) {
  const op = row.ops.some((one) => one.op === atom.op) ? atom.op : row.ops[0].op;
  return { field: row.name, op, value: blank(row, op) };
}

/** An atom of another comparison; the value stays where it can. @param {Tree} atom @param {string} op @param {FieldRow|undefined} row */
export function ofOp(atom, op, row) {
  const [was, is] = [LISTS.has(atom.op), LISTS.has(op)];
  const years = [atom.op, op].includes("within_years");
  if (years) return { ...atom, op, value: "" };
  if (was === is) return { ...atom, op };
  const value = is ? (atom.value ? [String(atom.value)] : []) : (atom.value[0] ?? blank(row, op));
  return { ...atom, op, value };
}

/**
 * @param {import("./bench.js").Bench} bench
 * @param {Tree} atom
 * @param {string} focus
 * @param {{replace: (atom: Tree) => void, edited: () => void}} ports `replace` draws anew; `edited` only a value changed.
 */
export function atomView(bench, atom, focus, { replace, edited }) {
  const row = bench.fields.get(atom.field);
  const fields = bench.pickers.fields.map(({ name, label }) => ({ value: name, label }));
  const ops = (row?.ops ?? []).map(({ op, label }) => ({ value: op, label }));
  return h(
    "div",
    { class: "atom" },
    field(
      "看企业的",
      select(
        atom.field,
        fields,
        (name) => replace(ofField(atom, /** @type {FieldRow} */ (bench.fields.get(name)))),
        { "data-focus": `${focus}:field` },
      ),
    ),
    field(
      "怎么比",
      select(atom.op, ops, (op) => replace(ofOp(atom, op, row)), { "data-focus": `${focus}:op` }),
    ),
    valueView(atom, row, `${focus}:value`, (value) => {
      atom.value = value;
      edited();
    }),
  );
}

/** @param {Tree} atom @param {FieldRow|undefined} row @param {string} focus @param {(value: unknown) => void} change */
function valueView(atom, row, focus, change) {
  if (LISTS.has(atom.op)) return wordsInput("哪些", atom.value, row?.values ?? [], change, focus);
  if (atom.op === "within_years") return figureInput("几年", atom.value, change, { unit: "年", focus });
  switch (row?.kind) {
    case "number":
    case "count":
      return figureInput("数值", atom.value, change, { unit: row.unit, focus });
    case "flag": {
      const options = [
        { value: "true", label: row.yes },
        { value: "false", label: row.no },
      ];
      return field(
        "值",
        select(String(atom.value), options, (value) => change(value === "true"), { "data-focus": focus }),
      );
    }
    case "date":
      return field("哪一天", input(atom.value, change, { type: "date", "data-focus": focus }));
    default: {
      const control = input(String(atom.value), (value) => change(value.trim()), { "data-focus": focus });
      return field("值", control, { words: row?.values ?? [] });
    }
  }
}
