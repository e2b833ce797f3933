// @ts-check
/**
 * One measure as a card: what can be claimed, what is just missed, what lacks data, what a person must check.
 *
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Match} Match
 * @typedef {import("./types.js").NearMiss} NearMiss
 * @typedef {import("./types.js").Unmet} Unmet
 * @typedef {{open: (id: string, section: string) => void, apply: (measure: Match) => void, signIn: (() => void)|null}} Ports
 */
import { h } from "../dom.js";
import { citationText } from "../strings.js";
import { sumParts } from "./figures.js";
import { APPLY_LABELS, MODES, RESULT, deadlineText, excludedText } from "./words.js";

let made = 0;

/** @param {string} kind @param {Measure} measure @param {(HTMLElement|null|false|string)[]} body @param {HTMLElement} side */
function frame(kind, measure, side, body) {
  made += 1;
  const id = `measure-${made}`;
  return h(
    "li",
    {},
    h(
      "article",
      { class: `measure ${kind}`, "aria-labelledby": id, "data-measure": measure.measure_id },
      side,
      h("div", { class: "measure-body" }, h("h4", { id }, measure.title), originLine(measure), body),
    ),
  );
}

/** @param {Measure} measure */
const originLine = ({ document_title, article }) =>
  document_title && h("p", { class: "origin" }, citationText(document_title, article));

/** @param {Measure} measure @param {string} [above] */
function awardView({ award, award_text }, above = "") {
  const label = above && h("span", { class: "award-label" }, above);
  if (award === null)
    return h("p", { class: "award plain" }, label, h("span", {}, award_text || RESULT.unknownAward));
  const { figure, unit } = sumParts(award);
  return h("p", { class: "award" }, label, h("span", { class: "award-figure" }, figure), ` ${unit}`);
}

/** @param {Measure} measure */
const modeTag = ({ mode }) => mode && h("p", { class: "tag", "data-mode": mode }, mode);

/**
 * @param {Match} match
 * @param {{on: string, excluded: string|undefined}} context `excluded`: the title of the one that is paid instead.
 * @param {Ports} ports
 */
export function matchCard(match, { on, excluded }, ports) {
  const side = h("div", { class: "side" }, awardView(match), modeTag(match));
  return frame("match", match, side, [
    match.explanation && h("p", { class: "why" }, match.explanation),
    excluded !== undefined && h("p", { class: "excluded" }, excludedText(excluded)),
    deadlineLine(match, on),
    details(match, ports),
    action(match, ports),
  ]);
}

/** @param {Measure} measure @param {string} on */
function deadlineLine({ deadline, mode }, on) {
  if (!deadline) return null;
  const { text, state } = deadlineText(deadline, on);
  return h("p", { class: "deadline", "data-state": state }, mode === "免申即享" ? `拨付${text}` : text);
}

/** @param {Match} match @param {Ports} ports */
function action(match, ports) {
  const label = match.closed ? "" : APPLY_LABELS[match.mode];
  const how = match.closed ? RESULT.closed : MODES[match.mode];
  return h(
    "div",
    { class: "act" },
    how && h("p", { class: "how-to" }, how),
    label &&
      h(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": `${label}：${match.title}`,
          click: () => ports.apply(match),
        },
        label,
      ),
  );
}

/** The papers and the quoted words, closed at first. @param {Measure} measure @param {Ports} ports */
function details(measure, ports) {
  const { documents, quote } = measure;
  return h(
    "details",
    { class: "more" },
    h("summary", {}, RESULT.details, h("span", { class: "sr-only" }, `：${measure.title}`)),
    h(
      "div",
      { class: "more-body" },
      measure.mode &&
        h(
          "div",
          {},
          h("h5", {}, RESULT.documents),
          documents.length > 0
            ? h(
                "ul",
                { class: "papers" },
                documents.map((each) => h("li", {}, each)),
              )
            : h("p", {}, RESULT.noDocuments),
        ),
      h("h5", {}, RESULT.source),
      quote ? h("blockquote", {}, quote) : h("p", { class: "muted" }, RESULT.unquoted),
      policyLink(measure, ports),
    ),
  );
}

/** A real link, so that it can be opened elsewhere; a plain click opens the file over the page. @param {Measure} measure @param {Ports} ports */
function policyLink({ document_id, document_title, article }, ports) {
  if (!document_id) return null;
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    ports.open(document_id, article);
  };
  return h(
    "a",
    {
      class: "link",
      href: `/?policy=${encodeURIComponent(document_id)}#${encodeURIComponent(article)}`,
      click: open,
    },
    `${RESULT.open}${citationText(document_title || document_id, article)}`,
  );
}

/** @param {NearMiss} near @param {Ports} ports */
export function nearCard(near, ports) {
  const side = h(
    "div",
    { class: "side" },
    near.award !== null || near.award_text ? awardView(near, RESULT.ifMet) : null,
    modeTag(near),
  );
  return frame("near", near, side, [
    near.unmet.length > 1 && h("p", {}, RESULT.oneIsEnough),
    h("ul", { class: "gaps" }, near.unmet.map(gapView)),
    policyLink(near, ports),
  ]);
}

/** What is short; the requirement too where those words do not hold it. @param {Unmet} unmet */
const gapView = ({ text, label, clause }) =>
  h(
    "li",
    {},
    h("span", { class: "gap" }, text || label),
    clause && !repeats(text, clause) && h("span", { class: "clause" }, `政策要求：${clause}`),
  );

/** @param {string} text @param {string} clause */
const repeats = (text, clause) => text.includes("要求") || text.includes(clause.replace(/^有/, ""));

/** @param {import("./types.js").Unknown} unknown @param {Ports} ports */
export function unknownCard(unknown, ports) {
  const side = h(
    "div",
    { class: "side" },
    h("p", { class: "tag quiet" }, RESULT.needsData),
    modeTag(unknown),
  );
  const words = unknown.text || RESULT.needsText + unknown.needs.join("、");
  return frame("unknown", unknown, side, [
    h("p", { class: "why" }, words),
    ports.signIn &&
      h("button", { type: "button", class: "button quiet", click: ports.signIn }, RESULT.signInToFill),
  ]);
}

/** @param {import("./types.js").Review} review @param {Ports} ports */
export function reviewCard(review, ports) {
  const side = h(
    "div",
    { class: "side" },
    h("p", { class: "tag quiet" }, RESULT.review_tag),
    modeTag(review),
  );
  return frame("review", review, side, [
    h("p", { class: "why" }, review.text || RESULT.reviewText),
    policyLink(review, ports),
  ]);
}
