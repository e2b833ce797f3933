// @ts-check
/**
 * The text of a policy file with the words marked on which labels rest; words can be selected as a label's basis.
 *
 * @typedef {import("./types.js").Article} Article
 * @typedef {import("./types.js").Quote} Quote
 * @typedef {import("./spans.js").Span} Span
 */
import { h } from "../dom.js";
import { pieces } from "./spans.js";

export class TextPane {
  /** @type {Quote|null} What was selected last. */
  selection = null;
  #articles;
  #pick;
  #chosen;

  /** @param {Article[]} articles @param {(key: string) => void} pick A label was asked for. @param {(quote: Quote) => void} chosen Words were selected. */
  constructor(articles, pick, chosen) {
    this.#articles = articles;
    this.#pick = pick;
    this.#chosen = chosen;
    this.view = h("div", { class: "text" });
    this.#listen();
  }

  /** @param {Span[]} spans @param {Map<string, string>} names Of the labels, by key. */
  draw(spans, names) {
    this.view.replaceChildren(
      ...this.#articles.map((article, at) =>
        h(
          "p",
          { class: "article", "data-article": at },
          pieces(article, spans).map(({ text, start, keys }) =>
            keys.length
              ? h(
                  "mark",
                  {
                    "data-keys": keys.join(" "),
                    "data-start": start,
                    tabindex: 0,
                    role: "button",
                    "aria-label": `${text}。依据它的标签：${keys.map((key) => names.get(key) ?? "").join("、")}`,
                  },
                  text,
                )
              : h("span", { "data-start": start }, text),
          ),
        ),
      ),
    );
  }

  /** Marks the words of one label, of none for an empty key. @param {string} key */
  light(key) {
    for (const mark of this.#marks()) mark.classList.toggle("lit", key !== "" && keysOf(mark).includes(key));
  }

  /** Brings a label's words into sight; whether it has any. @param {string} key */
  show(key) {
    const marks = this.#marks().filter((mark) => keysOf(mark).includes(key));
    marks[0]?.scrollIntoView({ block: "center" });
    marks[0]?.focus({ preventScroll: true });
    this.light(key);
    return marks.length > 0;
  }

  /** Begins at an article, without moving the page. @param {string} section */
  begin(section) {
    const at = this.#articles.findIndex((one) => one.section !== "" && section.startsWith(one.section));
    const pane = this.view.parentElement;
    const article = /** @type {HTMLElement|null} */ (this.view.querySelector(`[data-article="${at}"]`));
    if (pane && article) pane.scrollTop = article.offsetTop - pane.offsetTop - 40;
  }

  #marks() {
    return [...this.view.querySelectorAll("mark")];
  }

  #listen() {
    const of = (/** @type {Event} */ event) =>
      /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest("mark"));
    const pick = (/** @type {Event} */ event) => {
      const mark = of(event);
      if (mark && document.getSelection()?.isCollapsed !== false) this.#pick(keysOf(mark)[0]);
    };
    this.view.addEventListener("click", pick);
    this.view.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      const mark = of(event);
      if (mark) this.#pick(keysOf(mark)[0]);
    });
    const select = () => {
      const chosen = this.#read(document.getSelection());
      if (!chosen) return;
      this.selection = chosen;
      this.#chosen(chosen);
    };
    this.view.addEventListener("pointerup", () => setTimeout(select));
    this.view.addEventListener("touchend", () => setTimeout(select, 300));
    this.view.addEventListener("keyup", select);
  }

  /** The selected words inside one article. @param {Selection|null} selection @returns {Quote|null} */
  #read(selection) {
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [
      placeIn(range.startContainer, range.startOffset),
      placeIn(range.endContainer, range.endOffset),
    ];
    if (!start || !end || start.article !== end.article || !this.view.contains(range.commonAncestorContainer))
      return null;
    const article = this.#articles[start.article];
    const text = Array.from(article.text)
      .slice(start.at - article.start, end.at - article.start)
      .join("");
    const lead = Array.from(text).length - Array.from(text.trimStart()).length;
    const trimmed = text.trim();
    if (!trimmed) return null;
    return { text: trimmed, start: start.at + lead, end: start.at + lead + Array.from(trimmed).length };
  }
}

/** @param {HTMLElement} mark */
const keysOf = (mark) => (mark.dataset.keys ?? "").split(" ");

/** The character of the whole text at a place of the page. @param {Node} node @param {number} offset */
function placeIn(node, offset) {
  const piece = node.parentElement?.closest("[data-start]");
  const article = node.parentElement?.closest("[data-article]");
  if (node.nodeType !== Node.TEXT_NODE || !piece || !article) return null;
  const before = Array.from((node.textContent ?? "").slice(0, offset)).length;
  return {
    at: Number(/** @type {HTMLElement} */ (piece).dataset.start) + before,
    article: Number(/** @type {HTMLElement} */ (article).dataset.article),
  };
}
