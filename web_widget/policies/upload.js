// @ts-check
/**
 * Sending one file, with its progress; `fetch` cannot tell how much of a body has gone, `XMLHttpRequest` can.
 *
 * @typedef {import("./benefit_records.js").Upload} Upload
 */
import { toUpload } from "./benefit_records.js";
import { Refusal, refusalOf } from "./client.js";
import { FAILURES } from "./words.js";
import { WRONG } from "./words_apply.js";

export const MAX_BYTES = 10 * 1024 * 1024;
const TYPES = /\.(pdf|png|jpe?g|docx|xlsx)$/i;
export const ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx";

/** What is wrong with a file before it is sent; empty when nothing is. @param {{name: string, size: number}} file */
export function fileFault({ name, size }) {
  if (size === 0) return WRONG.empty;
  if (size > MAX_BYTES) return WRONG.size;
  return TYPES.test(name) ? "" : WRONG.type;
}

/**
 * @param {File} file
 * @param {string} paper The required paper that it is.
 * @param {(share: number) => void} progress 0 to 1
 * @returns {Promise<Upload>}
 */
export function send(file, paper, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/benefits/uploads");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Quanquan-Request", "1");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("X-Document", encodeURIComponent(paper));
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("error", () => reject(new Refusal("network", FAILURES.network)));
    request.addEventListener("load", () => {
      const body = parsed(request.responseText);
      const upload = request.status < 300 ? toUpload(body) : null;
      if (upload) resolve(upload);
      else {
        const headers = { get: (/** @type {string} */ name) => request.getResponseHeader(name) };
        reject(refusalOf(request.status < 300 ? 500 : request.status, body, headers));
      }
    });
    request.send(file);
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

/** The SHA-256 of a file as this browser computes it; empty where it may not (no secure connection). @param {Blob} file */
export async function digestOf(file) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first characters of a digest, in fours, as people compare them. @param {string} digest */
export const shortDigest = (digest) => (digest.slice(0, 16).match(/.{1,4}/g) ?? []).join(" ");
