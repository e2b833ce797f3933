// @ts-check
/** The two boxes as values: what people type, understood, and what is wrong with it. Pure. */
import { FORM } from "./words.js";

const NUMBER = /^[0-9A-Z][0-9A-Z-]{3,39}$/;
const VERIFY = /^\d{3}[\dX]$/;

/** As it is printed: full-width signs, spaces and small letters are understood. @param {string} typed */
export const plainNumber = (typed) =>
  typed
    .normalize("NFKC")
    .replaceAll(/[\s\u2010-\u2015\u2212]/g, (sign) => (/\s/.test(sign) ? "" : "-"))
    .toUpperCase();

/** @param {string} typed */
export const plainVerify = (typed) => typed.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();

/** @param {string} typed */
export function numberFault(typed) {
  const number = plainNumber(typed);
  if (!number) return FORM.numberEmpty;
  return NUMBER.test(number) ? "" : FORM.numberOdd;
}

/** @param {string} typed */
export function verifyFault(typed) {
  const factor = plainVerify(typed);
  if (!factor) return FORM.verifyEmpty;
  // The last four of an organisation code may be letters, too.
  return VERIFY.test(factor) || /^[0-9A-Z]{4}$/.test(factor) ? "" : FORM.verifyOdd;
}

/** The number that the address names, or empty. Never a second factor. @param {string} search */
export const numberOf = (search) => plainNumber(new URLSearchParams(search).get("number") ?? "").slice(0, 40);

/** @param {string} number */
export const addressOf = (number) => (number ? `/progress?${new URLSearchParams({ number })}` : "/progress");
