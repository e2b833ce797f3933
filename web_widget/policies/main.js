// @ts-check
/**
 * 政策找企: the company's pages. The address says what is shown (`places.js`); each view is one module.
 */
import { h } from "../dom.js";
import { applicationsView } from "./applications_view.js";
import { applyView } from "./apply_view.js";
import { Client, Refusal } from "./client.js";
import { findView } from "./find_view.js";
import { noticesView } from "./notices_view.js";
import { Page, find, mayBeSignedIn } from "./page.js";
import { placeOf } from "./places.js";
import { publicityView } from "./publicity_view.js";
import { NameBox } from "./suggest.js";
import { openForPrint } from "./tools.js";
import { FIND, RESULT } from "./words.js";

const TITLES = {
  find: "政策找企",
  apply: "申报",
  applications: "我的申请",
  notices: "政策上门",
  publicity: "兑付公示",
};
const welcome = [...find("[data-view-body]").childNodes];
const client = new Client();
const page = new Page(client, arrive);
const input = /** @type {HTMLInputElement} */ (find("#company"));
const wrong = find("#company-error");
let left = new AbortController();

/** Draws what the address means. */
function arrive() {
  left.abort();
  left = new AbortController();
  const place = placeOf(location.search);
  page.title(`${TITLES[place.view]} · 泉州市鲤城区`);
  find("[data-search]").hidden = place.view !== "find";
  document.body.classList.toggle("searched", place.view !== "find" || place.company !== "");
  markView(place.view);
  drawAccount();
  box.close();
  complain("");
  void draw(place).catch(failed);
}

/** @param {import("./types.js").Place} place */
async function draw(place) {
  if (place.view === "apply") return applyView(page, place.measure, place.number, left.signal);
  if (place.view === "applications") return applicationsView(page, place.number, left.signal);
  if (place.view === "publicity") return publicityView(page, place.number, left.signal);
  if (place.view === "notices") return noticesView(page, left.signal);
  if (place.company) return findView(page, place.company, left.signal);
  find("[data-view-body]").replaceChildren(...welcome);
}

/** What no view has expected: it is said to the reader, and thrown on for whoever looks after the page. @param {unknown} error */
function failed(error) {
  page.say(error instanceof Refusal ? error.message : "页面出了点问题，请刷新以后再试。");
  throw error;
}

/** @param {string} view */
function markView(view) {
  for (const link of document.querySelectorAll("[data-view]")) {
    const here = /** @type {HTMLElement} */ (link).dataset.view === view;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function drawAccount() {
  const { person } = page;
  find("[data-account]").replaceChildren(
    person
      ? h(
          "span",
          { class: "person" },
          h("span", { class: "person-name" }, person.company || person.name),
          h("button", { type: "button", class: "button on-sea", click: () => page.signOut() }, "退出"),
        )
      : h("button", { type: "button", class: "button on-sea", click: () => page.signIn() }, RESULT.signIn),
  );
}

/** Said beside the name box. @param {string} words */
function complain(words) {
  wrong.textContent = words;
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

const box = new NameBox(input, find("#company-options"), {
  find: (typed, cancel) => client.companies(typed, cancel),
  chosen: ({ credit_code }) => page.go({ company: credit_code }),
  say: page.say,
});
find("[data-search-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = input.value.trim();
  if (typed) return page.go({ company: typed });
  complain(FIND.empty);
  input.focus();
});
for (const link of document.querySelectorAll("[data-view]")) {
  link.addEventListener("click", (event) => {
    const click = /** @type {MouseEvent} */ (event);
    if (click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    page.go(placeOf(/** @type {HTMLAnchorElement} */ (link).search));
  });
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target === dialog || target.closest("[data-close]")) dialog.close();
  });
}
window.addEventListener("popstate", arrive);
openForPrint(document);
if (mayBeSignedIn()) void page.recognise().then(arrive);
else arrive();
