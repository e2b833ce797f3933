// @ts-check
/**
 * What the address means. A draft's id is a secret: it is taken from a link once and leaves the address at once.
 *
 * @typedef {"welcome"|"report"|"receipt"|"status"|"questionnaire"} View
 * @typedef {{view: View, step: string, receipt: string, draft: string}} Place
 */
import { STEPS } from "./fields.js";
import { DRAFT_ID } from "./records.js";

const VIEWS = new Set(["report", "receipt", "status", "questionnaire"]);

/** @param {string} search @returns {Place} */
export function placeOf(search) {
  const query = new URLSearchParams(search);
  const read = (/** @type {string} */ name) => (query.get(name) ?? "").trim().slice(0, 64);
  const step = STEPS.some(({ id }) => id === read("step")) ? read("step") : STEPS[0].id;
  const draft = DRAFT_ID.test(read("draft")) ? read("draft") : "";
  const view = /** @type {View} */ (VIEWS.has(read("view")) ? read("view") : "welcome");
  return { view, step, receipt: read("receipt"), draft };
}

/** @param {Partial<Place>} place */
export function addressOf({ view = "welcome", step = "", receipt = "" }) {
  const query = new URLSearchParams();
  if (view !== "welcome") query.set("view", view);
  if (view === "report" && step) query.set("step", step);
  if (view === "status" && receipt) query.set("receipt", receipt);
  const words = query.toString();
  return words ? `/claims?${words}` : "/claims";
}
