// @ts-check
/**
 * What a company can claim: who it is, the total in large figures, then the four lists, narrowed by filters.
 *
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Company} Company
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./cards.js").Ports & {say: (words: string) => void}} Ports
 */
import { h, icon } from "../dom.js";
import { matchCard, nearCard, reviewCard, unknownCard } from "./cards.js";
import { dayOf, sumParts } from "./figures.js";
import { filterView } from "./filters.js";
import { NO_FILTER, excludedBy, narrowed, rankMatches, rankNear } from "./ranking.js";
import { FIND, RESULT, TOTAL_RULES, countText, exactText } from "./words.js";

/**
 * @param {Outcome & {company: Company}} outcome
 * @param {Ports} ports
 * @param {HTMLElement} tools Buttons for the whole result: export, share, print.
 * @returns {HTMLElement}
 */
export function resultView(outcome, ports, tools) {
  const lists = h("div", { class: "lists" });
  const all = [...outcome.matches, ...outcome.near, ...outcome.unknown, ...outcome.review];
  const show = (/** @type {import("./types.js").Filter} */ filter) => {
    const sections = sectionsOf(outcome, filter, ports);
    lists.replaceChildren(...(sections.length > 0 ? sections : [filteredOut(() => filters?.reset())]));
    const left = narrowed(all, filter).length;
    filters?.count(left, all.length);
    if (filter !== NO_FILTER) ports.say(`筛选后有 ${left} 项`);
  };
  const filters = all.length > 1 ? filterView(all, show) : null;
  show(NO_FILTER);
  return h(
    "section",
    { class: "result", "aria-labelledby": "result-title" },
    summary(outcome),
    scopeNote(outcome, ports),
    h("div", { class: "tools" }, filters?.view, tools),
    outcome.matches.length === 0 && nothing(all.length > 0),
    all.length > 0 && lists,
  );
}

/** @param {Outcome & {company: Company}} outcome */
function summary(outcome) {
  const { company, on, matches, scope } = outcome;
  const { figure, unit } = sumParts(outcome.total);
  const counted = matches.filter((match) => match.applied_in_total).length;
  return h(
    "header",
    { class: "summary" },
    h(
      "div",
      { class: "company" },
      h("h2", { id: "result-title", tabindex: "-1" }, company.name),
      company.former_name && h("p", { class: "muted" }, FIND.former + company.former_name),
      factsView(company.facts.filter((fact) => PRIMARY.has(fact.field))),
      h(
        "details",
        { class: "more" },
        h("summary", {}, RESULT.allFacts),
        h("div", { class: "more-body" }, factsView(company.facts, true)),
      ),
    ),
    h(
      "div",
      { class: "total" },
      h("p", { class: "total-label" }, scope === "own" ? RESULT.totalOwn : RESULT.totalPublic),
      // Nothing found in public data is not nothing to be had.
      scope === "public" && outcome.total === 0
        ? h("p", { class: "total-open" }, RESULT.openTotal)
        : h("p", { class: "total-sum" }, h("span", { class: "total-figure" }, figure), ` ${unit}`),
      unit === "万元" && h("p", { class: "total-exact" }, exactText(outcome.total)),
      h("p", { class: "total-words" }, outcome.total_text || countText(counted, matches.length)),
      h(
        "details",
        { class: "counting" },
        h("summary", {}, RESULT.howCounted, icon("down")),
        h(
          "ul",
          {},
          [...TOTAL_RULES, on && `按 ${dayOf(on)}有效的政策计算。`]
            .filter(Boolean)
            .map((each) => h("li", {}, each)),
        ),
      ),
    ),
  );
}

/** Facts by which people know their company at a glance. */
const PRIMARY = new Set([
  "credit_code",
  "district",
  "industry_code",
  "company_type",
  "founded_on",
  "registered_capital",
  "qualifications",
]);

