// @ts-check
/** Sums, days and gaps as people read them. Pure; sums are exact to the cent. */

const CENTS_OF_WAN = 1_000_000;
const GROUPS = /\B(?=(\d{3})+(?!\d))/g;
const DAY = /^(\d{4})-(\d{2})-(\d{2})/;
const MS_OF_DAY = 86_400_000;

/** A number that came as a number or as decimal text (exact sums may), or null. @param {unknown} value */
export function amountOrNull(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : null;
}

/** `1234567.5` -> `1,234,567.50`; whole sums without cents. @param {number} yuan */
export function grouped(yuan) {
  const cents = Math.round(yuan * 100);
  const whole = String(Math.trunc(Math.abs(cents) / 100)).replace(GROUPS, ",");
  const rest = Math.abs(cents) % 100;
  return `${cents < 0 ? "-" : ""}${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}

/**
 * A sum split into its figure and its unit: 万元 where two decimals say it exactly, else 元.
 *
 * @param {number} yuan
 * @returns {{figure: string, unit: string}}
 */
export function sumParts(yuan) {
  const cents = Math.round(yuan * 100);
  const short = Math.abs(cents) >= CENTS_OF_WAN && cents % (CENTS_OF_WAN / 100) === 0;
  if (!short) return { figure: grouped(yuan), unit: "元" };
  const [whole, part = ""] = String(cents / CENTS_OF_WAN).split(".");
  return { figure: whole.replace(GROUPS, ",") + (part && `.${part}`), unit: "万元" };
}

/** @param {number} yuan */
export function sumText(yuan) {
  const { figure, unit } = sumParts(yuan);
  return `${figure}${unit}`;
}

/** `2026-12-20` -> `2026年12月20日`; anything else as it is. @param {string} iso */
export function dayOf(iso) {
  const [, year, month, day] = DAY.exec(iso) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : iso;
}

/** Whole days from one ISO day to another; negative when it is past; null where one is no day. @param {string} from @param {string} to */
export function daysBetween(from, to) {
  const [begin, end] = [Date.parse(`${from.slice(0, 10)}T00:00Z`), Date.parse(`${to.slice(0, 10)}T00:00Z`)];
  return Number.isNaN(begin) || Number.isNaN(end) ? null : Math.round((end - begin) / MS_OF_DAY);
}

/** Quanzhou's clock, wherever the reader is: eight hours ahead of UTC, all year. */
const AHEAD_MS = 8 * 3_600_000;

/** A moment of the service as words, by Quanzhou's clock: `11月23日 09:05`; the year where it is another. @param {string} iso */
export function momentOf(iso, now = new Date()) {
  const at = new Date(Date.parse(iso) + AHEAD_MS);
  if (Number.isNaN(at.getTime())) return iso;
  const [day, time] = at.toISOString().split("T");
  const [year, month, date] = day.split("-");
  const thisYear = new Date(now.getTime() + AHEAD_MS).getUTCFullYear() === Number(year);
  return `${thisYear ? "" : `${year}年`}${Number(month)}月${Number(date)}日 ${time.slice(0, 5)}`;
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
