// @ts-check
/**
 * The card of a policy match: what a company can claim, what it just misses, and the way to the page with all of it.
 *
 * @typedef {import("./types.js").MatchCard} MatchCard
 */
import { h, icon } from "./dom.js";
import { CARD, MATCH, ORIGIN, dayText, items } from "./strings.js";

/**
 * @param {MatchCard} card
 * @param {string} base Origin of the service: the widget may stand on another site's page.
 * @returns {HTMLElement}
 */
export function matchCardView(card, base) {
  return h(
    "article",
    { class: "card match", part: "card", "aria-label": `${MATCH.badge}：${card.company}` },
    header(card),
    section(
      MATCH.matches,
      card.match_count,
      card.matches.map((row) => line(row.title, row.award_text, row.from)),
      MATCH.none,
    ),
    card.near_count > 0 &&
      section(
        MATCH.near,
        card.near_count,
        card.near_misses.map((row) => line(row.title, row.text, row.award_text)),
      ),
    card.unknown_count > 0 &&
      h("p", { class: "gaps" }, `${MATCH.unknown}：${items(card.unknown_count)}。${MATCH.signIn}`),
    card.path && h("footer", { class: "card-foot" }, pageLink(MATCH.page, card.path, base)),
  );
}

/** @param {MatchCard} card */
const header = (card) =>
  h(
    "header",
    { class: "card-head" },
    h(
      "p",
      { class: "badges" },
      h("span", { class: "badge" }, MATCH.badge),
      card.sample && h("span", { class: "badge quiet" }, CARD.sample),
    ),
    h("h3", { class: "card-title", tabindex: "-1" }, card.company),
    h("p", { class: "muted" }, [card.district, `${MATCH.on}${dayText(card.on)}`].filter(Boolean).join(" · ")),
    h("p", { class: "card-summary" }, card.total_text),
  );

/** @param {string} title @param {number} count @param {HTMLElement[]} rows @param {string} [none] Said where there is no row. */
const section = (title, count, rows, none = "") =>
  h(
    "details",
    { class: "section", open: true },
    h(
      "summary",
      {},
      h("span", { class: "section-title" }, count ? `${title}（${items(count)}）` : title),
      icon("down"),
    ),
    h(
      "div",
      { class: "section-body" },
      rows.length > 0 ? h("ul", { class: "places" }, rows) : h("p", {}, none),
    ),
  );

/** @param {string} title @param {string} said @param {string} beside */
const line = (title, said, beside) =>
  h("li", {}, h("b", {}, title), h("span", {}, said), beside && h("span", { class: "muted" }, beside));

/** A page of the service, opened beside the conversation. @param {string} label @param {string} path @param {string} base */
export function pageLink(label, path, base) {
  const href = `${base.replace(/\/+$/, "")}${path}`;
  return h(
    "a",
    { class: "action", href, target: "_blank", rel: "noopener" },
    icon("book"),
    h("span", {}, label, h("span", { class: "sr-only" }, ORIGIN.newTab)),
  );
}
