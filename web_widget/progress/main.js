// @ts-check
/**
 * 办件进度: a number and a second factor lead to one case. What was typed stays in the two boxes whatever happens; only
 * the number is ever put into the address.
 *
 * @typedef {import("./client.js").Asked} Asked
 * @typedef {import("./records.js").Application} Application
 */
import { Cancelled, Refusal } from "../policies/client.js";
import { complain } from "../policies/field_view.js";
import { skeleton } from "../policies/states.js";
import { Progress } from "./client.js";
import { addressOf, numberFault, numberOf, plainNumber, plainVerify, verifyFault } from "./look_up.js";
import { ratingView } from "./rating_view.js";
import { resultView } from "./result_view.js";
import { troubleView } from "./trouble_view.js";
import { urgeView } from "./urge_view.js";
import { FORM, RATING, RESULT, URGE } from "./words.js";

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

const progress = new Progress();
const form = /** @type {HTMLFormElement} */ (find("[data-form]"));
const number = /** @type {HTMLInputElement} */ (find("#number"));
const verify = /** @type {HTMLInputElement} */ (find("#verify"));
const place = find("[data-result]");
let asking = new AbortController();

/** @param {string} words */
const say = (words) => (find("[data-live]").textContent = words);

/** @param {HTMLElement} view @param {string} [focus] */
function show(view, focus = "") {
  place.replaceChildren(view);
  if (focus) /** @type {HTMLElement|null} */ (view.querySelector(focus))?.focus();
}

/** What is wrong is said at its box, and the first wrong box has the focus. */
function isFilled() {
  const faults = { number: numberFault(number.value), verify: verifyFault(verify.value) };
  for (const [id, message] of Object.entries(faults)) complain(form, id, message);
  if (faults.number) number.focus();
  else if (faults.verify) verify.focus();
  return !faults.number && !faults.verify;
}

/** @param {Event} [event] */
async function look(event) {
  event?.preventDefault();
  if (!isFilled()) return;
  asking.abort();
  asking = new AbortController();
  const asked = { number: plainNumber(number.value), verify: plainVerify(verify.value) };
  history.replaceState(null, "", addressOf(asked.number));
  show(skeleton(FORM.looking));
  say(FORM.looking);
  await draw(asked, "#case-title");
}

/** @param {Asked} asked @param {string} focus @param {string} [words] Said when it is drawn. */
async function draw(asked, focus, words = "") {
  const { signal } = asking;
  try {
    const application = await progress.application(asked, signal);
    const levels = application.can_rate || application.rating ? await levelsOrNone() : [];
    if (signal.aborted) return;
    show(caseView(asked, application, levels), focus);
    document.title = `${application.item_name || application.number} · 办件进度`;
    say(words || application.state_text);
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    show(
      troubleView(error, () => void look()),
      "h2",
    );
    say("");
  }
}

/** A case is shown also where the questions of the rating cannot be had. */
const levelsOrNone = () =>
  progress.levels().catch((error) => {
    if (error instanceof Refusal) return [];
    throw error;
  });

/** @param {Asked} asked @param {Application} application @param {import("./records.js").Level[]} levels */
const caseView = (asked, application, levels) =>
  resultView(application, {
    again: () => draw(asked, "#case-title", RESULT.refreshed),
    more: [
      urgeView(application, async (words, submitId) => {
        const said = await progress.urge(asked, words, submitId);
        await draw(asked, "#urge-title", said || URGE.done);
      }),
      ratingView(application, levels, async (rating) => {
        const said = await progress.rate(asked, rating);
        await draw(asked, "#rating-title", said || RATING.yours);
      }),
    ],
  });

form.addEventListener("submit", (event) => void look(event));
for (const input of [number, verify]) {
  input.addEventListener("input", () => {
    if (input.hasAttribute("aria-invalid")) complain(form, input.id, "");
  });
}
find("[data-fill]").addEventListener("click", () => {
  for (const input of [number, verify]) {
    input.value = find(`[data-trial="${input.id}"]`).textContent ?? "";
    complain(form, input.id, "");
  }
  verify.focus();
});
number.value ||= numberOf(location.search);
if (number.value) verify.focus();
