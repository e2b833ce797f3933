// @ts-check
/**
 * A link to a policy file (`/?policy=P001#第三条`, as citations give it) opens the file over the page, at that article.
 * The address stays while it is open, so that it can be kept, sent or loaded again.
 *
 * @typedef {import("../types.js").Policy} Policy
 * @typedef {import("../types.js").PolicyPlace} PolicyPlace
 */
import { Api, ApiError } from "../api.js";
import { h } from "../dom.js";
import { policyView, startOf } from "../policy.js";
import { policyPlace } from "../records.js";
import { citationText } from "../strings.js";
import { adoptStyles } from "../styles.js";

const NOT_FOUND = "没有找到这份政策文件，它可能已经撤下。可以直接问全全，或拨打12345。";

/** The article that an address means, or null. @param {Location} location */
export const policyOf = ({ search, hash }) =>
  policyPlace(`/?policy=${encodeURIComponent(new URLSearchParams(search).get("policy") ?? "")}${hash}`);

/**
 * @param {HTMLDialogElement} dialog
 * @param {PolicyPlace} place
 * @param {{ask: (text: string) => void, fail: (message: string) => void}} host
 */
export async function openPolicy(dialog, { id, section }, { ask, fail }) {
  dialog.addEventListener("close", () => history.replaceState(null, "", location.pathname), { once: true });
  try {
    const policy = await new Api(location.origin).policy(id);
    show(dialog, policy, section);
    const question = `${citationText(policy.title, "")}有哪些奖补？`;
    dialog
      .querySelector(".ask")
      ?.addEventListener("click", () => (dialog.close(), ask(question)), { once: true });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    history.replaceState(null, "", location.pathname);
    fail(error.kind === "rejected" ? NOT_FOUND : error.message);
  }
}

/** The view brings the widget's own look, in a tree of its own. @param {HTMLDialogElement} dialog @param {Policy} policy @param {string} section */
function show(dialog, policy, section) {
  const body = /** @type {HTMLElement} */ (dialog.querySelector(".policy-body"));
  const root = body.shadowRoot ?? body.attachShadow({ mode: "open" });
  const view = policyView(policy, { section });
  adoptStyles(root);
  root.replaceChildren(h("div", { class: "root", lang: "zh-CN" }, view));
  dialog.showModal();
  const { start, cited } = startOf(view);
  start.focus({ preventScroll: true });
  cited?.scrollIntoView({ block: "start" });
}
