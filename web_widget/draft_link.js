// @ts-check
/**
 * The way back to a report that was begun: its id in this browser, where the page of reports keeps it too. Only on the service's
 * own pages: another site's storage is nobody's business.
 */
import { KeptDraft } from "./claims/kept.js";
import { newAskId } from "./state.js";

/** @param {string} base */
const isOurs = (base) => new URL(base, location.href).origin === location.origin;

/** Keeps the way to a draft, unless one to another is kept: that is not given up unasked. @param {string} id @param {string} base */
export function keepDraft(id, base) {
  if (!isOurs(base)) return;
  const kept = new KeptDraft();
  if (!kept.read()) kept.write({ id, submit_id: newAskId(), unsaved: null });
}

/** Gives up the way to a draft that was sent. @param {string} id @param {string} base */
export function dropDraft(id, base) {
  if (draftHere(base) === id) new KeptDraft().drop();
}

/** The draft that was begun here, or null. @param {string} base */
export const draftHere = (base) => (isOurs(base) && new KeptDraft().read()?.id) || null;
