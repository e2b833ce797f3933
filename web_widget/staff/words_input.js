// @ts-check
/** A list of words: each can be taken away, others are picked from those known or typed. */
import { h } from "../dom.js";
import { newId, suggest } from "./ui.js";

/**
 * @param {string} label
 * @param {string[]} words
 * @param {string[]} known
 * @param {(words: string[]) => void} change
 * @param {string} [focus]
 */
export function wordsInput(label, words, known, change, focus = "") {
  const id = newId();
  const box = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    maxlength: 100,
    placeholder: "再加一个",
    "data-focus": focus || null,
  });
  const list = h("ul", { class: "words" });
  const draw = () =>
    list.replaceChildren(
      ...words.map((word, at) =>
        h(
          "li",
          {},
          word,
          h(
            "button",
            {
              type: "button",
              class: "take-away",
              "aria-label": `去掉“${word}”`,
              click: () => set(words.toSpliced(at, 1)),
            },
            "×",
          ),
        ),
      ),
    );
  const set = (/** @type {string[]} */ next) => {
    words = [...new Set(next)];
    draw();
    change(words);
    box.focus();
  };
  const add = () => {
    const typed = box.value.split(/[、,，;；\s]+/).filter(Boolean);
    box.value = "";
    if (typed.length) set([...words, ...typed]);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  });
  box.addEventListener("change", add);
  draw();
  return h(
    "div",
    { class: "field wide" },
    h("label", { for: id }, label),
    list,
    h(
      "span",
      { class: "adding" },
      suggest(box, known),
      h("button", { type: "button", class: "button", click: add }, "添加"),
    ),
  );
}
