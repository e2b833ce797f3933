// @ts-check
/**
 * Elements without markup: text goes in as text, so nothing that a citizen, a department or a server writes can become
 * HTML, a script or a style.
 *
 * @typedef {Node|string|null|false|undefined} Leaf What may be left out is null, false or undefined.
 * @typedef {Leaf|Leaf[]} Child
 * @typedef {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} Attributes
 */

/** Attributes that would carry code or break a strict content security policy. */
const FORBIDDEN = /^(on|style$|srcdoc$)/i;

/**
 * One element. A function makes a listener (`{click: fn}`), true an empty attribute; false and null leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) setAttribute(element, name, value);
  }
  append(element, children);
  return element;
}

/** @param {Element} element @param {string} name @param {string|number|boolean} value */
function setAttribute(element, name, value) {
  if (FORBIDDEN.test(name)) throw new TypeError(`attribute ${name} is not allowed`);
  element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Element} element @param {Child[]} children */
export function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child) element.append(child);
  }
}

/** A line that opens a list entry, and what follows the mark. */
const BULLET = /^\s*[•·]\s*(.+)$/;
const NUMBER = /^\s*(\d{1,2})[.、．]\s*(.+)$/;
/** A line that is one quotation, as articles of policy files are quoted. */
const QUOTE = /^\s*“.*”\s*$/;

/**
 * A reply's plain text as paragraphs, quotations and real lists, so that a screen reader says how many entries there are.
 *
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function paragraphs(text) {
  /** @type {HTMLElement[]} */
  const blocks = [];
  for (const line of text.split(/\r?\n/)) {
    const [bullet, number] = [BULLET.exec(line), NUMBER.exec(line)];
    if (bullet) entryOf(blocks, "ul", 1).append(h("li", {}, bullet[1]));
    else if (number) entryOf(blocks, "ol", Number(number[1])).append(h("li", {}, number[2]));
    else if (QUOTE.test(line)) blocks.push(h("blockquote", {}, line.trim()));
    else if (line.trim()) blocks.push(h("p", {}, line.trim()));
  }
  return blocks;
}

/** The list at the end of the blocks, begun if need be. @param {HTMLElement[]} blocks @param {"ul"|"ol"} tag @param {number} start */
function entryOf(blocks, tag, start) {
  const last = blocks.at(-1);
  if (last?.localName === tag) return last;
  const list = h(tag, tag === "ol" && start > 1 ? { start } : {});
  blocks.push(list);
  return list;
}

/** Line drawings on a 24 x 24 grid, drawn with the text's colour. */
const ICONS = {
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  phone:
    "M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z",
  book: "M5 4.5h9.5L19 9v10.5H5zM14 4.5V9h5M8.5 13h7M8.5 16.5h5",
  again: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4.2h-4.2",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10.5v11H9zM5 15.5H4.500V4h10.500v1.500",
  print: "M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6.500H7z",
  down: "M6 9.500l6 6 6-6",
  download: "M12 4v11M6.500 10 12 15.500 17.500 10M5 20h14",
  scroll: "M7 4.500h12v15H7zM7 4.500a2 2 0 0 0-2.500 2V9H7M10.500 9h5M10.500 12.500h5M10.500 16h3",
};

/** @param {keyof typeof ICONS} name @returns {SVGSVGElement} */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
