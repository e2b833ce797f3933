// @ts-check
/**
 * The cards of the tools made safe: a policy match, an application, a report. As the service gives them or as the tab kept
 * them; null for what is no such card.
 *
 * @typedef {import("./types.js").MatchCard} MatchCard
 * @typedef {import("./types.js").CaseCard} CaseCard
 * @typedef {import("./types.js").ClaimCard} ClaimCard
 * @typedef {import("./records.js").Fields} Fields
 */
import { toApplication } from "./progress/records.js";
import { fields, list, orNull, pagePath, text } from "./records.js";

const STAGES = new Set(["draft", "review", "sent"]);
const DRAFT_ID = /^[0-9a-f]{32}$/;

/** A whole number of things. @param {unknown} value */
const count = (value) =>
  typeof value === "number" && Number.isFinite(value) ? Math.max(0, Math.trunc(value)) : 0;

/** @param {unknown} value @returns {MatchCard|CaseCard|ClaimCard|null} */
export const toToolCard = (value) => toMatchCard(value) ?? toCaseCard(value) ?? toClaimCard(value);

/** @param {unknown} value @returns {MatchCard|null} */
function toMatchCard(value) {
  const card = fields(value);
  if (card.kind !== "policy_match" || !text(card.company)) return null;
  const line = (/** @type {Fields} */ row) => ({ title: text(row.title), award_text: text(row.award_text) });
  return {
    kind: "policy_match",
    company: text(card.company),
    credit_code: text(card.credit_code),
    district: text(card.district),
    on: text(card.on),
    total_text: text(card.total_text),
    matches: list(card.matches, (row) => ({ ...line(row), from: text(row.from ?? row.document_title) })),
    match_count: count(card.match_count),
    near_misses: list(card.near_misses, (row) => ({ ...line(row), text: text(row.text) })),
    near_count: count(card.near_count),
    unknown_count: count(card.unknown_count),
    path: pagePath(card.path ?? card.page),
    sample: card.sample !== false,
  };
}

/** @param {unknown} value @returns {CaseCard|null} */
function toCaseCard(value) {
  const card = fields(value);
  const application = card.kind === "application" ? toApplication(card.application ?? card) : null;
  if (!application) return null;
  const rated = count(card.rated);
  return {
    kind: "application",
    application,
    rated: rated >= 1 && rated <= 5 ? rated : null,
    urging: card.urging === true,
    path: pagePath(card.path ?? card.page),
    sample: card.sample !== false,
  };
}

/** @param {unknown} value @returns {ClaimCard|null} */
function toClaimCard(value) {
  const card = fields(value);
  if (card.kind !== "claim_report" || !STAGES.has(card.stage)) return null;
  return {
    kind: "claim_report",
    stage: card.stage,
    lines: list(card.lines, (row) => ({
      label: text(row.label),
      value: text(row.value),
      wrong: text(row.wrong),
    })).filter(({ label }) => label),
    missing: Array.isArray(card.missing) ? card.missing.map(text).filter(Boolean) : [],
    files: count(card.files),
    draft_id: DRAFT_ID.test(text(card.draft_id)) ? card.draft_id : null,
    expires_on: text(card.expires_on),
    receipt: orNull(card.receipt),
    code: orNull(card.code),
    next_text: text(card.next_text),
    path: pagePath(card.path ?? card.page),
    sample: card.sample !== false,
  };
}
