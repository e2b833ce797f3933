// @ts-check
/**
 * One required paper: choose a file, see it go, see that it arrived whole, take it back or choose another.
 *
 * @typedef {import("./benefit_records.js").Upload} Upload
 * @typedef {{started: () => void, arrived: (upload: Upload) => void, failed: () => void, removed: () => void,
 *   say: (words: string) => void}} Ports
 */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { complain } from "./field_view.js";
import { sizeText } from "./figures.js";
import { ACCEPT, digestOf, fileFault, send, shortDigest } from "./upload.js";
import { APPLY, removeLabel } from "./words_apply.js";

/**
 * @param {string} paper
 * @param {string} id Of the input.
 * @param {Upload|null} upload What was sent before.
 * @param {Ports} ports
 */
export function paperView(paper, id, upload, ports) {
  const state = h("div", { class: "paper-state" });
  const input = h("input", {
    id,
    type: "file",
    class: "file",
    accept: ACCEPT,
    "aria-describedby": `${id}-error ${id}-state`,
  });
  state.id = `${id}-state`;
  const caption = h("span", { class: "button quiet" }, upload ? APPLY.replace : APPLY.choose);
  const view = h(
    "div",
    { class: "field paper", "data-field": id },
    h("p", { class: "paper-name", id: `${id}-name` }, paper),
    // The whole label is the target; the input itself is there for the keyboard and for screen readers.
    h("label", { class: "file-label" }, input, h("span", { class: "sr-only" }, paper), caption),
    state,
    h("p", { class: "error", id: `${id}-error` }),
  );
  const show = (/** @type {Upload|null} */ sent, same = false) => {
    caption.textContent = sent ? APPLY.replace : APPLY.choose;
    const remove = () => {
      ports.removed();
      show(null);
      input.focus();
    };
    state.replaceChildren(...(sent ? [sentView(sent, paper, same, remove)] : []));
  };
  show(upload);
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    // Chosen again, the same file must be a change.
    input.value = "";
    if (file) void take(file);
  });
  const take = async (/** @type {File} */ file) => {
    const fault = fileFault(file);
    complain(view, id, fault);
    if (fault) return ports.say(fault);
    const bar = progressView(file.name);
    state.replaceChildren(bar.view);
    ports.started();
    try {
      const [sent, own] = await Promise.all([send(file, paper, bar.update), digestOf(file)]);
      ports.arrived(sent);
      show(sent, own !== "" && own === sent.sha256);
      ports.say(`${APPLY.uploaded}：${file.name}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      ports.failed();
      show(null);
      complain(view, id, `${APPLY.uploadFailed}${error.message}`);
      ports.say(APPLY.uploadFailed);
    }
  };
  return view;
}

/** @param {Upload} upload @param {string} paper @param {boolean} same @param {() => void} remove */
const sentView = ({ name, size, sha256 }, paper, same, remove) =>
  h(
    "div",
    { class: "sent" },
    h("p", {}, h("b", {}, APPLY.uploaded), `：${name}（${sizeText(size)}）`),
    sha256 &&
      h(
        "p",
        { class: "digest" },
        `${APPLY.digest} `,
        h("code", {}, shortDigest(sha256)),
        same && `，${APPLY.same}`,
      ),
    h(
      "button",
      { type: "button", class: "button text", "aria-label": removeLabel(name, paper), click: remove },
      APPLY.remove,
    ),
  );

/** @param {string} name */
function progressView(name) {
  const bar = h("progress", { max: 100, value: 0, "aria-label": `${APPLY.uploading}${name}` });
  const words = h("span", {}, "0%");
  return {
    view: h("div", { class: "sending" }, h("p", {}, `${APPLY.uploading}：${name} `, words), bar),
    /** @param {number} share */
    update: (share) => {
      bar.value = Math.round(share * 100);
      words.textContent = `${Math.round(share * 100)}%`;
    },
  };
}
