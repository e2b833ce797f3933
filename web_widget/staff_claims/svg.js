// @ts-check
/** Elements of drawings, as `h` makes those of pages: no markup, no inline style, nothing that could run. */

const SPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string|number|null|undefined|false>} [attributes]
 * @param {...(Node|string|null|false|undefined|(Node|string|null|false|undefined)[])} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (/^(on|style$|href$)/i.test(name)) throw new TypeError(`attribute ${name} is not allowed`);
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
}

/** A drawing that a screen reader names; what it shows stands beside it as a table. @param {number} width @param {number} height @param {string} name @param {SVGElement[]} parts */
export const drawing = (width, height, name, parts) =>
  s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "drawing", role: "img", "aria-label": name },
    ...parts,
  );
