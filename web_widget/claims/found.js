// @ts-check
/**
 * What has become of a draft that this browser knows: it can be gone on with, it was sent and here is its receipt, or it is no
 * more. DOM-free.
 *
 * @typedef {{draft: import("./records.js").Draft|null, receipt: import("./records.js").Receipt|null}} Found Both null: it is no more.
 */
import { Refusal } from "../policies/client.js";

export const SUBMITTED = "draft_submitted";
/** @type {Found} */
const NOTHING = { draft: null, receipt: null };

/**
 * @param {import("./api.js").Claims} claims
 * @param {import("./kept.js").KeptDraft} kept
 * @param {string} id
 * @param {AbortSignal} left
 * @returns {Promise<Found>}
 */
export async function find(claims, kept, id, left) {
  try {
    return { draft: await claims.draft(id, left), receipt: null };
  } catch (error) {
    if (!(error instanceof Refusal && error.kind === "rejected")) throw error;
    const before = kept.read();
    if (error.code !== SUBMITTED || before?.id !== id) return NOTHING;
    return { draft: null, receipt: await again(claims, kept, before) };
  }
}

/**
 * The receipt of a sending whose answer was lost: under the same name the service gives the same one. Until it has, nothing of
 * what is kept is forgotten, since nobody else knows that name.
 *
 * @param {import("./api.js").Claims} claims
 * @param {import("./kept.js").KeptDraft} kept
 * @param {import("./kept.js").Kept} before
 */
async function again(claims, kept, { id, submit_id }) {
  try {
    const receipt = await claims.submit(id, submit_id);
    kept.sent(id, submit_id);
    kept.drop();
    return receipt;
  } catch (error) {
    if (!(error instanceof Refusal && error.kind === "rejected")) throw error;
    kept.drop(); // sent from elsewhere, under another name
    return null;
  }
}
