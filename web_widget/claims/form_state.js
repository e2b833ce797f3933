// @ts-check
/**
 * What is typed, as values: what is wrong with it, how the service takes it, how two places that edit one draft come
 * together. Pure. The service checks everything again; here people are only spared a round trip.
 *
 * @typedef {import("./fields.js").Field} Field
 * @typedef {Record<string, string>} Values As typed, by field; an absent one is empty.
 * @typedef {Record<string, string|string[]>} Wire As the service takes it; what is empty is left out.
 * @typedef {{field: string, label: string, message: string}} Fault
 */
import { FIELDS, LONGEST_CASE, MOST_CASES } from "./fields.js";
import { WRONG } from "./words.js";

const PHONE = /^((\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}(转\d{1,6})?|[48]00\d{7})$/;
const MONEY = /^\d{1,8}(\.\d{1,2})?$/;
const COUNT = /^\d{1,7}$/;
const CODE = /^[0-9A-Z]{18}$/;
const DAY = /^(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?$/;
/** Eight digits in a row can be read in one way only. */
const PACKED = /^(\d{4})(\d{2})(\d{2})$/;

/** Full-width signs as plain ones. @param {string} typed */
const plain = (typed) => typed.normalize("NFKC").trim();
/** @param {string} typed */
const tight = (typed) => plain(typed).replaceAll(/[\s,]/g, "");

/** A day as people write it, as an ISO day; empty where it is none. @param {string} typed */
export function dayFrom(typed) {
  const words = tight(typed);
  const [, year, month, date] = (/^\d+$/.test(words) ? PACKED : DAY).exec(words) ?? [];
  if (!year) return "";
  const iso = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : "";
}

/** Today by Quanzhou's clock, moved by whole days. @param {Date} now @param {number} [by] */
export const today = (now, by = 0) =>
  new Date(now.getTime() + 8 * 3_600_000 + by * 86_400_000).toISOString().slice(0, 10);

/** @param {string} typed */
const casesFrom = (typed) => [
  ...new Set(
    plain(typed)
      .split(/[\n,;、；]+/)
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/** What is wrong with what is typed, by kind; each takes the text and today's ISO day. @type {Record<string, (typed: string, on: string) => string>} */
const CHECKS = {
  day: (typed, on) => (dayFrom(typed) === "" ? WRONG.day : dayFrom(typed) > on ? WRONG.future : ""),
  money: (typed) => (MONEY.test(tight(typed).replace(/元$/, "")) ? "" : WRONG.money),
  count: (typed) => (COUNT.test(tight(typed)) ? "" : WRONG.count),
  phone: (typed) => (PHONE.test(tight(typed).replaceAll(/[()-]/g, "")) ? "" : WRONG.phone),
  code: (typed) => (CODE.test(tight(typed).toUpperCase()) ? "" : WRONG.code),
  cases: (typed) =>
    casesFrom(typed).length > MOST_CASES
      ? WRONG.cases
      : casesFrom(typed).some((each) => each.length > LONGEST_CASE)
        ? WRONG.longCase
        : "",
};

/** @param {Field} field @param {string} typed @param {string} on Today's ISO day. */
export function faultOf({ name, kind, required, most }, typed, on) {
  if (!plain(typed)) return required ? (WRONG.missing[name] ?? WRONG.empty) : "";
  if ([...typed].length > most) return `太长了，最多 ${most} 个字。`;
  return CHECKS[kind]?.(typed, on) ?? "";
}

/** @param {readonly Field[]} fields @param {Values} values @param {string} on @returns {Fault[]} in the order of the page */
export const faultsOf = (fields, values, on) =>
  fields
    .map((field) => ({
      field: field.name,
      label: field.label,
      message: faultOf(field, values[field.name] ?? "", on),
    }))
    .filter(({ message }) => message);

/** What is sent while it is still being written: whatever fits, in the service's form where it can be read. @param {Values} values @returns {Wire} */
export function toWire(values) {
  /** @type {Wire} */
  const wire = {};
  for (const { name, kind, most } of FIELDS) {
    const typed = plain(values[name] ?? "");
    if (!typed) continue;
    if (kind === "cases") {
      wire[name] = casesFrom(typed)
        .slice(0, MOST_CASES)
        .map((each) => each.slice(0, LONGEST_CASE));
    } else if (kind === "day") wire[name] = dayFrom(typed) || typed.slice(0, 10);
    else if (kind === "money") wire[name] = tight(typed).replace(/元$/, "").slice(0, most);
    else wire[name] = kind === "count" || kind === "code" ? tight(typed).slice(0, most) : typed;
  }
  return wire;
}

/** @param {Record<string, unknown>} fields @returns {Values} */
export const fromWire = (fields) =>
  Object.fromEntries(
    FIELDS.map(({ name }) => {
      const value = fields[name];
      if (Array.isArray(value)) return [name, value.filter((each) => typeof each === "string").join("\n")];
      return [name, typeof value === "string" ? value : typeof value === "number" ? String(value) : ""];
    }).filter(([, value]) => value !== ""),
  );

/**
 * A draft that was changed here and elsewhere (another window, the conversation): what was changed here since it was last
 * saved stands, everything else is as it is there.
 *
 * @param {Values} mine
 * @param {Values} last As both sides knew it.
 * @param {Values} theirs
 * @returns {Values}
 */
export function merged(mine, last, theirs) {
  const names = FIELDS.map(({ name }) => name);
  const pick = (/** @type {string} */ name) =>
    (mine[name] ?? "") !== (last[name] ?? "") ? mine[name] : theirs[name];
  return Object.fromEntries(
    names.map((name) => [name, pick(name) ?? ""]).filter(([, value]) => value !== ""),
  );
}
