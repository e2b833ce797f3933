// @ts-check
/**
 * Where in the company's pages somebody is, as an address that can be kept, sent and gone back to.
 *
 * @typedef {import("./types.js").Place} Place
 */
const VIEWS = new Set(["apply", "applications", "notices", "publicity"]);
const MAX_LENGTH = 100;

/** @param {string} search The query of an address, e.g. `?company=91350502MAX50L2368`. @returns {Place} */
export function placeOf(search) {
  const query = new URLSearchParams(search);
  const read = (/** @type {string} */ name) => (query.get(name) ?? "").trim().slice(0, MAX_LENGTH);
  const view = read("view");
  const measure = read("measure");
  // An application needs its measure: without one the reader is led to where measures are found.
  const known = VIEWS.has(view) && (view !== "apply" || measure !== "");
  return {
    view: /** @type {Place["view"]} */ (known ? view : "find"),
    company: read("company"),
    measure,
    number: read("number"),
  };
}

/** @param {Partial<Place>} place @returns {string} */
export function addressOf({ view = "find", company = "", measure = "", number = "" }) {
  const query = new URLSearchParams();
  if (view !== "find") query.set("view", view);
  for (const [name, value] of Object.entries({ company, measure, number })) if (value) query.set(name, value);
  const words = query.toString();
  return words ? `/policies?${words}` : "/policies";
}
