// @ts-check
/**
 * The application form: what is typed is kept at once, what is wrong is said beside its input and listed at the top, and
 * one filling is sent once, however often the button is pressed.
 *
 * @typedef {import("./benefit_records.js").Draft} Draft
 * @typedef {import("./benefit_records.js").Contact} Contact
 * @typedef {import("./form_state.js").Filling} Filling
 * @typedef {import("./form_state.js").Fault} Fault
 * @typedef {{restored: boolean, say: (words: string) => void, keep: (filling: Filling) => boolean, discard: () => void,
 *   submit: (content: ReturnType<typeof bodyOf>) => Promise<void>}} Ports
 */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { complain, fieldView, labelled } from "./field_view.js";
import { PROMISE_ID, bodyOf, contactId, faultsOf, fieldId, paperId } from "./form_state.js";
import { paperView } from "./paper_view.js";
import { APPLY, CONTACT, savedText } from "./words_apply.js";

/** @param {Draft} draft @param {Filling} filling Changed as somebody types. @param {Ports} ports */
export function formView(draft, filling, ports) {
  /** @type {Set<string>} */
  const uploading = new Set();
  /** @type {Set<string>} What was said to be wrong: it is checked again at every change. */
  const said = new Set();
  const saved = h("p", { class: "hint saved" });
  const summary = h("div", { class: "fault-summary", hidden: true });
  const submit = h("button", { type: "submit", class: "button primary large" }, APPLY.submit);

  const keep = () => {
    saved.textContent = ports.keep(filling) ? savedText(new Date()) : APPLY.notSaved;
  };
  const changed = () => {
    keep();
    const faults = new Map(faultsOf(draft, filling, uploading).map(({ id, message }) => [id, message]));
    for (const id of said) complain(form, id, faults.get(id) ?? "");
  };
  const refuse = (/** @type {Fault[]} */ faults, /** @type {string} */ lead) => {
    for (const id of said) complain(form, id, "");
    for (const { id, message } of faults) {
      said.add(id);
      complain(form, id, message);
    }
    showSummary(summary, form, faults, lead);
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    const faults = faultsOf(draft, filling, uploading);
    if (faults.length > 0) return refuse(faults, APPLY.summary);
    summary.hidden = true;
    busy(submit, true);
    try {
      await ports.submit(bodyOf(draft, filling));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(
        error.fields.map(({ field, message }) => ({ id: inputOf(draft, field), message })),
        error.message,
      );
    } finally {
      busy(submit, false);
    }
  };
  const form = h(
    "form",
    { class: "application-form", novalidate: true, submit: send },
    summary,
    ports.restored && restoredView(ports.discard),
    group(
      APPLY.company,
      APPLY.companyHint,
      draft.fields.map((field) =>
        fieldView(field, filling.values[field.field] ?? "", (typed) => {
          filling.values[field.field] = typed;
          changed();
        }),
      ),
    ),
    group(APPLY.contact, "", contactViews(filling, changed)),
    group(
      APPLY.papers,
      draft.documents.length > 0 ? APPLY.papersHint : APPLY.noPapers,
      draft.documents.map((paper, position) =>
        paperView(paper, paperId(position), filling.uploads[paper] ?? null, {
          say: ports.say,
          started: () => uploading.add(paper),
          failed: () => (uploading.delete(paper), delete filling.uploads[paper], keep()),
          removed: () => (delete filling.uploads[paper], changed()),
          arrived: (upload) => {
            uploading.delete(paper);
            filling.uploads[paper] = upload;
            changed();
          },
        }),
      ),
    ),
    group(APPLY.confirm, "", [
      promiseView((yes) => {
        filling.promised = yes;
        changed();
      }),
    ]),
    h("div", { class: "send" }, submit, saved),
  );
  return form;
}

/** The input that a fault of the service's means. @param {Draft} draft @param {string} field */
function inputOf(draft, field) {
  if (field in CONTACT) return contactId(field);
  const paper = draft.documents.indexOf(field);
  return paper >= 0 ? paperId(paper) : fieldId(field);
}

/** @param {HTMLElement} button @param {boolean} yes */
function busy(button, yes) {
  button.setAttribute("aria-disabled", String(yes));
  button.textContent = yes ? APPLY.submitting : APPLY.submit;
}

/** @param {HTMLElement} summary @param {HTMLElement} form @param {Fault[]} faults @param {string} lead */
function showSummary(summary, form, faults, lead) {
  const goTo = (/** @type {string} */ id) => (/** @type {Event} */ event) => {
    event.preventDefault();
    /** @type {HTMLElement|null} */ (form.querySelector(`#${CSS.escape(id)}`))?.focus();
  };
  const title = h("h3", { tabindex: "-1" }, lead);
  summary.replaceChildren(
    title,
    h(
      "ul",
      {},
      faults.map(({ id, message }) =>
        h("li", {}, h("a", { href: `#${id}`, click: goTo(id) }, `${labelOf(form, id)}：${message}`)),
      ),
    ),
  );
  summary.hidden = false;
  title.focus();
}

/** @param {HTMLElement} form @param {string} id */
function labelOf(form, id) {
  const label = form.querySelector(`label[for="${CSS.escape(id)}"], #${CSS.escape(id)}-name`);
  return (label?.firstChild?.textContent ?? "").replace(/。$/, "");
}

/** @param {string} title @param {string} hint @param {HTMLElement[]} children */
const group = (title, hint, children) =>
  h(
    "fieldset",
    { class: "group" },
    h("legend", {}, title),
    hint && h("p", { class: "hint" }, hint),
    children,
  );

/** @param {() => void} discard */
const restoredView = (discard) =>
  h(
    "div",
    { class: "notice restored" },
    h("p", {}, APPLY.restored),
    h("button", { type: "button", class: "button quiet", click: discard }, APPLY.discard),
  );

/** @param {Filling} filling @param {() => void} changed */
const contactViews = (filling, changed) =>
  Object.entries(CONTACT).map(([name, { label, autocomplete, required }]) => {
    const key = /** @type {keyof Contact} */ (name);
    const digits = name === "contact_phone" ? "tel" : name === "bank_account" ? "numeric" : null;
    const input =
      name === "note"
        ? h("textarea", { rows: 3, maxlength: 500 })
        : h("input", { type: "text", autocomplete, inputmode: digits, maxlength: 50 });
    input.value = filling.contact[key];
    input.addEventListener("input", () => {
      filling.contact[key] = input.value;
      changed();
    });
    return labelled({ id: contactId(name), label, optional: !required }, input);
  });

/** @param {(yes: boolean) => void} changed */
function promiseView(changed) {
  const input = h("input", { type: "checkbox", id: PROMISE_ID, "aria-describedby": `${PROMISE_ID}-error` });
  input.addEventListener("change", () => changed(input.checked));
  return h(
    "div",
    { class: "field promise", "data-field": PROMISE_ID },
    h("label", { for: PROMISE_ID }, h("span", {}, APPLY.promise), input),
    h("p", { class: "error", id: `${PROMISE_ID}-error` }),
  );
}
