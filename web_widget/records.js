// @ts-check
/**
 * What comes from outside (the server, the tab's storage) made into the shapes of `types.js`: a missing or odd field
 * becomes empty, so that no later module meets an undefined value. A reply without text is refused.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").Site} Site
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {import("./types.js").Action} Action
 * @typedef {import("./types.js").Citation} Citation
 * @typedef {import("./types.js").Origin} Origin
 * @typedef {Record<string, any>} Fields
 */
import { toToolCard } from "./card_records.js";
import { HOTLINE, NAME, STRINGS } from "./strings.js";

/** The form of an item's id, e.g. `GA-015`. */
const ITEM_ID = /^[A-Z]{2}-\d{3,6}$/;
/** A public telephone number: digits, with the signs that people write between them. */
const PHONE = /^\+?\d[\d -]{1,19}$/;

/** @param {unknown} value @returns {value is Fields} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {Fields} */
export const fields = (value) => (isObject(value) ? value : {});

/** @param {unknown} value */
export const text = (value) => (typeof value === "string" ? value : "");

/** @param {unknown} value */
export const orNull = (value) => (typeof value === "string" && value !== "" ? value : null);

/** @param {unknown} value */
const numberOrNull = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);

/**
 * @template T
 * @param {unknown} value
 * @param {(entry: Fields) => T} make
 * @returns {T[]}
 */
export const list = (value, make) => (Array.isArray(value) ? value.filter(isObject).map(make) : []);

/** @param {unknown} value @returns {string[]} */
const lines = (value) => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);

/** @param {unknown} value @returns {string|null} */
export const itemId = (value) => (typeof value === "string" && ITEM_ID.test(value) ? value : null);

/**
 * The address that rings a number, or null if it is not one.
 *
 * @param {string} number
 */
export const telephone = (number) => (PHONE.test(number) ? `tel:${number.replaceAll(/[ -]/g, "")}` : null);

/**
 * A web address that is safe to follow, or null.
 *
 * @param {unknown} value
 */
