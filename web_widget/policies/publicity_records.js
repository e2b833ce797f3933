// @ts-check
/**
 * 公示 as the service gives it, made safe: what is to be paid to whom, open to everybody until a day.
 *
 * @typedef {{seq: number, name: string, credit_code: string, amount: number|null}} Line
 * @typedef {object} Publicity
 * @property {string} id
 * @property {string} title
 * @property {string} department
 * @property {string} document_title
 * @property {string} from
 * @property {string} until
 * @property {number} days_left
 * @property {number} count
 * @property {number|null} total
 * @property {Line[]} lines
 */
import { fields, list, text } from "../records.js";
import { amountOrNull } from "./figures.js";

/** @param {unknown} value @returns {Publicity|null} */
export function toPublicity(value) {
  const entry = fields(value);
  if (!text(entry.id) || !text(entry.title)) return null;
  return {
    id: text(entry.id),
    title: text(entry.title),
    department: text(entry.department),
    document_title: text(entry.document_title),
    from: text(entry.from),
    until: text(entry.until),
    days_left: amountOrNull(entry.days_left) ?? 0,
    count: amountOrNull(entry.count) ?? 0,
    total: amountOrNull(entry.total),
    lines: list(entry.lines, (line) => ({
      seq: amountOrNull(line.seq) ?? 0,
      name: text(line.name),
      credit_code: text(line.credit_code),
      amount: amountOrNull(line.amount),
    })).filter((line) => line.name),
  };
}

/** @param {unknown} value @returns {Publicity[]} */
export const toPublicities = (value) =>
  list(fields(value).publicities, toPublicity).filter((each) => each !== null);

/**
 * What is wrong with an objection; empty where nothing is.
 *
 * @param {{text: string, contact: string, line: string}} typed
 * @param {number} count Lines of the publicity.
 */
export function objectionFaults({ text: words, contact, line }, count) {
  const number = line.normalize("NFKC").trim();
  const right = number === "" || (/^\d{1,8}$/.test(number) && Number(number) >= 1 && Number(number) <= count);
  return {
    "objection-text": words.trim().length < 4 ? "请写清楚哪里不对，至少 4 个字" : "",
    "objection-contact": contact.trim().length < 2 ? "请留下电话或者邮箱，方便回复您" : "",
    "objection-line": right ? "" : `请填名单里的序号，1 到 ${count}`,
  };
}
