// @ts-check
/**
 * The words that a label rests on: taken from what is selected in the text, or copied into a box by those who do not use
 * a mouse.
 *
 * @typedef {import("./types.js").Quote} Quote
 */
import { h } from "../dom.js";
import { placeOf } from "./spans.js";
import { button, newId, say } from "./ui.js";

/**
 * @param {import("./bench.js").Bench} bench
 * @param {Quote[]} quotes
 * @param {string} article Where the words most likely stand.
 * @param {string} focus
 * @param {(quotes: Quote[]) => void} change
 */
export function quotesView(bench, quotes, article, focus, change) {
  const id = newId();
  const box = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    maxlength: 500,
    placeholder: "或者抄一段原文",
    "data-focus": `${focus}:quote`,
  });
  const add = (/** @type {Quote|null} */ quote, /** @type {string} */ otherwise) => {
    if (!quote) return say(otherwise);
    if (quotes.some(({ start, end }) => start === quote.start && end === quote.end))
      return say("这段原文已经是依据了。");
    change([...quotes, quote]);
    say("已加为依据。");
  };
  const typed = () =>
    add(placeOf(bench.articles, box.value, article), "原文里没有找到这段话，请照原文一字不差地抄。");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    typed();
  });
  return h(
    "div",
    { class: "basis" },
    h("p", { class: "basis-title" }, quotes.length ? "依据的原文" : "还没有标出依据的原文"),
    quotes.length > 0 &&
      h(
        "ul",
        { class: "quotes" },
        quotes.map((quote, at) =>
          h(
            "li",
            {},
            h("q", {}, quote.text),
            h(
              "button",
              {
                type: "button",
                class: "take-away",
                "aria-label": `去掉依据“${quote.text.slice(0, 20)}”`,
                click: () => change(quotes.toSpliced(at, 1)),
              },
              "×",
            ),
          ),
        ),
      ),
    h(
      "p",
      { class: "adding" },
      button("用选中的原文", () => add(bench.selection(), "请先在原文里选中一段文字。"), {
        "data-focus": `${focus}:selected`,
      }),
      h("label", { class: "sr-only", for: id }, "抄一段原文作依据"),
      box,
      button("加为依据", typed),
    ),
  );
}
