// @ts-check
/**
 * The award by its kind.
 *
 * @typedef {import("./types.js").Tree} Tree
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./bench.js").Bench} Bench
 * @typedef {{redraw: () => void, edited: () => void}} Ports
 */
import { h } from "../dom.js";
import { decide, decisionOn } from "./draft.js";
import { figureInput } from "./figure_input.js";
import { percentOf, rateOf } from "./label_words.js";
import { button, field, input, select } from "./ui.js";

const BLANKS = /** @type {Record<string, () => Tree>} */ ({
  fixed: () => ({ kind: "fixed", amount: "" }),
  percent: () => ({ kind: "percent", base: "equipment_investment", rate: "", cap: null }),
  tiered: () => ({ kind: "tiered", field: "revenue", tiers: [{ at_least: "", amount: "" }] }),
  per_unit: () => ({ kind: "per_unit", field: "graduates_hired", amount: "", cap: null }),
  by_set: () => ({ kind: "by_set", field: "qualifications", amounts: {} }),
  in_kind: () => ({ kind: "in_kind", text: "" }),
  human: () => ({ kind: "human", text: "" }),
});

/**
 * @param {Bench} bench
 * @param {Measure} measure
 * @param {Ports} ports
 */
export function awardView(bench, measure, ports) {
  const { award } = measure;
  const kinds = bench.pickers.awards.map(({ kind, label }) => ({ value: kind, label }));
  const become = (/** @type {string} */ kind) => {
    if (award.kind === "human" && kind !== "human") decide(bench.draft, measure.id, award.text, "read");
    measure.award = BLANKS[kind]();
    ports.redraw();
  };
  const view = FORMS[award.kind];
  return h(
    "div",
    { class: "award" },
    field("怎么奖补", select(award.kind, kinds, become, { "data-focus": `${measure.id}:award:kind` })),
    view ? view(bench, measure, award, ports) : null,
  );
}

/** @typedef {(bench: Bench, measure: Measure, award: Tree, ports: Ports) => import("../dom.js").Leaf|import("../dom.js").Leaf[]} Form */

/** @param {Tree} award @param {string} name @param {() => void} edited */
const setter = (award, name, edited) => (/** @type {unknown} */ value) => {
  award[name] = value;
  edited();
};

/** @param {Bench} bench @param {(row: import("./types.js").FieldRow) => boolean} fits */
const fieldsOf = (bench, fits) =>
  bench.pickers.fields.filter(fits).map(({ name, label }) => ({ value: name, label }));

/** @param {import("./types.js").FieldRow} row */
const numeric = ({ kind }) => kind === "number" || kind === "count";

/** @param {Measure} measure @param {string} label @param {Tree} award @param {string} name @param {{value: string, label: string}[]} options @param {() => void} redraw */
const fieldPicker = (measure, label, award, name, options, redraw) =>
  field(
    label,
    select(
      award[name],
      options,
      (value) => {
        award[name] = value;
        redraw();
      },
      { "data-focus": `${measure.id}:award:${name}` },
    ),
  );

/** @param {Measure} measure @param {Tree} award @param {() => void} edited */
const capInput = (measure, award, edited) =>
  figureInput("最高", award.cap, setter(award, "cap", edited), {
    unit: "元",
    sum: true,
    optional: true,
    focus: `${measure.id}:award:cap`,
  });

/** @type {Record<string, Form>} */
const FORMS = {
  fixed: (_bench, measure, award, { edited }) =>
    figureInput("金额", award.amount, setter(award, "amount", edited), {
      unit: "元",
      sum: true,
      focus: `${measure.id}:award:amount`,
    }),
  percent: (bench, measure, award, { edited, redraw }) => [
    fieldPicker(
      measure,
      "按企业的",
      award,
      "base",
      fieldsOf(bench, ({ money }) => money),
      redraw,
    ),
    figureInput(
      "比例",
      typeof award.rate === "number" ? percentOf(award.rate) : "",
      (value) => {
        award.rate = typeof value === "number" ? rateOf(value) : "";
        edited();
      },
      { unit: "%", focus: `${measure.id}:award:rate` },
    ),
    capInput(measure, award, edited),
  ],
  per_unit: (bench, measure, award, { edited, redraw }) => [
    fieldPicker(measure, "按企业的", award, "field", fieldsOf(bench, numeric), redraw),
    figureInput(
      `每${bench.fields.get(award.field)?.unit || "个"}`,
      award.amount,
      setter(award, "amount", edited),
      {
        unit: "元",
        sum: true,
        focus: `${measure.id}:award:amount`,
      },
    ),
    capInput(measure, award, edited),
  ],
  tiered: (bench, measure, award, ports) => [
    fieldPicker(measure, "按企业的", award, "field", fieldsOf(bench, numeric), ports.redraw),
    tiersView(bench, measure, award, ports),
  ],
  by_set: (bench, measure, award, ports) => [amountsView(bench, measure, award, ports)],
  in_kind: (_bench, measure, award, { edited }) => textInput(measure, "给什么服务", award, edited),
  human: (bench, measure, award, ports) => humanAward(bench, measure, award, ports),
};

