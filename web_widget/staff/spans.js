// @ts-check
/**
 * A text cut where quotes begin and end, so that quotes may overlap. No DOM here.
 *
 * @typedef {{key: string, start: number, end: number}} Span A label's words, in characters of the whole text.
 * @typedef {{text: string, start: number, keys: string[]}} Piece `keys`: the labels that rest on these words.
 * @typedef {import("./types.js").Article} Article
 */

/** @param {Article} article @param {Span[]} spans @returns {Piece[]} */
export function pieces({ text, start: offset }, spans) {
  // The service counts characters as Unicode does; JavaScript counts halves of the rare ones.
  const signs = Array.from(text);
  const inside = spans
    .map(({ key, start, end }) => ({
      key,
      start: Math.max(0, start - offset),
      end: Math.min(signs.length, end - offset),
    }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, signs.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(0, -1).map((start, at) => ({
    text: signs.slice(start, cuts[at + 1]).join(""),
    start: offset + start,
    keys: inside.filter((span) => span.start <= start && start < span.end).map(({ key }) => key),
  }));
}

/** Where words stand in the text, nearest to `article` first; null when nowhere. @param {Article[]} articles @param {string} words @param {string} article */
export function placeOf(articles, words, article) {
  const wanted = words.trim();
  if (!wanted) return null;
  const own = (/** @type {Article} */ one) => one.section !== "" && article.startsWith(one.section);
  const ordered = [...articles.filter(own), ...articles.filter((one) => !own(one))];
  for (const { text, start } of ordered) {
    const at = text.indexOf(wanted);
    if (at < 0) continue;
    const begin = start + Array.from(text.slice(0, at)).length;
    return { text: wanted, start: begin, end: begin + Array.from(wanted).length };
  }
  return null;
}
