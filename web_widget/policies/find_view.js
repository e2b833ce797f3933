// @ts-check
/**
 * Finding: a company's name or code becomes a result, a choice among several, or clear words. One search at a time; the
 * last one asked is the one shown.
 *
 * @typedef {import("./types.js").Company} Company
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./page.js").Page} Page
 */
import { Cancelled, Refusal } from "./client.js";
import { addressOf } from "./places.js";
import { resultView } from "./results.js";
import { choicesView, failureView, isUnknown, notFoundView, skeleton } from "./states.js";
import { toolsView } from "./tools.js";
import { FIND, spokenResult } from "./words.js";

/** After so long the page says that it is still at work, in milliseconds. */
const LONG_MS = 4000;

/**
 * @param {Page} page
 * @param {string} company Name or credit code.
 * @param {AbortSignal} left Aborted when the reader has gone elsewhere.
 */
export async function findView(page, company, left) {
  const waiting = skeleton();
  page.show(waiting);
  const patience = setTimeout(() => {
    waiting.querySelector(".skeleton-words")?.replaceChildren(FIND.stillSearching);
    page.say(FIND.stillSearching);
  }, LONG_MS);
  try {
    const outcome = await page.client.match(company, left);
    if (outcome.scope === "own" && !page.person) await page.recognise();
    if (outcome.company) showResult(page, { ...outcome, company: outcome.company });
    else showChoices(page, outcome);
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    const retry = error.kind === "rejected" ? undefined : page.redraw;
    page.show(isUnknown(error) ? notFoundView(company, error.message) : failureView(error.message, retry));
  } finally {
    clearTimeout(patience);
  }
}

/** @param {Page} page @param {Outcome & {company: Company}} outcome */
function showResult(page, outcome) {
  const { company } = outcome;
  page.title(`${company.name} · 政策找企`);
  page.named(company.name);
  // The address names the company by its code, so that a link sent on means the same company for ever.
  if (company.credit_code) history.replaceState(null, "", addressOf({ company: company.credit_code }));
  const ports = {
    say: page.say,
    signIn: page.person ? null : () => page.signIn(),
    open: page.openPolicy,
    apply: (/** @type {import("./types.js").Match} */ match) =>
      page.go({ view: "apply", measure: match.measure_id }),
  };
  page.show(resultView(outcome, ports, toolsView(page.client, company, page)), "#result-title");
  page.say(spokenResult(outcome));
}

/** @param {Page} page @param {Outcome} outcome */
function showChoices(page, { candidates }) {
  page.show(
    choicesView(candidates, ({ credit_code }) => page.go({ company: credit_code })),
    "#choices-title",
  );
}
