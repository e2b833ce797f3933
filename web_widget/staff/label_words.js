// @ts-check
/**
 * Labels in short words, as the editor reads them while typing. What was saved is worded by the service.
 *
 * @typedef {import("./types.js").Tree} Tree
 * @typedef {import("./types.js").FieldRow} FieldRow
 */

/** @typedef {Map<string, FieldRow>} FieldMap */

/** 2000 -> 2,000; what is no figure yet stays as it is. @param {unknown} value */
export const number = (value) =>
  typeof value === "number"
    ? value.toLocaleString("en-US", { maximumFractionDigits: 6 })
    : String(value || "…");

/** Yuan; whole hundreds of ten thousands and more are said in 万元. @param {unknown} value */
export function yuan(value) {
  if (typeof value !== "number") return "… 元";
  return value >= 10_000 && value % 100 === 0 ? `${number(value / 10_000)} 万元` : `${number(value)} 元`;
}

/** @param {Tree} tree @param {FieldMap} fields @returns {string} */
export function conditionText(tree, fields) {
  if (typeof tree.human === "string") return `需人工核对“${tree.human}”`;
  if (tree.not) return `不属于：${conditionText(tree.not, fields)}`;
  if (tree.any)
    return `符合其中之一：${tree.any.map((/** @type {Tree} */ one) => conditionText(one, fields)).join("；或者")}`;
  if (tree.all)
    return tree.all.map((/** @type {Tree} */ one) => conditionText(one, fields)).join("，并且") || "没有条件";
  return atomText(tree, fields);
}

/** @param {Tree} atom @param {FieldMap} fields */
function atomText({ field: name, op, value }, fields) {
  const field = fields.get(name);
  if (!field) return `${name} ${op} ${value}`;
  if (field.kind === "flag") return value === (op === "==") ? field.yes : field.no;
  if (op === "within_years") return `${field.label}在最近 ${number(value)} 年内`;
  const compared = field.ops.find((one) => one.op === op)?.label ?? op;
  if (Array.isArray(value)) return `${field.label}${compared}“${value.join("”“") || "…"}”`;
  if (field.kind === "number" || field.kind === "count")
    return `${field.label}${compared} ${number(value)}${field.unit && ` ${field.unit}`}`;
  return `${field.label}${compared}“${value || "…"}”`;
}

/** @param {Tree} award @param {FieldMap} fields */
export function awardText(award, fields) {
  const label = (/** @type {string} */ name) => fields.get(name)?.label ?? name;
  const unit = (/** @type {string} */ name) => fields.get(name)?.unit || "个";
  const most = award.cap === null || award.cap === undefined ? "，不设上限" : `，最高 ${yuan(award.cap)}`;
  switch (award.kind) {
    case "fixed":
      return `一次性 ${yuan(award.amount)}`;
    case "percent":
      return `按${label(award.base)}的 ${typeof award.rate === "number" ? number(percentOf(award.rate)) : "…"}%${most}`;
    case "tiered":
      return `按${label(award.field)}分 ${award.tiers.length} 档，${award.tiers.map((/** @type {Tree} */ tier) => yuan(tier.amount)).join("、")}`;
    case "per_unit":
      return `按${label(award.field)}，每${unit(award.field)} ${yuan(award.amount)}${most}`;
    case "by_set":
      return `按${label(award.field)}：${Object.entries(award.amounts)
        .map(([word, amount]) => `${word} ${yuan(amount)}`)
        .join("、")}，就高`;
    case "in_kind":
      return `服务（不发钱）：${award.text}`;
    default:
      return `需人工核定：“${award.text ?? ""}”`;
  }
}

/** 0.05 -> 5, without the tail that binary fractions leave. @param {number} rate */
export const percentOf = (rate) => Number((rate * 100).toFixed(6));

/** 5 -> 0.05, likewise. @param {number} percent */
export const rateOf = (percent) => Number((percent / 100).toFixed(8));
