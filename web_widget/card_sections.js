// @ts-check
/**
 * The bodies of the guide card's sections, one function each; an empty list leaves the section out.
 *
 * @typedef {import("./types.js").GuideCard} GuideCard
 * @typedef {import("./types.js").Material} Material
 * @typedef {import("./types.js").Place} Place
 * @typedef {import("./types.js").Variant} Variant
 * @typedef {import("./card.js").CardHost} CardHost
 * @typedef {import("./dom.js").Leaf} Leaf
 */
import { formText, materialGaps, needText, promisedText, statutoryText } from "./card_text.js";
import { h, icon } from "./dom.js";
import { telephone } from "./records.js";
import { CARD, progress } from "./strings.js";

/** @param {[string, Leaf][]} rows */
const rows = (rows) =>
  h(
    "dl",
    { class: "rows" },
    rows
      .filter(([, value]) => value)
      .map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );

/** @param {string[]} entries */
const bullets = (entries) =>
  h(
    "ul",
    {},
    entries.map((entry) => h("li", {}, entry)),
  );

/** @param {GuideCard} card @param {CardHost} host @returns {Leaf[]} */
function materials(card, host) {
  if (card.materials.length === 0) return [h("p", {}, CARD.unsaidMaterials)];
  const count = h("p", { class: "progress", role: "status" });
  const tell = () => count.replaceChildren(progress(host.ticks(card.item_id).length, card.materials.length));
  const entries = card.materials.map((material, position) =>
    materialView(material, position, card.item_id, host, tell),
  );
  tell();
  const gaps = materialGaps(card);
  return [
    h("p", { class: "muted" }, CARD.checklistHint),
    h("ul", { class: "checklist" }, entries),
    count,
    gaps && h("p", {}, gaps),
  ];
}

/** @param {Material} material @param {number} position @param {string} item @param {CardHost} host @param {() => void} tell */
function materialView(material, position, item, host, tell) {
  const box = h("input", {
    type: "checkbox",
    change: () => (host.tick(item, position, box.checked), tell()),
  });
  box.checked = host.ticks(item).includes(position);
  const form = formText(material, " ");
  const need = needText(material);
  return h(
    "li",
    {},
    h(
      "label",
      { class: "material" },
      box,
      h(
        "span",
        { class: "material-body" },
        h("span", { class: "material-name" }, material.name),
        " ",
        need && h("span", { class: material.required ? "need" : "need optional" }, need),
        " ",
        form && h("span", { class: "material-form" }, form),
        material.note && h("span", { class: "material-note" }, material.note),
      ),
    ),
  );
}

/** A number that rings when tapped; anything else is shown as it is. @param {string} number */
export function phoneLink(number) {
  const href = telephone(number);
  return href ? h("a", { href, class: "phone" }, icon("phone"), number) : number;
}

/** @param {Place} place */
const placeView = (place) =>
  h(
    "li",
    {},
    h("p", { class: "strong" }, place.name),
    rows([
      [CARD.address, place.address],
      [CARD.hours, place.hours],
      [CARD.phone, place.phone && phoneLink(place.phone)],
    ]),
  );

/** @param {GuideCard} card @returns {Leaf[]} */
const places = (card) =>
  card.places.length === 0
    ? []
    : [
        h("ul", { class: "places" }, card.places.map(placeView)),
        h("p", { class: "muted" }, CARD.checkBeforeGoing),
      ];

/** @param {GuideCard} card @returns {Leaf[]} */
const fee = ({ fee }) =>
  fee === null
    ? [h("p", {}, CARD.unsaidFee)]
    : [fee.text && h("p", { class: "strong" }, fee.text), fee.basis && rows([[CARD.basis, fee.basis]])];

/** @param {GuideCard} card @returns {Leaf[]} */
const time = (card) => [
  rows([
    [CARD.promised, promisedText(card)],
    [CARD.statutory, statutoryText(card)],
  ]),
];

/** @param {GuideCard} card @returns {Leaf[]} */
function online({ online }) {
  if (online === null) return [h("p", {}, CARD.unsaidOnline)];
  const { available, channels, note } = online;
  return [
    h("p", { class: "strong" }, available ? CARD.canOnline : CARD.cannotOnline),
    available && channels.length > 0 && bullets(channels),
    note && h("p", {}, note),
  ];
}

/** @param {Variant} variant */
const variantView = (variant) =>
  h(
    "li",
    {},
    h("p", { class: "strong" }, variant.name),
    rows([
      [CARD.when, variant.when],
      [CARD.needs, variant.materials.join("、")],
    ]),
    variant.note && h("p", { class: "muted" }, variant.note),
  );

/** @param {GuideCard} card @returns {Leaf[]} */
const variants = (card) =>
  card.variants.length === 0 ? [] : [h("ul", { class: "places" }, card.variants.map(variantView))];

/** @param {GuideCard} card @returns {Leaf[]} */
function steps(card) {
  const entries = card.steps.map((step) =>
    h("li", {}, h("span", { class: "strong" }, step.name), h("span", {}, step.detail)),
  );
  return entries.length === 0 ? [] : [h("ol", { class: "steps" }, entries)];
}

/** The question that a reply answered stands open. @param {GuideCard} card @param {CardHost} _host @param {string} said @returns {Leaf[]} */
const faq = (card, _host, said) =>
  card.faq.map(({ q, a }) =>
    h(
      "details",
      { class: "faq", open: a !== "" && said.includes(a) },
      h("summary", {}, q, icon("down")),
      h("p", {}, a),
    ),
  );

/** @param {GuideCard} card @param {CardHost} host @returns {Leaf[]} */
function related(card, host) {
  const chips = card.related.map(({ item_id, name }) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "chip", click: () => host.ask({ text: name, item_id, facet: "general" }) },
        name,
      ),
    ),
  );
  return chips.length === 0 ? [] : [h("ul", { class: "chips" }, chips)];
}

/** In the order in which a citizen needs them. @type {Record<string, (card: GuideCard, host: CardHost, said: string) => Leaf[]>} */
export const SECTION_BODIES = {
  materials,
  places,
  fee,
  time,
  online,
  conditions: (card) => (card.conditions.length === 0 ? [] : [bullets(card.conditions)]),
  variants,
  steps,
  result: (card) => (card.result ? [h("p", {}, card.result)] : []),
  faq,
  basis: (card) => (card.legal_basis.length === 0 ? [] : [bullets(card.legal_basis)]),
  related,
};