/** @param {import("./types.js").Fact[]} facts @param {boolean} [sources] Whether it is said where each comes from. */
const factsView = (facts, sources = false) =>
  h(
    "dl",
    { class: "facts" },
    facts.map(({ label, text, source, as_of }) =>
      h(
        "div",
        {},
        h("dt", {}, label),
        h("dd", {}, text, sources && source && h("span", { class: "source" }, sourceText(source, as_of))),
      ),
    ),
  );

/** @param {string} source @param {string} day */
const sourceText = (source, day) => [source, day && dayOf(day)].filter(Boolean).join("，");

/** @param {Outcome} outcome @param {Ports} ports */
const scopeNote = ({ scope }, { signIn }) =>
  scope === "public" &&
  h(
    "div",
    { class: "notice scope" },
    h("p", {}, h("strong", {}, RESULT.publicNote), signIn && ` ${RESULT.publicMore}`),
    signIn && h("button", { type: "button", class: "button quiet", click: signIn }, RESULT.signIn),
  );

/**
 * @param {Outcome} outcome
 * @param {import("./types.js").Filter} filter
 * @param {Ports} ports
 * @returns {HTMLElement[]}
 */
function sectionsOf(outcome, filter, ports) {
  const excluded = excludedBy(outcome.matches);
  const context = (/** @type {import("./types.js").Match} */ match) => ({
    on: outcome.on,
    excluded: excluded.get(match.measure_id),
  });
  const some = filter !== NO_FILTER;
  const unknown = narrowed(outcome.unknown, filter);
  /** @type {Section[]} */
  const sections = [
    {
      id: "matches",
      title: RESULT.matches,
      cards: narrowed(rankMatches(outcome.matches), filter).map((each) =>
        matchCard(each, context(each), ports),
      ),
    },
    {
      id: "near",
      title: RESULT.near,
      hint: RESULT.nearHint,
      cards: narrowed(rankNear(outcome.near), filter).map((each) => nearCard(each, ports)),
    },
    {
      id: "unknown",
      title: RESULT.unknown,
      hint: RESULT.unknownHint,
      cards: unknown.map((each) => unknownCard(each, ports)),
      all: some ? unknown.length : Math.max(outcome.unknown_count, unknown.length),
    },
    {
      id: "review",
      title: RESULT.review,
      cards: narrowed(outcome.review, filter).map((each) => reviewCard(each, ports)),
    },
  ];
  return sections.filter(({ cards }) => cards.length > 0).map(section);
}

/** @typedef {{id: string, title: string, hint?: string, cards: HTMLElement[], all?: number}} Section `all`: with those not listed. */

/** So many cards of a list are shown at first. */
const AT_FIRST = 10;

/** @param {Section} section */
function section({ id, title, hint = "", cards, all = cards.length }) {
  const list = h("ul", { class: "cards" }, cards.slice(0, AT_FIRST));
  const rest = cards.slice(AT_FIRST);
  const more = h("button", { type: "button", class: "button quiet rest" }, `再看 ${rest.length} 项`);
  more.addEventListener("click", () => {
    list.append(...rest);
    more.remove();
    const first = rest[0].querySelector("h4");
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  });
  return h(
    "section",
    { class: "list", "data-list": id, "aria-labelledby": `list-${id}` },
    h("h3", { id: `list-${id}` }, title, " ", h("span", { class: "count" }, `${all} 项`)),
    hint && h("p", { class: "hint" }, hint),
    list,
    rest.length > 0 && more,
  );
}

/** @param {boolean} others */
const nothing = (others) =>
  h(
    "div",
    { class: "notice nothing" },
    h("p", {}, h("strong", {}, RESULT.nothing), " ", others ? RESULT.nothingMore : RESULT.nothingAtAll),
  );

/** @param {() => void} reset */
const filteredOut = (reset) =>
  h(
    "div",
    { class: "notice" },
    h("p", {}, RESULT.filteredOut),
    h("button", { type: "button", class: "button quiet", click: reset }, RESULT.clearFilter),
  );
