// @ts-check
/**
 * What matching answers, made into the shapes of `types.js`: a missing or odd field becomes empty, an entry without a
 * title is left out, so that no view meets an undefined value.
 *
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Company} Company
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Fact} Fact
 * @typedef {Record<string, any>} Fields
 */
import { fields, list, text } from "../records.js";
import { amountOrNull, dayOf, grouped } from "./figures.js";

const MODES = new Set(["免申即享", "即申即享", "申报"]);
/** Fields that the head of a result says by themselves. */
const SAID_ABOVE = new Set(["name"]);
/** Public fields of a portrait and their names, in the order in which they are read. */
const FACTS = {
  credit_code: "统一社会信用代码",
  district: "注册地区县",
  industry_code: "行业代码",
  company_type: "企业类型",
  founded_on: "成立日期",
  registered_capital: "注册资本",
  listed_status: "上市状态",
};

/** @param {unknown} value @returns {string[]} */
export const lines = (value) =>
  Array.isArray(value) ? value.map((each) => text(each).trim()).filter(Boolean) : [];

/** @param {unknown} value Text or a number, as words. */
const words = (value) =>
  typeof value === "number" && Number.isFinite(value) ? String(value) : text(value).trim();

/** @param {Fields} entry */
export const toName = (entry) => ({
  name: text(entry.name),
  credit_code: text(entry.credit_code),
  district: text(entry.district),
  former_name: text(entry.former_name),
});

/** @param {unknown} value */
export const toNames = (value) => list(value, toName).filter((entry) => entry.name && entry.credit_code);

/** @param {string} name @param {unknown} held */
function factText(name, held) {
  if (name === "founded_on") return dayOf(text(held));
  const sum = name === "registered_capital" ? amountOrNull(held) : null;
  return sum === null ? words(held) : `${grouped(sum)}万元`;
}

/** @param {Fields} entry @returns {Fact} */
const toFact = (entry) => ({
  field: text(entry.field),
  label: text(entry.label),
  text: words(entry.text ?? entry.value),
  source: text(entry.source),
  as_of: text(entry.as_of),
});

/** The facts as the service words them, else the known public fields. @param {Fields} company @returns {Fact[]} */
function factsOf(company) {
  const given = list(company.facts ?? company.fields, toFact).filter((fact) => fact.label && fact.text);
  if (given.length > 0) return given;
  return Object.entries(FACTS)
    .map(([name, label]) => ({
      field: name,
      label,
      text: factText(name, company[name]),
      source: "",
      as_of: "",
    }))
    .filter((fact) => fact.text);
}

/** @param {unknown} value @returns {Company|null} */
function toCompany(value) {
  const company = fields(value);
  if (!text(company.name)) return null;
  return {
    name: text(company.name),
    credit_code: text(company.credit_code),
    former_name: lines(company.former_names).join("、") || text(company.former_name),
    facts: factsOf(company).filter((fact) => !SAID_ABOVE.has(fact.field)),
  };
}

/** @param {Fields} entry @returns {Measure} */
const toMeasure = (entry) => ({
  measure_id: text(entry.measure_id),
  title: text(entry.title),
  award: amountOrNull(entry.award),
  award_text: text(entry.award_text),
  mode: /** @type {Measure["mode"]} */ (MODES.has(entry.mode) ? entry.mode : ""),
  document_id: text(entry.document_id),
  document_title: text(entry.document_title),
  article: text(entry.article),
  level: text(entry.level),
  deadline: text(entry.deadline),
  documents: lines(entry.documents),
  quote: text(entry.quote),
  explanation: text(entry.explanation),
});

/** @param {Fields} entry */
const toUnmet = (entry) => ({
  label: text(entry.label),
  text: text(entry.text),
  clause: text(entry.clause),
});

/** @param {unknown} value @returns {number} 0 to 1; 0.5 where the service does not say */
function closeness(value) {
  const number = amountOrNull(value);
  return number === null ? 0.5 : Math.min(1, Math.max(0, number));
}

/**
 * @template T
 * @param {unknown} value
 * @param {(entry: Fields) => T} more
 * @returns {(Measure & T)[]}
 */
const measures = (value, more) =>
  list(value, (entry) => ({ ...toMeasure(entry), ...more(entry) })).filter((entry) => entry.title);

/** @param {unknown} value @returns {Outcome|null} null when it answers nothing */
export function toOutcome(value) {
  const answer = fields(value);
  const company = toCompany(answer.company);
  const candidates = toNames(answer.candidates);
  if (!company && candidates.length === 0) return null;
  return {
    company: candidates.length > 0 ? null : company,
    candidates,
    on: text(answer.on),
    matches: measures(answer.matches, (entry) => ({
      exclusive_group: text(entry.exclusive_group),
      applied_in_total: entry.applied_in_total !== false,
      closed: entry.closed === true,
    })),
    near: measures(answer.near_misses, (entry) => ({
      unmet: list(entry.unmet, toUnmet),
      closeness: closeness(entry.closeness),
    })),
    unknown: measures(answer.unknown, (entry) => ({
      needs: list(entry.needs, (need) => text(need.label)).filter(Boolean),
      text: text(entry.text),
    })),
    unknown_count: amountOrNull(answer.unknown_count) ?? 0,
    review: measures(answer.review, (entry) => ({ text: text(entry.text) })),
    total: amountOrNull(answer.total) ?? 0,
    total_text: text(answer.total_text),
    scope: answer.scope === "own" ? "own" : "public",
    sample: answer.sample !== false,
  };
}
