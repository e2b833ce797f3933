// @ts-check
/**
 * 催办: one tap; when the answer is due, what was urged before and what was answered.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {import("./records.js").Urge} Urge
 */
import { h } from "../dom.js";
import { newSubmitId } from "../policies/drafts.js";
import { complain, labelled } from "../policies/field_view.js";
import { momentOf } from "../policies/figures.js";
import { isFinished } from "./limit.js";
import { attempt, busy } from "./work.js";
import { URGE } from "./words.js";

/** @param {Application} application @param {(words: string, submitId: string) => Promise<void>} urge */
export function urgeView(application, urge) {
  const { can_urge, urge_reason, urges } = application;
  const nothing = !can_urge && (!urge_reason || isFinished(application));
  if (nothing && urges.history.length === 0) return null;
  return h(
    "section",
    { class: "urge", "aria-labelledby": "urge-title" },
    h("h3", { id: "urge-title", tabindex: "-1" }, URGE.title),
    can_urge ? formView(application, urge) : urge_reason && h("p", { class: "why-not" }, urge_reason),
    !can_urge && urges.next_at && h("p", { class: "muted" }, `${momentOf(urges.next_at)} 以后可以再催。`),
    urges.history.length > 0 && historyView(urges.history),
  );
}

/** @param {Application} application @param {(words: string, submitId: string) => Promise<void>} urge */
function formView({ urges }, urge) {
  const submitId = newSubmitId();
  const words = h("textarea", { rows: 2, maxlength: 300 });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit", class: "button primary" }, URGE.button);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    complain(form, "urge-text", "");
    return busy(button, URGE.sending, () => attempt(error, () => urge(words.value.trim(), submitId)));
  };
  const form = h(
    "form",
    { novalidate: true, submit: send },
    h("p", {}, URGE.hint, urges.left > 0 && `还可以催 ${urges.left} 次。`),
    labelled({ id: "urge-text", label: URGE.text, optional: true }, words),
    error,
    button,
  );
  return form;
}

/** What has not reached the department is not said to be there. @param {string} department @param {boolean} delivered */
const routeOf = (department, delivered) => (delivered && department ? `转给${department}` : URGE.kept);

/** @param {Urge[]} history */
const historyView = (history) =>
  h(
    "div",
    { class: "urge-history" },
    h("h4", {}, URGE.history),
    h(
      "ol",
      {},
      history.map(({ at, text, routed_to, due_at, delivered, answer, answered_at }) =>
        h(
          "li",
          {},
          h("p", {}, `${momentOf(at)} 催办，${routeOf(routed_to, delivered)}`),
          text && h("blockquote", {}, text),
          answer
            ? h("p", { class: "answer" }, h("b", {}, `${URGE.answer}（${momentOf(answered_at)}）：`), answer)
            : h(
                "p",
                { class: "muted" },
                due_at ? `${URGE.waiting}，${momentOf(due_at)} 前答复` : URGE.waiting,
              ),
        ),
      ),
    ),
  );
