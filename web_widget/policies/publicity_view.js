// @ts-check
/**
 * 公示: open to everybody, without sign-in. All that run today; one with its names and sums; and a form for whoever
 * finds something wrong.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./publicity_records.js").Publicity} Publicity
 * @typedef {import("./publicity_records.js").Line} Line
 */
import { h } from "../dom.js";
import { fields, text } from "../records.js";
import { citationText } from "../strings.js";
import { Cancelled, Refusal } from "./client.js";
import { complain, labelled } from "./field_view.js";
import { grouped } from "./figures.js";
import { addressOf } from "./places.js";
import { objectionFaults, toPublicities, toPublicity } from "./publicity_records.js";
import { failureView, skeleton } from "./states.js";
import { PUBLICITY, publicityText } from "./words_apply.js";

const BASE = "/api/v1/benefits/publicity";
/** So many names are fetched at a time. */
const AT_ONCE = 50;

/** @param {Page} page @param {string} id Empty for all. @param {AbortSignal} left */
export async function publicityView(page, id, left) {
  page.show(skeleton("正在打开，请稍等"));
  try {
    if (id) await showOne(page, id, left);
    else page.show(listView(page, toPublicities(await page.client.get(BASE, left))), "#publicity-title");
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    page.show(failureView(error.message, error.kind === "rejected" ? undefined : page.redraw));
  }
}

/** @param {Page} page @param {Publicity[]} publicities */
const listView = (page, publicities) =>
  h(
    "section",
    { class: "mine", "aria-labelledby": "publicity-title" },
    h("h2", { id: "publicity-title", tabindex: "-1" }, PUBLICITY.title),
    h("p", { class: "hint" }, PUBLICITY.intro),
    publicities.length === 0
      ? h("p", { class: "notice" }, PUBLICITY.none)
      : h(
          "ul",
          { class: "cards" },
          publicities.map((each) => h("li", {}, entryView(page, each))),
        ),
  );

/** @param {Page} page @param {Publicity} publicity */
function entryView(page, publicity) {
  const { id, title, document_title } = publicity;
  const place = /** @type {const} */ ({ view: "publicity", number: id });
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    page.go(place);
  };
  return h(
    "article",
    { class: "application" },
    h("h3", {}, h("a", { class: "link", href: addressOf(place), click: open }, title)),
    document_title && h("p", { class: "origin" }, citationText(document_title, "")),
    h("p", {}, publicityText(publicity)),
  );
}

/** @param {Page} page @param {string} id @param {AbortSignal} left */
async function showOne(page, id, left) {
  const part = async (/** @type {number} */ offset) => {
    const path = `${BASE}/${encodeURIComponent(id)}?offset=${offset}&limit=${AT_ONCE}`;
    const publicity = toPublicity(await page.client.get(path, left));
    if (!publicity) throw new Refusal("rejected", PUBLICITY.gone);
    return publicity;
  };
  const publicity = await part(0);
  const rows = h("tbody", {}, publicity.lines.map(lineView));
  const more = h("button", { type: "button", class: "button quiet rest" }, PUBLICITY.more);
  const error = h("p", { class: "error", role: "alert" });
  const settle = () => (more.hidden = rows.childElementCount >= publicity.count);
  more.addEventListener("click", async () => {
    error.textContent = "";
    try {
      const next = (await part(rows.childElementCount)).lines;
      rows.append(...next.map(lineView));
      settle();
      page.say(`又列出 ${next.length} 家`);
    } catch (refused) {
      if (refused instanceof Cancelled) return;
      if (!(refused instanceof Refusal)) throw refused;
      error.textContent = refused.message;
    }
  });
  settle();
  page.title(`${publicity.title} · ${PUBLICITY.title}`);
  page.show(wholeView(page, publicity, [tableView(publicity, rows), error, more]), "#publicity-title");
}

/** @param {Page} page @param {Publicity} publicity @param {HTMLElement[]} list */
function wholeView(page, publicity, list) {
  const { title, document_title, department } = publicity;
  return h(
    "section",
    { class: "application-whole", "aria-labelledby": "publicity-title" },
    h("p", {}, backLink(page)),
    h(
      "header",
      { class: "apply-head" },
      h("h2", { id: "publicity-title", tabindex: "-1" }, title),
      h("p", {}, publicityText(publicity)),
      h(
        "p",
        { class: "muted" },
        [document_title && citationText(document_title, ""), department].filter(Boolean).join(" · "),
      ),
    ),
    h("div", {}, list),
    objectionView(page, publicity),
  );
}

/** @param {Page} page */
function backLink(page) {
  const all = /** @type {const} */ ({ view: "publicity" });
  const back = (/** @type {Event} */ event) => {
    event.preventDefault();
    page.go(all);
  };
  return h("a", { class: "link", href: addressOf(all), click: back }, PUBLICITY.all);
}

/** @param {Publicity} publicity @param {HTMLElement} rows */
const tableView = ({ title }, rows) =>
  h(
    "table",
    { class: "payments" },
    h("caption", { class: "sr-only" }, `${title}：${PUBLICITY.list}`),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        PUBLICITY.columns.map((words) => h("th", { scope: "col" }, words)),
      ),
    ),
    rows,
  );

/** @param {Line} line */
const lineView = ({ seq, name, credit_code, amount }) =>
  h(
    "tr",
    {},
    h("td", {}, String(seq)),
    h("td", {}, name, h("span", { class: "source" }, credit_code)),
    h("td", { class: "sum" }, amount === null ? "—" : grouped(amount)),
  );

/** @param {Page} page @param {Publicity} publicity */
function objectionView(page, { id, count, days_left }) {
  if (days_left < 0) return null;
  const words = h("textarea", { rows: 3, maxlength: 1000 });
  const contact = h("input", { type: "text", maxlength: 100, autocomplete: "tel" });
  const line = h("input", { type: "text", inputmode: "numeric", maxlength: 8, autocomplete: "off" });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit", class: "button" }, PUBLICITY.send);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const typed = { text: words.value, contact: contact.value, line: line.value };
    const faults = Object.entries(objectionFaults(typed, count));
    for (const [input, message] of faults) complain(form, input, message);
    const first = faults.find(([, message]) => message);
    if (first) return /** @type {HTMLElement|null} */ (form.querySelector(`#${first[0]}`))?.focus();
    button.setAttribute("aria-disabled", "true");
    error.textContent = "";
    try {
      const number = line.value.normalize("NFKC").trim();
      const body = {
        text: words.value.trim(),
        contact: contact.value.trim(),
        ...(number && { line: Number(number) }),
      };
      const said = text(
        fields(await page.client.post(`${BASE}/${encodeURIComponent(id)}/objections`, body)).message,
      );
      const done = h("p", { class: "notice", tabindex: "-1" }, said || PUBLICITY.sent);
      form.replaceWith(done);
      done.focus();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      error.textContent = refused.message;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  };
  const form = h(
    "form",
    { class: "urge", novalidate: true, submit: send, "aria-labelledby": "objection-title" },
    h("h3", { id: "objection-title" }, PUBLICITY.objection),
    h("p", { class: "hint" }, PUBLICITY.objectionHint),
    labelled({ id: "objection-text", label: PUBLICITY.what }, words),
    labelled({ id: "objection-line", label: PUBLICITY.which, optional: true }, line),
    labelled({ id: "objection-contact", label: PUBLICITY.contact }, contact),
    error,
    button,
  );
  return form;
}
