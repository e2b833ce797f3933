// @ts-check
/** Prints one piece of the page by itself, on any host page: it goes into an empty frame with its own sheet. */
import { PRINT_CSS } from "./styles_print.js";

/**
 * @param {HTMLElement} paper What to print; it is moved, so give a copy.
 * @param {string} title The document's name, as the print dialog shows it.
 */
export function print(paper, title) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = title;
  document.body.append(frame);
  const inside = /** @type {(Window & typeof globalThis)|null} */ (frame.contentWindow);
  if (!inside) return frame.remove();
  const sheet = new inside.CSSStyleSheet();
  sheet.replaceSync(PRINT_CSS);
  inside.document.adoptedStyleSheets = [sheet];
  inside.document.title = title;
  inside.document.documentElement.lang = "zh-CN";
  inside.document.body.append(inside.document.adoptNode(paper));
  inside.addEventListener("afterprint", () => frame.remove());
  inside.print();
}