export function webAddress(value) {
  try {
    const url = new URL(text(value));
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** How the service links to an article of a policy file. */
const POLICY_LINK = /^\/\?policy=([^&#]{1,192})(?:#(.*))?$/;
/** The longest id of a policy file that the service takes. */
const MAX_POLICY_ID = 64;

/**
 * The article that a link such as `/?policy=P001#第三条` means, or null for any other link.
 *
 * @param {unknown} link
 * @returns {import("./types.js").PolicyPlace|null}
 */
export function policyPlace(link) {
  const found = POLICY_LINK.exec(text(link));
  const id = found && decoded(found[1]);
  return id && id.length <= MAX_POLICY_ID ? { id, section: decoded(found[2] ?? "") } : null;
}

/** @param {unknown} value @returns {import("./types.js").PolicyPlace|null} */
function keptPlace(value) {
  const { id, section } = fields(value);
  return text(id) && text(id).length <= MAX_POLICY_ID ? { id: text(id), section: text(section) } : null;
}

/** Part of an address; empty where a stray percent sign spoils it. @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Lists and records for programs: a citizen who opened one would find nothing to read. */
const DATA_FILE = /\.(jsonl?|tsv|csv)$/i;

/**
 * The department's file, by its name without folders; null where there is none, or none for people.
 *
 * @param {unknown} value
 * @returns {Origin|null}
 */
export function toOrigin(value) {
  const { file, place, url } = fields(value);
  const name = text(file).split(/[/\\]/).at(-1)?.trim() ?? "";
  const where = text(place).trim();
  const data = DATA_FILE.test(name) || where.split("，").some((part) => DATA_FILE.test(part));
  return name && !data ? { file: name, place: where, url: webAddress(url) } : null;
}

/** As the service gives it, or as it was kept in the tab. @param {Fields} entry @returns {Citation} */
const toCitation = (entry) => ({
  title: text(entry.title),
  section: text(entry.section),
  source_id: text(entry.source_id),
  url: webAddress(entry.url),
  policy: policyPlace(entry.url) ?? keptPlace(entry.policy),
  origin: toOrigin(entry.origin ?? { file: entry.file, place: entry.place, url: entry.original }),
});

/** @param {Fields} entry @returns {Suggestion} */
const toSuggestion = (entry) => ({
  text: text(entry.text),
  hint: text(entry.hint).trim(),
  item_id: itemId(entry.item_id),
  facet: orNull(entry.facet),
});

/** @param {unknown} value @returns {Suggestion[]} */
export const toSuggestions = (value) => list(value, toSuggestion).filter((entry) => entry.text.trim() !== "");

/** The service's own pages: of a company's policies, of an application's progress, of a report and its draft. */
const PAGE =
  /^\/(policies(\?company=[0-9A-Z]{18})?|progress(\?number=[0-9A-Z-]{1,40})?|claims(\?draft=[0-9a-f]{32})?)$/;

/** @param {unknown} value */
export const pagePath = (value) => (PAGE.test(text(value)) ? text(value) : null);

/** @param {unknown} value @returns {Action[]} */
function toActions(value) {
  /** @type {Action[]} */
  const actions = [];
  for (const entry of list(value, (action) => action)) {
    const label = text(entry.label);
    const id = itemId(entry.item_id);
    if (entry.kind === "open_guide" && id) actions.push({ kind: "open_guide", label, item_id: id });
    if (entry.kind === "call" && text(entry.number)) {
      actions.push({ kind: "call", label, number: text(entry.number) });
    }
    const path = pagePath(entry.path ?? entry.url);
    if (entry.kind === "open_page" && path && label) actions.push({ kind: "open_page", label, path });
  }
  return actions;
}

/** @param {Fields} card */
const toConditionsAndSteps = (card) => ({
  conditions: lines(card.conditions),
  variants: list(card.variants, (entry) => ({
    name: text(entry.name),
    when: text(entry.when),
    materials: lines(entry.materials),
    note: text(entry.note),
  })),
  materials: list(card.materials, (entry) => ({
    name: text(entry.name),
    form: text(entry.form),
    copies: numberOrNull(entry.copies),
    required: typeof entry.required === "boolean" ? entry.required : null,
    note: text(entry.note),
  })),
  steps: list(card.steps, (entry) => ({ name: text(entry.name), detail: text(entry.detail) })),
});

/** @param {Fields} card */
const toPlacesChannelsAndFee = (card) => ({
  places: list(card.places, (entry) => ({
    name: text(entry.name),
    address: text(entry.address),
    hours: text(entry.hours),
    phone: text(entry.phone),
  })),
  online: isObject(card.online)
    ? {
        available: card.online.available === true,
        channels: lines(card.online.channels),
        note: text(card.online.note),
      }
    : null,
  fee: isObject(card.fee)
    ? { amount: numberOrNull(card.fee.amount), text: text(card.fee.text), basis: text(card.fee.basis) }
    : null,
});

/**
 * @param {unknown} value
 * @returns {GuideCard|null} null when it is no guide at all
 */
export function toCard(value) {
  const card = fields(value);
  const id = itemId(card.item_id);
  if (!id || !text(card.name)) return null;
  return {
    item_id: id,
    name: text(card.name),
    department: text(card.department),
    audience: text(card.audience),
    board: text(card.board),
    summary: text(card.summary),
    ...toConditionsAndSteps(card),
    ...toPlacesChannelsAndFee(card),
    statutory_days: numberOrNull(card.statutory_days),
    promised_days: numberOrNull(card.promised_days),
    visits: numberOrNull(card.visits),
    result: text(card.result),
    legal_basis: lines(card.legal_basis),
    faq: list(card.faq, (entry) => ({ q: text(entry.q), a: text(entry.a) })),
    related: list(card.related, (entry) => ({ item_id: text(entry.item_id), name: text(entry.name) })).filter(
      (entry) => itemId(entry.item_id) && entry.name,
    ),
    sample: card.sample !== false,
    origin: toOrigin(card.origin),
  };
}

/**
 * @param {unknown} value
 * @returns {Reply|null} null when it does not answer anything
 */
export function toReply(value) {
  const reply = fields(value);
  if (!text(reply.text)) return null;
  return {
    session_id: text(reply.session_id),
    reply_id: text(reply.reply_id),
    outcome: /** @type {Reply["outcome"]} */ (text(reply.outcome) || "answered"),
    text: text(reply.text),
    item_id: itemId(reply.item_id),
    facet: orNull(reply.facet),
    facets: lines(reply.facets),
    card: toCard(reply.card) ?? toToolCard(reply.card),
    citations: list(reply.citations, toCitation).filter((entry) => entry.title),
    suggestions: toSuggestions(reply.suggestions),
    actions: toActions(reply.actions),
    heard: orNull(reply.heard),
  };
}

/** @param {unknown} value @returns {Site} Filled with the widget's own words where the server is silent. */
export function toSite(value) {
  const site = fields(value);
  const hotline = fields(site.hotline);
  const number = text(hotline.number);
  return {
    assistant_name: text(site.assistant_name) || NAME,
    greeting: text(site.greeting) || STRINGS.greeting,
    placeholder: text(site.placeholder) || STRINGS.placeholder,
    hotline: telephone(number) ? { label: text(hotline.label) || HOTLINE.label, number } : HOTLINE,
    suggestions: toSuggestions(site.suggestions),
    streaming: site.streaming === true,
  };
}
