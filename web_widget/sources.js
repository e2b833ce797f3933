// @ts-check
/**
 * What a reply rests on, and the buttons that open it below the reply: guides, articles of policy files.
 *
 * @typedef {import("./types.js").Citation} Citation
 *
 * @typedef {{kind: "guide", item: string, section: string, said: string} |
 *   {kind: "policy", id: string, section: string}} Source `said`: the reply's words, to find in the guide what they quote.
 * @typedef {(source: Source, slot: HTMLElement, opener: HTMLButtonElement) => void} OpenSource
 */
import { h, icon } from "./dom.js";
import { originView } from "./origins.js";
import { itemId } from "./records.js";
import { ORIGIN, STRINGS, citationText } from "./strings.js";

/**
 * @param {Citation[]} citations
 * @param {string} said
 * @param {HTMLElement} slot Where what is opened goes.
 * @param {OpenSource} open
 */
export function sourcesView(citations, said, slot, open) {
  if (citations.length === 0) return null;
  const entries = citations.map((citation, position) => {
    const again = citation.section !== "" && citations[position - 1]?.title === citation.title;
    const place = originView(citation.origin, ORIGIN.from);
    return h("li", { class: place && "placed" }, sourceView(citation, again, said, slot, open), place);
  });
  return h("div", { class: "sources" }, h("span", { class: "label" }, STRINGS.sources), h("ul", {}, entries));
}

/**
 * @param {Citation} citation
 * @param {boolean} again Its title was shown just before: it is said again, not shown again.
 * @param {string} said
 * @param {HTMLElement} slot
 * @param {OpenSource} open
 */
function sourceView({ title, section, source_id, url, policy }, again, said, slot, open) {
  const words = again
    ? [h("span", { class: "sr-only" }, citationText(title, "")), section]
    : [citationText(title, section)];
  const item = itemId(source_id);
  if (policy) return sourceButton("source", words, { kind: "policy", ...policy }, slot, open);
  if (item) return sourceButton("source", words, { kind: "guide", item, section, said }, slot, open);
  if (url) return h("a", { class: "source", href: url, target: "_blank", rel: "noopener noreferrer" }, words);
  return h("span", { class: "source" }, words);
}

/**
 * @param {string} look
 * @param {import("./dom.js").Leaf[]} words
 * @param {Source} source
 * @param {HTMLElement} slot
 * @param {OpenSource} open
 */
export function sourceButton(look, words, source, slot, open) {
  const button = h(
    "button",
    { type: "button", class: look, "aria-expanded": "false", "data-opens": source.kind },
    icon(source.kind === "policy" ? "scroll" : "book"),
    h("span", {}, words),
  );
  button.addEventListener("click", () => open(source, slot, button));
  return button;
}
