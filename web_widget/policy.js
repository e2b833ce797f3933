// @ts-check
/**
 * The policy view: a 政策文件 laid out for reading, its standing on the day above its articles, the cited one marked.
 * The words are the document's own; the awards lead to their articles.
 *
 * @typedef {import("./types.js").Policy} Policy
 * @typedef {import("./types.js").PolicyArticle} PolicyArticle
 * @typedef {import("./types.js").PolicyMeasure} PolicyMeasure
 */
import { h, icon } from "./dom.js";
import { originView } from "./origins.js";
import { print } from "./print.js";
import { CARD, ORIGIN, POLICY, STANDINGS, citationText, dayText, deadlineText } from "./strings.js";

/** How many view was made: two files on one page must not share ids. */
let made = 0;

/**
 * @param {Policy} policy
 * @param {{section?: string, close?: () => void}} [options] `section`: the cited article; `close`: offers to close it.
 * @returns {HTMLElement}
 */
export function policyView(policy, { section = "", close } = {}) {
  made += 1;
  const name = `policy-${made}`;
  return h(
    "article",
    { class: "card policy", part: "card", "aria-label": `${POLICY.badge}：${policy.title}` },
    header(policy),
    rows(policy),
    measuresView(policy, name),
    h(
      "div",
      { class: "articles" },
      policy.articles.map((article, position) =>
        articleView(article, articleId(name, position), article.section === section && markOf(policy)),
      ),
      h("p", { class: "muted" }, POLICY.asWritten),
      originView(policy.origin, ORIGIN.of),
    ),
    footer(policy, close),
  );
}

/**
 * The article that is cited, or else the title: where reading begins.
 *
 * @param {HTMLElement} view
 * @returns {{start: HTMLElement, cited: HTMLElement|null}}
 */
export function startOf(view) {
  const cited = /** @type {HTMLElement|null} */ (view.querySelector(".article.cited"));
  const start = cited?.querySelector("h4") ?? view.querySelector(".card-title");
  return { start: /** @type {HTMLElement} */ (start), cited };
}

/** @param {string} name @param {number} position */
const articleId = (name, position) => `${name}-${position}`;

/** @param {Policy} policy */
function header({ title, number, sample, status, status_text }) {
  const standing = status_text || STANDINGS[status];
  return h(
    "header",
    { class: "card-head" },
    h(
      "p",
      { class: "badges" },
      h("span", { class: "badge" }, POLICY.badge),
      sample && h("span", { class: "badge quiet" }, CARD.sample),
    ),
    h("h3", { class: "card-title", tabindex: "-1" }, title),
    number && h("p", { class: "muted" }, number),
    standing && h("p", { class: "standing", "data-status": status }, standing),
  );
}

/** @param {Policy} policy */
const rows = ({ issuer, published, valid_from, valid_to, on }) =>
  h(
    "dl",
    { class: "rows labels" },
    /** @type {[string, string][]} */ ([
      [POLICY.issuer, issuer],
      [POLICY.published, dayText(published)],
      [POLICY.from, dayText(valid_from)],
      [POLICY.to, valid_to ? dayText(valid_to) : POLICY.noEnd],
      [POLICY.on, dayText(on)],
    ])
      .filter(([, value]) => value)
      .map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );

/** @param {Policy} policy @param {string} name */
function measuresView({ measures, articles, on }, name) {
  if (measures.length === 0) return null;
  const entries = measures.map((measure) => {
    const position = articles.findIndex(({ section }) => section === measure.article);
    return h("li", {}, measureView(measure, position < 0 ? null : articleId(name, position), on));
  });
  return h(
    "details",
    { class: "section measures" },
    h("summary", {}, h("span", { class: "section-title" }, POLICY.measures), icon("down")),
    h("div", { class: "section-body" }, h("ul", { class: "measure-list" }, entries)),
  );
}

/** @param {PolicyMeasure} measure @param {string|null} target @param {string} on */
function measureView({ title, mode, article, deadline }, target, on) {
  const by = deadline && deadlineText(deadline, on !== "" && deadline < on);
  const more = [article, mode, by].filter(Boolean).join(" · ");
  const words = [h("span", { class: "measure-title" }, title), " ", h("span", { class: "muted" }, more)];
  return target
    ? h("button", { type: "button", class: "measure", click: goTo(target) }, words)
    : h("p", { class: "measure" }, words);
}

/** @param {string} id @returns {(event: Event) => void} */
const goTo = (id) => (event) => {
  const root = /** @type {Document|ShadowRoot} */ (
    /** @type {Element} */ (event.currentTarget).getRootNode()
  );
  const article = root.getElementById(id);
  article?.scrollIntoView({ block: "start" });
  article?.querySelector("h4")?.focus({ preventScroll: true });
};

/** Said at the cited article: also that it is not in force, since a reader may begin there. @param {Policy} policy */
const markOf = ({ status }) =>
  status === "in_force" ? POLICY.cited : [POLICY.cited, STANDINGS[status]].filter(Boolean).join("，");

/** @param {PolicyArticle} article @param {string} id @param {string|false} mark What is said at the cited one. */
function articleView({ section, text }, id, mark) {
  const cited = section !== "" && mark;
  const body = section && text.startsWith(section) ? text.slice(section.length) : text;
  const title = section || POLICY.opening;
  return h(
    "section",
    { class: cited ? "article cited" : "article", id, "aria-labelledby": `${id}-title` },
    h(
      "h4",
      { id: `${id}-title`, tabindex: "-1", class: section ? null : "sr-only" },
      title,
      cited && [" ", h("span", { class: "cited-mark" }, cited)],
    ),
    body
      .split("\n")
      .filter((line) => line.trim())
      .map((line) => h("p", {}, line.trim())),
  );
}

/** @param {Policy} policy @param {(() => void)|undefined} close */
function footer(policy, close) {
  return h(
    "footer",
    { class: "card-foot" },
    h(
      "button",
      {
        type: "button",
        class: "tool",
        click: () => print(paperCopy(policy), citationText(policy.title, "")),
      },
      icon("print"),
      CARD.print,
    ),
    close && h("button", { type: "button", class: "tool", click: close }, icon("close"), POLICY.close),
  );
}

/** The file for paper: the whole text, without buttons. @param {Policy} policy */
function paperCopy(policy) {
  const copy = policyView(policy);
  copy.querySelector("footer")?.remove();
  copy.querySelector(".measures")?.remove();
  return copy;
}
