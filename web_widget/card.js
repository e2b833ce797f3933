// @ts-check
/**
 * The guide card: a whole 办事指南 laid out for reading, ticking off, copying and printing. Sections fold, so that a
 * phone is not flooded; materials and places are open from the start.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./types.js").Ask} Ask
 * @typedef {keyof typeof import("./strings.js").SECTIONS} Section
 *
 * @typedef {object} CardHost What a card asks of the one who shows it.
 * @property {(item: string) => number[]} ticks
 * @property {(item: string, position: number, done: boolean) => void} tick
 * @property {(ask: Ask) => void} ask
 * @property {() => void} close
 * @property {(message: string) => void} say Tells a screen reader, and shows, that something was done.
 */
import { cardText, factsOf, hasGaps } from "./card_text.js";
import { SECTION_BODIES, phoneLink } from "./card_sections.js";
import { append, h, icon } from "./dom.js";
import { originView } from "./origins.js";
import { print } from "./print.js";
import { CARD, HOTLINE, ORIGIN, SECTIONS } from "./strings.js";

const OPEN_FIRST = new Set(["materials", "places"]);

/** Words in a citation's section, or the facet asked, and the section of the card that they mean. */
const MEANT = /** @type {[RegExp, Section][]} */ ([
  [/材料|materials/, "materials"],
  [/地点|地址|电话|窗口|place|phone/, "places"],
  [/收费|费用|fee/, "fee"],
  [/时限|time/, "time"],
  [/网办|网上|线上|online/, "online"],
  [/条件|conditions/, "conditions"],
  [/情形/, "variants"],
  [/流程|步骤|process/, "steps"],
  [/结果|result/, "result"],
  [/常见|问答/, "faq"],
  [/依据/, "basis"],
]);

/** @param {string|null} words @returns {Section|null} */
export function sectionMeant(words) {
  return MEANT.find(([pattern]) => pattern.test(words ?? ""))?.[1] ?? null;
}

/**
 * @param {GuideCard} card
 * @param {CardHost} host
 * @param {{focus?: Section[], said?: string, closable?: boolean}} [options] `focus`: sections to open as well; `said`: a
 *   reply, whose frequent question is opened too.
 * @returns {HTMLElement}
 */
export function cardView(card, host, { focus = [], said = "", closable = false } = {}) {
  const article = h("article", { class: "card", part: "card", "aria-label": `${CARD.badge}：${card.name}` });
  append(article, [header(card), facts(card), hasGaps(card) && gaps()]);
  for (const [name, body] of Object.entries(SECTION_BODIES)) {
    const content = body(card, host, said);
    if (content.length) article.append(section(/** @type {Section} */ (name), content, focus));
  }
  append(article, [originView(card.origin, ORIGIN.of), footer(card, host, closable)]);
  return article;
}

/** @param {GuideCard} card */
const header = (card) =>
  h(
    "header",
    { class: "card-head" },
    h("p", { class: "badges" }, h("span", { class: "badge" }, CARD.badge), card.sample && sampleBadge()),
    h("h3", { class: "card-title", tabindex: "-1" }, card.name),
    h("p", { class: "muted" }, [card.department, card.audience, card.board].filter(Boolean).join(" · ")),
    card.summary && h("p", { class: "card-summary" }, card.summary),
  );

const sampleBadge = () => h("span", { class: "badge quiet" }, CARD.sample);

/** @param {GuideCard} card */
const facts = (card) =>
  h(
    "dl",
    { class: "facts" },
    factsOf(card).map(([term, value]) => h("div", { class: "fact" }, h("dt", {}, term), h("dd", {}, value))),
  );

/** What «未写明» means, and whom to ask. */
const gaps = () => h("p", { class: "gaps" }, CARD.gaps, phoneLink(HOTLINE.number));

/** @param {Section} name @param {import("./dom.js").Leaf[]} content @param {Section[]} focus */
const section = (name, content, focus) =>
  h(
    "details",
    { class: "section", "data-section": name, open: OPEN_FIRST.has(name) || focus.includes(name) },
    h("summary", {}, h("span", { class: "section-title" }, SECTIONS[name]), icon("down")),
    h("div", { class: "section-body" }, content),
  );

/** @param {GuideCard} card @param {CardHost} host @param {boolean} closable */
function footer(card, host, closable) {
  const canCopy = Boolean(globalThis.navigator?.clipboard);
  return h(
    "footer",
    { class: "card-foot" },
    canCopy &&
      h("button", { type: "button", class: "tool", click: () => copy(card, host) }, icon("copy"), CARD.copy),
    h(
      "button",
      { type: "button", class: "tool", click: () => print(paperCopy(card, host), card.name) },
      icon("print"),
      CARD.print,
    ),
    closable && h("button", { type: "button", class: "tool", click: host.close }, icon("close"), CARD.close),
  );
}

/** @param {GuideCard} card @param {CardHost} host */
async function copy(card, host) {
  try {
    await navigator.clipboard.writeText(cardText(card));
    host.say(CARD.copied);
  } catch {
    // A host page's permission policy may forbid it; the citizen can still select the text.
    host.say(CARD.copyFailed);
  }
}

/** The card for paper: every section open, ticks kept, no buttons. @param {GuideCard} card @param {CardHost} host */
function paperCopy(card, host) {
  const copy = cardView(card, host);
  for (const details of copy.querySelectorAll("details")) details.open = true;
  copy.querySelector("footer")?.remove();
  return copy;
}
