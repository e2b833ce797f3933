// @ts-check
/**
 * Fillings kept in this browser until they are sent, by company and measure, so that a closed window loses nothing.
 * Browsers may forbid storage or have none left: then nothing is kept, and the page says so.
 */
const PREFIX = "quanquan:application:";
/** Kept for so long, in milliseconds: thirty days. */
export const LASTS_MS = 30 * 24 * 3_600_000;

export class Drafts {
  #open;
  #now;

  /** @param {() => Storage} [open] May throw, as where storage is blocked. @param {() => number} [now] */
  constructor(open = () => globalThis.localStorage, now = Date.now) {
    this.#open = open;
    this.#now = now;
  }

  /** @param {string} company @param {string} measure @returns {unknown} null where none is kept */
  read(company, measure) {
    return attempt(() => {
      const kept = JSON.parse(this.#open().getItem(keyOf(company, measure)) ?? "null");
      return kept && this.#now() - kept.at < LASTS_MS ? kept.filling : null;
    }, null);
  }

  /** @param {string} company @param {string} measure @param {unknown} filling @returns {boolean} Whether it is kept. */
  write(company, measure, filling) {
    const words = JSON.stringify({ at: this.#now(), filling });
    return attempt(() => (this.#open().setItem(keyOf(company, measure), words), true), false);
  }

  /** @param {string} company @param {string} measure */
  drop(company, measure) {
    attempt(() => this.#open().removeItem(keyOf(company, measure)), undefined);
  }
}

/** @param {string} company @param {string} measure */
const keyOf = (company, measure) => `${PREFIX}${company}:${measure}`;

/** A name for one filling that the service takes once. */
export const newSubmitId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

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
