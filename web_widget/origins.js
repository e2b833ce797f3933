// @ts-check
/**
 * The department's own file that an answer or a guide was read from: a line that names it, the exact place, and the
 * way to the file itself where it is public.
 *
 * @typedef {import("./types.js").Origin} Origin
 */
import { h } from "./dom.js";
import { ORIGIN, originText } from "./strings.js";

/**
 * @param {Origin|null} origin
 * @param {string} label What the file is to what stands above.
 * @returns {HTMLElement|null}
 */
export function originView(origin, label) {
  if (!origin) return null;
  return h("p", { class: "origin" }, h("span", {}, originText(label, origin)), originalLink(origin));
}

/** @param {Origin} origin */
const originalLink = ({ file, url }) =>
  url &&
  h(
    "a",
    { class: "original", href: url, target: "_blank", rel: "noopener noreferrer" },
    ORIGIN.open,
    h("span", { class: "sr-only" }, `${file}${ORIGIN.newTab}`),
  );
