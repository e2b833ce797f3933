// @ts-check
/**
 * A policy file as the service gives it, made into the shape of `types.js`.
 *
 * @typedef {import("./types.js").Policy} Policy
 */
import { fields, list, orNull, text, toOrigin } from "./records.js";

const STATUSES = new Set(["in_force", "ended", "upcoming"]);

/** @param {unknown} value @returns {Policy["status"]} */
const toStatus = (value) => (STATUSES.has(text(value)) ? /** @type {Policy["status"]} */ (value) : "unknown");

/** The words without the marks of the source file: headings, rules. @param {string} words */
const plain = (words) =>
  words
    .replaceAll(/^[ \t]*#+[ \t]+/gm, "")
    .replaceAll(/^[ \t]*-{3,}[ \t]*$/gm, "")
    .trim();

/**
 * @param {unknown} value
 * @returns {Policy|null} null when it is no policy file at all
 */
export function toPolicy(value) {
  const policy = fields(value);
  const articles = list(policy.passages, (entry) => ({
    section: text(entry.section).trim(),
    text: plain(text(entry.text)),
  })).filter((entry) => entry.text);
  if (!text(policy.id) || !text(policy.title) || articles.length === 0) return null;
  return {
    id: text(policy.id),
    title: text(policy.title),
    number: text(policy.number),
    issuer: text(policy.issuer),
    published: text(policy.published),
    valid_from: text(policy.valid_from),
    valid_to: orNull(policy.valid_to),
    on: text(policy.on),
    status: toStatus(policy.status),
    status_text: text(policy.status_text),
    measures: list(policy.measures, (entry) => ({
      title: text(entry.title),
      mode: text(entry.mode),
      article: text(entry.article),
      deadline: orNull(entry.deadline),
    })).filter((entry) => entry.title),
    articles,
    sample: policy.sample !== false,
    origin: toOrigin(policy.origin),
  };
}
