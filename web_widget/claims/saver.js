// @ts-check
/**
 * Saves what is typed a moment after the last key, one request at a time, and tries again by itself. DOM-free.
 *
 * @typedef {"saved"|"waiting"|"saving"|"failed"} SaveState
 */

import { Refusal } from "../policies/client.js";

/** After the last key, and after a save that failed, in milliseconds. */
export const PAUSE_MS = 700;
export const AGAIN_MS = 8_000;

export class Saver {
  #save;
  #shown;
  #clock;
  #pauseMs;
  #againMs;
  #timer = 0;
  #dirty = false;
  /** @type {Promise<boolean>|null} */
  #running = null;

  /**
   * @param {() => Promise<void>} save Saves what stands now; it rejects where it could not.
   * @param {(state: SaveState) => void} shown
   * @param {{clock?: {set: (work: () => void, ms: number) => number, clear: (timer: number) => void}, pauseMs?: number,
   *   againMs?: number}} [ports] Replaced by tests.
   */
  constructor(save, shown, { clock = realClock, pauseMs = PAUSE_MS, againMs = AGAIN_MS } = {}) {
    this.#save = save;
    this.#shown = shown;
    this.#clock = clock;
    this.#pauseMs = pauseMs;
    this.#againMs = againMs;
  }

  /** Something was changed. */
  touch() {
    this.#dirty = true;
    this.#shown("waiting");
    this.#later(this.#pauseMs);
  }

  /** Whether something is not with the service yet. */
  get dirty() {
    return this.#dirty || this.#running !== null;
  }

  /** Saves at once what is not saved; whether everything is. @returns {Promise<boolean>} */
  async flush() {
    this.#clock.clear(this.#timer);
    while (this.#running) await this.#running;
    if (!this.#dirty) return true;
    this.#running = this.#run();
    const done = await this.#running;
    return done && this.#dirty ? this.flush() : done;
  }

  /** What is not saved is given up. */
  stop() {
    this.#clock.clear(this.#timer);
    this.#dirty = false;
  }

  async #run() {
    this.#dirty = false;
    this.#shown("saving");
    try {
      await this.#save();
      this.#shown(this.#dirty ? "waiting" : "saved");
      return true;
    } catch (error) {
      // Whatever went wrong, what is typed is still here.
      this.#dirty = true;
      this.#shown("failed");
      if (!(error instanceof Refusal)) throw error;
      this.#later(this.#againMs);
      return false;
    } finally {
      this.#running = null;
    }
  }

  /** @param {number} ms */
  #later(ms) {
    this.#clock.clear(this.#timer);
    this.#timer = this.#clock.set(() => void this.flush(), ms);
  }
}

const realClock = {
  set: (/** @type {() => void} */ work, /** @type {number} */ ms) => Number(setTimeout(work, ms)),
  clear: (/** @type {number} */ timer) => clearTimeout(timer),
};