/** @param {Measure} measure @param {string} label @param {Tree} award @param {() => void} edited */
const textInput = (measure, label, award, edited) =>
  field(
    label,
    input(award.text, setter(award, "text", edited), {
      maxlength: 2000,
      "data-focus": `${measure.id}:award:text`,
    }),
    { wide: true },
  );

/** @param {Bench} bench @param {Measure} measure @param {Tree} award @param {Ports} ports */
function tiersView(bench, measure, award, { edited, redraw }) {
  const unit = bench.fields.get(award.field)?.unit ?? "";
  /** @type {Tree[]} */
  const tiers = award.tiers;
  return h(
    "ol",
    { class: "tiers", "aria-label": "各档" },
    tiers.map((tier, at) =>
      h(
        "li",
        {},
        figureInput(`第 ${at + 1} 档，达到`, tier.at_least, setter(tier, "at_least", edited), {
          unit,
          focus: `${measure.id}:award:tier${at}`,
        }),
        figureInput("给", tier.amount, setter(tier, "amount", edited), { unit: "元", sum: true }),
        tiers.length > 1 &&
          button("去掉这一档", () => {
            award.tiers = tiers.toSpliced(at, 1);
            redraw();
          }),
      ),
    ),
    h(
      "li",
      { class: "buttons" },
      button(
        "加一档",
        () => {
          award.tiers = [...tiers, { at_least: "", amount: "" }];
          redraw();
        },
        { "data-focus": `${measure.id}:award:add` },
      ),
    ),
  );
}

/** @param {Bench} bench @param {Measure} measure @param {Tree} award @param {Ports} ports */
function amountsView(bench, measure, award, { edited, redraw }) {
  const set = (/** @type {[string, unknown][]} */ rows) => {
    award.amounts = Object.fromEntries(rows);
    redraw();
  };
  const rows = Object.entries(award.amounts);
  const box = input("", () => {}, {
    maxlength: 100,
    placeholder: "称号",
    "data-focus": `${measure.id}:award:word`,
  });
  const add = () => {
    const word = box.value.trim();
    if (word && !(word in award.amounts)) set([...rows, [word, ""]]);
  };
  return h(
    "ul",
    { class: "tiers", "aria-label": "各称号的金额，有几个时取最高的" },
    rows.map(([word, amount], at) =>
      h(
        "li",
        {},
        figureInput(word, amount, setter(award.amounts, word, edited), { unit: "元", sum: true }),
        button("去掉", () => set(rows.toSpliced(at, 1))),
      ),
    ),
    h(
      "li",
      { class: "adding" },
      field("再加一个称号", box, { words: bench.fields.get(award.field)?.values ?? [] }),
      button("添加", add),
    ),
  );
}

/** @type {Form} */
function humanAward(bench, measure, award, { edited, redraw }) {
  const kept = decisionOn(bench.draft.decisions, measure.id, award.text);
  const set = (/** @type {"keep"|null} */ how) => {
    decide(bench.draft, measure.id, award.text, how);
    redraw();
  };
  return h(
    "div",
    { class: kept ? "human kept" : "human" },
    h("p", { class: "human-title" }, kept ? "金额每次由人核定" : "待核对：这段原文没能读成奖补标准"),
    award.text ? h("blockquote", {}, award.text) : textInput(measure, "照抄原文", award, edited),
    h(
      "p",
      { class: "buttons" },
      button(kept ? "重新处理" : "每次由人核定", () => set(kept ? null : "keep"), {
        "data-focus": `${measure.id}:award:keep`,
      }),
    ),
    !kept && h("p", { class: "hint" }, "能算清楚的，在上面“怎么奖补”里选一种写法。"),
  );
}
