// @ts-check
/** Words of the pages of claims: pure, tested under node. Who is meant is always 疑似; what is proposed is never a decision. */

/** What every page of a person or a case says first. */
export const NEUTRAL = "这里的内容都是疑似线索，不是结论；是否认定、是否移送，由人决定。";

/** Authorities that may receive a hand-over. */
export const RECEIVERS = [
  { value: "procuratorate", label: "检察" },
  { value: "police", label: "公安" },
  { value: "court", label: "法院" },
  { value: "justice", label: "司法" },
  { value: "hotline", label: "12345 热线" },
];

/** What may be decided on one complaint. */
export const DECISIONS = [
  { value: "accepted", label: "照常受理" },
  { value: "not_accepted", label: "不予受理" },
  { value: "ended", label: "终止调解" },
];

/** What the rules propose; the service's own words come with each row. */
export const PROPOSALS = [
  { value: "", label: "全部" },
  { value: "handover", label: "提示：请人工考虑移送" },
  { value: "review", label: "提示：请人工看一看" },
  { value: "none", label: "没有提示" },
];

/** @param {string} strength */
export const strengthText = (strength) => (strength === "clear" ? "较明显" : "较弱");

/** Whole days between two days written `2026-11-24`, or null. @param {string} from @param {string} to */
export function daysBetween(from, to) {
  const [one, other] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  return Number.isNaN(one) || Number.isNaN(other) ? null : Math.round((other - one) / 86_400_000);
}

/** Today in Quanzhou, `2026-11-24`. @param {Date} [now] */
export const today = (now = new Date()) =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);

/**
 * The due day in words. Whether it is overdue is the service's word, which counts working days and stops; the days are only
 * told beside it.
 *
 * @param {string|null|undefined} due @param {boolean} overdue @param {string} day Today.
 */
export function dueText(due, overdue, day) {
  if (!due) return overdue ? "已经超期" : "";
  const left = daysBetween(day, due.slice(0, 10));
  if (overdue)
    return left !== null && left < 0 ? `已超期 ${-left} 天（期限 ${due}）` : `已经超期（期限 ${due}）`;
  if (left === null || left < 0) return `期限 ${due}`;
  return left === 0 ? `今天到期（${due}）` : `期限 ${due}，还有 ${left} 天`;
}

/** @param {string|null|undefined} from @param {string|null|undefined} to */
export const period = (from, to) => (from === to || !to ? (from ?? "") : `${from ?? ""} 至 ${to}`);

/**
 * What still keeps a recognition from being sent, in words; empty where nothing does.
 *
 * @param {{picked: number, free: boolean, seen: number, against: number}} state `free`: no dossier, factors are written.
 */
export function unready({ picked, free, seen, against }) {
  if (seen < against) return `请先逐条看过对其有利的情况并打勾，还差 ${against - seen} 条。`;
  if (picked === 0) return free ? "请写明依据，每行一条。" : "请勾选认定依据的情形，至少一条。";
  return "";
}

/** A probability in words; it is computed and never certain. @param {number} probability */
export const likeness = (probability) =>
  probability >= 0.999 ? "99.9% 以上" : `${Math.floor(probability * 1000) / 10}%`;
