// @ts-check
/** Sending one file of evidence with its progress, as `fetch` cannot tell it. What is allowed is said before. */
import { Cancelled, Refusal, refusalOf } from "../policies/client.js";
import { FAILURES } from "../policies/words.js";
import { toEvidence } from "./records.js";
import { EVIDENCE } from "./words.js";

export const MAX_BYTES = 50 * 1024 * 1024;
const TYPES = /\.(pdf|png|jpe?g|webp|hei[cf]|docx|xlsx|mp3|m4[av]|wav|amr|mp4|mov|3gp)$/i;
export const ACCEPT =
  ".pdf,.png,.jpg,.jpeg,.webp,.heic,.heif,.docx,.xlsx,.mp3,.m4a,.wav,.amr,.mp4,.m4v,.mov,.3gp";

/** What is wrong with a file before it is sent; empty when nothing is. @param {{name: string, size: number}} file */
export function fileFault({ name, size }) {
  if (size === 0) return EVIDENCE.empty;
  if (size > MAX_BYTES) return EVIDENCE.size;
  return TYPES.test(name) ? "" : EVIDENCE.type;
}

/**
 * @param {string} path Of the draft or report that it belongs to.
 * @param {File} file
 * @param {(share: number) => void} progress 0 to 1
 * @param {AbortSignal} stop
 * @param {Record<string, string>} [more] Further headers.
 * @returns {Promise<import("./records.js").Evidence>}
 */
export function send(path, file, progress, stop, more = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${path}/files`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Quanquan-Request", "1");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    for (const [name, value] of Object.entries(more)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("abort", () => reject(new Cancelled()));
    stop.addEventListener("abort", () => request.abort(), { once: true });
    request.addEventListener("error", () => reject(new Refusal("network", FAILURES.network)));
    request.addEventListener("load", () => {
      const evidence = request.status < 300 ? toEvidence(parsed(request.responseText)) : null;
      if (evidence) return resolve(evidence);
      const headers = { get: (/** @type {string} */ name) => request.getResponseHeader(name) };
      reject(refusalOf(request.status < 300 ? 500 : request.status, parsed(request.responseText), headers));
    });
    if (stop.aborted) reject(new Cancelled());
    else request.send(file);
  });
}

/** @param {string} words @returns {unknown} */
function parsed(words) {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
}
