// @ts-check
/**
 * What speaks for a person and what against, side by side: the protecting side first, so that nobody passes over it. Where a
 * decision is due, each entry can be ticked.
 *
 * @typedef {{code: string, label: string, strength?: string, text?: string, count?: number, complaints?: string[]}} Clue
 * @typedef {{factors: Set<string>, seen: Set<string>, changed: () => void}} Picks What has been ticked so far.
 */
import { h } from "../dom.js";
import { tick } from "./forms.js";
import { strengthText } from "./words.js";

/** @param {{factors: Clue[], against: Clue[]}} clues @param {Picks|null} picks Null: nothing is to be decided. */
export const evidenceView = ({ factors, against }, picks) =>
  h(
    "div",
    { class: "two" },
    side(
      "对其有利的情况",
      "for",
      against,
      "没有发现对其有利的情况；没有发现不等于没有。",
      picks && ["这一条我看过了", picks.seen, picks.changed],
    ),
    side(
      "疑似的情形",
      "against",
      factors,
      "没有发现疑似的情形。",
      picks && ["认定以这一条为依据", picks.factors, picks.changed],
    ),
  );

/** @param {string} title @param {string} kind @param {Clue[]} clues @param {string} none @param {[string, Set<string>, () => void]|null} pick */
const side = (title, kind, clues, none, pick) =>
  h(
    "section",
    { class: `side ${kind}` },
    h("h3", {}, `${title}（${clues.length} 条）`),
    clues.length === 0 && h("p", { class: "muted" }, none),
    h(
      "ul",
      {},
      clues.map((clue) => h("li", { class: "clue" }, clueView(clue), pick && pickView(clue, pick))),
    ),
  );

/** @param {Clue} clue @param {[string, Set<string>, () => void]} pick */
const pickView = ({ code, label }, [words, chosen, changed]) =>
  tick(h("span", {}, words, h("span", { class: "sr-only" }, `：${label}`)), code, chosen, changed);

/** @param {Clue} clue */
const clueView = ({ label, strength, text, count, complaints = [] }) => [
  h("p", {}, h("b", {}, label), strength && h("span", { class: "badge quiet" }, strengthText(strength))),
  text && text !== label && h("p", {}, text),
  complaints.length === 0 && Boolean(count) && h("p", { class: "hint" }, `涉及 ${count} 件`),
  complaints.length > 0 &&
    h(
      "details",
      {},
      h("summary", {}, `涉及 ${count ?? complaints.length} 件`),
      h("p", { class: "hint refs" }, complaints.join("、")),
    ),
];
