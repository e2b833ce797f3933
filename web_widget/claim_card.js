// @ts-check
/**
 * The card of a report of what may be a malicious claim: what was understood so far, what is lacking, the way to the form and its
 * files; at last its number and code.
 *
 * @typedef {import("./types.js").ClaimCard} ClaimCard
 * @typedef {import("./types.js").Ask} Ask
 */
import { h, icon } from "./dom.js";
import { draftHere, dropDraft, keepDraft } from "./draft_link.js";
import { pageLink } from "./match_card.js";
import { CARD, CLAIM, dayText } from "./strings.js";

/** @param {ClaimCard} card @param {{base: string, ask: (ask: Ask) => void}} host */
export function claimCardView(card, host) {
  const title = CLAIM.titles[card.stage];
  if (card.draft_id && card.stage === "sent") dropDraft(card.draft_id, host.base);
  else if (card.draft_id) keepDraft(card.draft_id, host.base);
  return h(
    "article",
    { class: "card claim", part: "card", "aria-label": title },
    h(
      "header",
      { class: "card-head" },
      h(
        "p",
        { class: "badges" },
        h("span", { class: "badge" }, CLAIM.badge),
        card.sample && h("span", { class: "badge quiet" }, CARD.sample),
      ),
      h("h3", { class: "card-title", tabindex: "-1" }, title),
      h("p", { class: "muted" }, CLAIM.neutral),
    ),
    card.stage === "sent" ? sentView(card) : draftView(card, host),
    card.path &&
      h(
        "footer",
        { class: "card-foot" },
        pageLink(card.stage === "sent" ? CLAIM.look : CLAIM.form, card.path, host.base),
      ),
  );
}

/** @param {ClaimCard} card @param {{ask: (ask: Ask) => void}} host */
function draftView(card, { ask }) {
  return [
    card.lines.length > 0 &&
      h(
        "ul",
        { class: "answers" },
        card.lines.map((line) => lineView(line, ask)),
      ),
    card.missing.length > 0 && h("p", { class: "gaps" }, `${CLAIM.missing}：${card.missing.join("、")}`),
    h(
      "p",
      { class: "gaps" },
      card.files > 0 ? `${CLAIM.files}${card.files}个。` : CLAIM.noFiles,
      card.expires_on && `${CLAIM.kept}${dayText(card.expires_on)}。`,
    ),
  ];
}

/** @param {ClaimCard["lines"][number]} line @param {(ask: Ask) => void} ask */
const lineView = ({ label, value, wrong }, ask) =>
  h(
    "li",
    {},
    h(
      "div",
      { class: "answer" },
      h("span", { class: "muted" }, label),
      h("span", { dir: "auto" }, value),
      wrong && h("span", { class: "wrong" }, `${CLAIM.wrong}${wrong}`),
    ),
    h(
      "button",
      {
        type: "button",
        class: "chip",
        "aria-label": `${CLAIM.change}${label}`,
        click: () => ask({ text: `修改${label}` }),
      },
      CLAIM.change,
    ),
  );

/** @param {ClaimCard} card */
const sentView = ({ receipt, code, next_text }) =>
  h(
    "div",
    { class: "section-body" },
    h(
      "dl",
      { class: "rows receipt" },
      receipt && h("div", {}, h("dt", {}, CLAIM.receipt), h("dd", {}, receipt)),
      code && h("div", {}, h("dt", {}, CLAIM.code), h("dd", {}, code)),
    ),
    h("p", {}, icon("copy"), " ", code ? CLAIM.write : CLAIM.codeShown),
    next_text && h("p", { class: "muted" }, next_text),
  );

/** The way back to a report that was begun in this browser. @param {string} base @param {(ask: Ask) => void} ask */
export function resumeView(base, ask) {
  const draft = draftHere(base);
  const go = () => ask({ text: `${CLAIM.goOn} ${draft}` });
  return (
    draft &&
    h("p", { class: "actions" }, h("button", { type: "button", class: "action", click: go }, CLAIM.resume))
  );
}
