// @ts-check
/**
 * What stands in the place of a result: the wait, a failure, a company that is not known, several of like name.
 *
 * @typedef {import("./types.js").CompanyName} CompanyName
 */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { FIND } from "./words.js";

const LINES = [0, 1, 2];

/** The shape of what is awaited, so that nothing jumps when it comes. @param {string} [words] */
export const skeleton = (words = FIND.searching) =>
  h(
    "div",
    { class: "skeleton", "aria-busy": "true" },
    h("div", { class: "progress", role: "progressbar", "aria-label": words }, h("span", {})),
    h("p", { class: "skeleton-words" }, words),
    h("div", { class: "bone head", "aria-hidden": "true" }),
    LINES.map(() => h("div", { class: "bone", "aria-hidden": "true" })),
  );

/** A failure, and the ways on from it. @param {string} message @param {() => void} [retry] */
export const failureView = (message, retry) =>
  h(
    "div",
    { class: "notice failure", role: "alert" },
    h("p", { tabindex: "-1" }, message),
    h(
      "p",
      { class: "ways" },
      retry && h("button", { type: "button", class: "button primary", click: retry }, FIND.retry),
      h("span", {}, FIND.hotline, " ", h("a", { href: "tel:12345" }, "12345")),
    ),
  );

/** A company that nobody knows. @param {string} typed @param {string} said By the service: names that come near. */
export const notFoundView = (typed, said) =>
  h(
    "div",
    { class: "notice not-found", role: "alert" },
    h("p", {}, h("strong", {}, `${FIND.notFound}：${typed}`)),
    said && h("p", {}, said),
    h(
      "ul",
      {},
      FIND.tips.map((tip) => h("li", {}, tip)),
    ),
    h("p", {}, FIND.hotline, " ", h("a", { href: "tel:12345" }, "12345")),
  );

/** @param {CompanyName[]} companies @param {(company: CompanyName) => void} chosen */
export const choicesView = (companies, chosen) =>
  h(
    "section",
    { class: "choice-list", "aria-labelledby": "choices-title" },
    h("h2", { id: "choices-title", tabindex: "-1" }, FIND.choose),
    h(
      "ol",
      {},
      companies.map((company) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "choice", click: () => chosen(company) },
            h("span", { class: "option-name" }, company.name),
            h(
              "span",
              { class: "option-more" },
              [company.district, company.credit_code].filter(Boolean).join(" · "),
            ),
            company.former_name && h("span", { class: "option-more" }, FIND.former + company.former_name),
          ),
        ),
      ),
    ),
  );

/** Whether the service said that it does not know the company. @param {unknown} error */
export const isUnknown = (error) => error instanceof Refusal && error.code === "company_not_found";
