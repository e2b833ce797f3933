// @ts-check
/** Why there is no case to show, and what to do about it. */
import { h } from "../dom.js";
import { TROUBLE, lockText } from "./words.js";

/** @param {import("../policies/client.js").Refusal} refusal @param {() => void} retry */
export function troubleView(refusal, retry) {
  if (refusal.code === "application_not_found") return notFoundView(refusal.message);
  if (refusal.code === "application_locked") return lockedView(refusal);
  return awayView(refusal, retry);
}

const hotline = () => h("p", {}, `${TROUBLE.hotline} `, h("a", { href: "tel:12345" }, "12345"));

/** @param {string} said */
const notFoundView = (said) =>
  h(
    "section",
    { class: "notice not-found", "aria-labelledby": "trouble" },
    h("h2", { id: "trouble", tabindex: "-1" }, TROUBLE.notFound),
    h("p", {}, said),
    h(
      "ul",
      {},
      TROUBLE.notFoundTips.map((tip) => h("li", {}, tip)),
    ),
    h("p", { class: "muted" }, TROUBLE.notFoundWhy),
    hotline(),
  );

/** @param {import("../policies/client.js").Refusal} refusal */
const lockedView = ({ message, waitSeconds }) =>
  h(
    "section",
    { class: "notice failure locked", "aria-labelledby": "trouble" },
    h("h2", { id: "trouble", tabindex: "-1" }, TROUBLE.locked),
    h("p", {}, message),
    waitSeconds > 0 && h("p", {}, h("b", {}, lockText(waitSeconds))),
    h("p", {}, TROUBLE.lockedTips),
    hotline(),
  );

/** @param {import("../policies/client.js").Refusal} refusal @param {() => void} retry */
const awayView = ({ kind, message }, retry) =>
  h(
    "section",
    { class: "notice failure", "aria-labelledby": "trouble" },
    h("h2", { id: "trouble", tabindex: "-1" }, TROUBLE.away),
    h("p", {}, message),
    kind !== "rejected" && h("p", {}, TROUBLE.awayTips),
    h(
      "p",
      { class: "ways" },
      h("button", { type: "button", class: "button primary", click: retry }, TROUBLE.retry),
    ),
    hotline(),
  );
