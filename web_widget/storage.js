// @ts-check
/**
 * The tab's own storage for one conversation: it survives a reload and ends with the tab, so that on a shared computer
 * nobody finds what the last person asked. Browsers may forbid storage or have none left; then nothing is kept and
 * nothing breaks.
 */
const KEY = "quanquan:conversation";

/** @typedef {{read: () => string|null, write: (value: string) => boolean, clear: () => void}} Store */

/**
 * @param {() => Storage} open Gives the storage; may throw, as `window.sessionStorage` does when it is blocked.
 * @param {string} scope Keeps conversations with different servers apart.
 * @returns {Store}
 */
export function tabStore(open, scope) {
  const key = `${KEY}:${scope}`;
  return {
    read: () => attempt(() => open().getItem(key), null),
    write: (value) => attempt(() => (open().setItem(key, value), true), false),
    clear: () => attempt(() => open().removeItem(key), undefined),
  };
}

/**
 * @template T
 * @param {() => T} work
 * @param {T} otherwise
 */
function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
