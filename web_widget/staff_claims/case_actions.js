// @ts-check
/**
 * What can be done with a case now. The service says which actions there are; this says what each asks for.
 *
 * @typedef {import("./case.js").Act} Act
 * @typedef {import("./case.js").Picks} Picks
 */
import { h } from "../dom.js";
import { field, select } from "../staff/ui.js";
import { actionBox, ticks } from "./forms.js";
import { RECEIVERS, unready } from "./words.js";

/** Actions that stand elsewhere on the page. */
const ELSEWHERE = ["seen", "decide_complaint", "reveal", "packet"];
const SURE = /** @type {Record<string, string>} */ ({
  recognise: "您确认已经看过两边的情况。认定要由另一位工作人员复核才算数。",
  confirm: "您确认已经看过两边的情况。复核以后，认定在有效期内作为依据，当事人可以申诉。",
  dismiss: "不认定以后，按一般消费者对待。",
});

/** @param {any} one @param {Picks} picks @param {Act} act */
export function actionsView(one, picks, act) {
  const actions = (one.actions ?? []).filter((/** @type {any} */ each) => !ELSEWHERE.includes(each.action));
  if (actions.length === 0) return h("p", { class: "muted" }, "现在没有您能做的。");
  return h(
    "div",
    { class: "actions" },
    actions.map((/** @type {any} */ each) => actionView(one, each, picks, act)),
  );
}

/** @param {any} one @param {any} action @param {Picks} picks @param {Act} act */
function actionView(one, { action, text, needs_note }, picks, act) {
  const note = { label: needs_note ? "说明（写进经过）" : "说明（可以不写）", required: needs_note };
  const send = (/** @type {object} */ more) => (/** @type {string} */ words) =>
    act(action, { note: words, ...more });
  if (action === "recognise" || action === "confirm") return signing(one, action, text, note, picks, act);
  if (action === "handover") {
    /** @type {Set<string>} */
    const to = new Set();
    const check = () => (to.size ? "" : "请选接收单位。");
    return actionBox(text, { ...note, more: [ticks("移送给（可以多选）", RECEIVERS, to)], check }, (words) =>
      act(action, { note: words, to: [...to] }),
    );
  }
  if (action === "decide_appeal") {
    let upheld = "";
    const choice = field(
      "申诉决定",
      select("", APPEAL, (value) => (upheld = value)),
    );
    const check = () => (upheld ? "" : "请选申诉是否成立。");
    return actionBox(text, { ...note, more: [choice], check }, (words) =>
      act(action, { note: words, upheld: upheld === "yes" }),
    );
  }
  return actionBox(text, { ...note, quiet: action !== "review", sure: SURE[action] ?? "" }, send({}));
}

const APPEAL = [
  { value: "", label: "请选择" },
  { value: "yes", label: "申诉成立，撤销认定" },
  { value: "no", label: "申诉不成立，维持认定" },
];

/** A signature: only with both sides looked at. @param {any} one @param {string} action @param {string} text @param {{label: string, required: boolean}} note @param {Picks} picks @param {Act} act */
function signing(one, action, text, note, picks, act) {
  const dossier = one.dossier;
  const free = !dossier && !one.factors?.length;
  const written = h("textarea", { rows: 3, maxlength: 1000 });
  const against = codes(dossier?.against ?? one.against);
  const factors = () =>
    free
      ? written.value
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean)
      : codes(dossier?.factors ?? one.factors).filter((code) => picks.factors.has(code));
  const check = () =>
    unready({
      picked: factors().length,
      free,
      seen: against.filter((code) => picks.seen.has(code)).length,
      against: against.length,
    });
  const state = h("p", { class: "hint", role: "status" });
  picks.changed = () =>
    (state.textContent = check() || `勾选了 ${factors().length} 条情形，有利的情况都看过了。`);
  if (!free) picks.changed();
  return actionBox(
    text,
    {
      ...note,
      more: [state, ...(free ? [field("认定依据，每行一条", written)] : [])],
      check,
      sure: SURE[action],
    },
    (words) => act(action, { note: words, factors: factors(), against_seen: against }),
  );
}

/** @param {any[]|undefined} clues @returns {string[]} */
const codes = (clues) => [...new Set((clues ?? []).map(({ code }) => code))];
