// @ts-check
/**
 * 政策上门: what the service has told the company, and which kinds it wants to be told.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./benefit_records.js").Notice} Notice
 * @typedef {import("./benefit_records.js").Category} Category
 */
import { h, icon } from "../dom.js";
import { Benefits } from "./benefits.js";
import { Refusal } from "./client.js";
import { momentOf } from "./figures.js";
import { withSignIn } from "./signed_in.js";
import { NOTICES, issuersText } from "./words_apply.js";

/** @param {Page} page @param {AbortSignal} left */
export const noticesView = (page, left) =>
  withSignIn(page, NOTICES.needSignIn, async () => {
    const benefits = new Benefits(page.client);
    const [notices, categories] = await Promise.all([benefits.notices(left), benefits.categories(left)]);
    page.show(
      h(
        "section",
        { class: "notices", "aria-labelledby": "notices-title" },
        h("h2", { id: "notices-title", tabindex: "-1" }, NOTICES.title),
        h("p", { class: "hint" }, NOTICES.intro),
        notices.length === 0
          ? h("p", { class: "notice" }, NOTICES.none)
          : h(
              "ul",
              { class: "cards" },
              notices.map((each) => h("li", {}, noticeView(page, benefits, each))),
            ),
        settingsView(page, benefits, categories),
      ),
      "#notices-title",
    );
  });

/** @param {Page} page @param {Benefits} benefits @param {Notice} notice */
function noticeView(page, benefits, { id, kind, title, text, at, read }) {
  const mark = h("span", { class: "tag" }, NOTICES.unread);
  const view = h(
    "article",
    { class: read ? "notice-card" : "notice-card unread" },
    h("div", { class: "application-head" }, h("h3", { tabindex: "-1" }, title), !read && mark),
    h("p", {}, text),
    h("p", { class: "muted" }, momentOf(at)),
  );
  const done = async () => {
    try {
      await benefits.read(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return page.say(error.message);
    }
    view.classList.remove("unread");
    mark.remove();
    button.remove();
    view.querySelector("h3")?.focus();
  };
  const button = h(
    "button",
    { type: "button", class: "button quiet", "aria-label": `${NOTICES.markRead}：${title}`, click: done },
    NOTICES.markRead,
  );
  const code = page.person?.credit_code;
  const see = () => page.go({ company: code });
  view.append(
    h(
      "p",
      { class: "ways" },
      code && kind === "push" && h("button", { type: "button", class: "button", click: see }, NOTICES.apply),
      !read && button,
    ),
  );
  return view;
}

/** Departments are many: they stand behind one line. @param {Page} page @param {Benefits} benefits @param {Category[]} categories */
function settingsView(page, benefits, categories) {
  if (categories.length === 0) return null;
  const issuers = categories.filter(({ category }) => category.startsWith("issuer:"));
  const others = categories.filter((each) => !issuers.includes(each));
  const switches = (/** @type {Category[]} */ some) =>
    h(
      "ul",
      {},
      some.map((each) => h("li", {}, switchView(page, benefits, each))),
    );
  return h(
    "section",
    { class: "settings", "aria-labelledby": "settings-title" },
    h("h3", { id: "settings-title" }, NOTICES.settings),
    h("p", { class: "hint" }, NOTICES.settingsHint),
    switches(others),
    issuers.length > 0 &&
      h(
        "details",
        { class: "issuers" },
        h("summary", {}, issuersText(issuers.length), icon("down")),
        switches(issuers),
      ),
  );
}

/** A switch that stands as the service has it: refused, it goes back. @param {Page} page @param {Benefits} benefits @param {Category} category */
function switchView(page, benefits, { category, label, opted_out }) {
  const input = h("input", { type: "checkbox", role: "switch", checked: !opted_out });
  const state = h(
    "span",
    { class: "switch-state", "aria-hidden": "true" },
    opted_out ? NOTICES.off : NOTICES.on,
  );
  const error = h("p", { class: "error", role: "alert" });
  input.addEventListener("change", async () => {
    const wanted = input.checked;
    error.textContent = "";
    try {
      await benefits.optOut(category, !wanted);
      page.say(`${wanted ? NOTICES.changedOn : NOTICES.changedOff}：${label}`);
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      input.checked = !wanted;
      error.textContent = refused.message;
    }
    state.textContent = input.checked ? NOTICES.on : NOTICES.off;
  });
  return h("div", { class: "switch" }, h("label", {}, h("span", {}, label), input, state), error);
}
