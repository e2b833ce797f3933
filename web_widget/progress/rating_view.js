// @ts-check
/**
 * 好差评 of a finished case: five levels, reasons that belong to the level, free words; and what became of a low one.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {import("./records.js").Level} Level
 * @typedef {import("./records.js").Rating} Rating
 * @typedef {(rating: {score: number, reasons: string[], text: string}) => Promise<void>} Rate
 */
import { h } from "../dom.js";
import { labelled } from "../policies/field_view.js";
import { momentOf } from "../policies/figures.js";
import { attempt, busy } from "./work.js";
import { RATING } from "./words.js";

/** @param {Application} application @param {Level[]} levels Empty where they could not be had. @param {Rate} rate */
export function ratingView({ can_rate, rating }, levels, rate) {
  if (!can_rate && !rating) return null;
  return h(
    "section",
    { class: "rating", "aria-labelledby": "rating-title" },
    h("h3", { id: "rating-title", tabindex: "-1" }, RATING.title),
    rating && givenView(rating, levels),
    can_rate && (levels.length > 0 ? formView(levels, rate) : h("p", { class: "muted" }, RATING.failed)),
  );
}

/** @param {Rating} rating @param {Level[]} levels */
function givenView({ score, label, reasons, text, at, followup }, levels) {
  const known = levels.flatMap((level) => level.reasons);
  const words = reasons.map((reason) => known.find(({ code }) => code === reason)?.label ?? reason);
  return h(
    "div",
    { class: "given" },
    h("p", {}, h("b", {}, `${RATING.yours}：${label || `${score} 分`}`), at && `（${momentOf(at)}）`),
    words.length > 0 && h("p", {}, words.join("、")),
    text && h("blockquote", {}, text),
    followup &&
      h("p", { class: "answer" }, h("b", {}, `${RATING.followup}：`), followup.answer || RATING.waiting),
  );
}

/** @param {Level[]} levels @param {Rate} rate */
function formView(levels, rate) {
  const reasons = h("div", { class: "reasons" });
  const words = h("textarea", { rows: 3, maxlength: 500 });
  const error = h("p", { class: "error", role: "alert", id: "rating-error" });
  const button = h("button", { type: "submit", class: "button primary" }, RATING.button);
  /** @type {Level|null} */
  let chosen = null;
  const choose = (/** @type {Level} */ level) => {
    chosen = level;
    error.textContent = "";
    reasons.replaceChildren(...reasonsView(level));
  };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const level = chosen;
    if (!level) {
      error.textContent = RATING.pick;
      return form.querySelector("input")?.focus();
    }
    const picked = [
      .../** @type {NodeListOf<HTMLInputElement>} */ (reasons.querySelectorAll("input:checked")),
    ];
    const rating = {
      score: level.score,
      reasons: picked.map((box) => box.value),
      text: words.value.trim(),
    };
    return busy(button, RATING.sending, () => attempt(error, () => rate(rating)));
  };
  const form = h(
    "form",
    { novalidate: true, submit: send },
    h("p", {}, RATING.hint),
    h("p", { class: "muted" }, RATING.low),
    h(
      "fieldset",
      { class: "levels", "aria-describedby": "rating-error" },
      h("legend", {}, RATING.level),
      levels.map((level) =>
        h(
          "label",
          {},
          h("input", { type: "radio", name: "score", value: level.score, change: () => choose(level) }),
          h("span", {}, level.label),
        ),
      ),
    ),
    reasons,
    labelled({ id: "rating-text", label: RATING.text, optional: true }, words),
    error,
    button,
  );
  return form;
}

/** @param {Level} level */
const reasonsView = (level) =>
  level.reasons.length === 0
    ? []
    : [
        h(
          "fieldset",
          {},
          h("legend", {}, RATING.reasons),
          level.reasons.map(({ code, label }) =>
            h("label", {}, h("input", { type: "checkbox", value: code }), h("span", {}, label)),
          ),
        ),
      ];
