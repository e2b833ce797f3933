// @ts-check
/**
 * The last four signs that open an application, as the citizen wrote them: kept while the page is open, by number, and
 * nowhere else; so that one tap urges without asking for them again.
 */
/** @type {Map<string, string>} */
const known = new Map();

/** Four signs with a digit among them, that stand alone. */
const SIGNS = /(?<![0-9A-Za-z])(?=[0-9A-Za-z]*[0-9])[0-9A-Za-z]{4}(?![0-9A-Za-z])/g;

/** The one group of four signs in some words, or null. @param {string} said */
export function signsIn(said) {
  const found = [...new Set(said.normalize("NFKC").toUpperCase().match(SIGNS) ?? [])];
  return found.length === 1 ? found[0] : null;
}

/** @param {string} number @param {string} said Words that opened this application. */
export function remember(number, said) {
  const signs = signsIn(said);
  if (signs) known.set(number, signs);
}

/** @param {string} number */
export const signsOf = (number) => known.get(number) ?? null;

/** Forgets all, with the conversation. */
export const forget = () => known.clear();
