// @ts-check
/**
 * Evidence: several files at once, each with its progress, its digest and its scan; what is refused says why.
 *
 * @typedef {import("./records.js").Evidence} Evidence
 * @typedef {(file: File, progress: (share: number) => void, stop: AbortSignal) => Promise<Evidence>} Send
 */
import { h } from "../dom.js";
import { Cancelled, Refusal } from "../policies/client.js";
import { sizeText } from "../policies/figures.js";
import { digestOf, shortDigest } from "../policies/upload.js";
import { ACCEPT, fileFault } from "./upload.js";
import { EVIDENCE, SCANS } from "./words.js";

/**
 * @param {Evidence[]} files What was sent before.
 * @param {object} ports
 * @param {Send} ports.send
 * @param {((file: string) => Promise<void>)|null} ports.remove null where what was sent stays.
 * @param {(words: string) => void} ports.say
 */
export function evidenceView(files, { send, remove, say }) {
  const rows = h("ul", { class: "evidence" });
  const none = h("p", { class: "muted" }, EVIDENCE.none);
  const input = h("input", {
    id: "evidence",
    type: "file",
    class: "file",
    accept: ACCEPT,
    multiple: true,
    "aria-describedby": "evidence-rules",
  });
  const settle = () => (none.hidden = rows.childElementCount > 0);
  const sentRow = (/** @type {Evidence} */ file, same = false) => {
    const error = h("p", { class: "error", role: "alert" });
    const take = async () => {
      try {
        await remove?.(file.id);
      } catch (refused) {
        if (!(refused instanceof Refusal)) throw refused;
        return void (error.textContent = refused.message);
      }
      row.remove();
      settle();
      say(`${EVIDENCE.removed}：${file.name}`);
      input.focus();
    };
    const row = h(
      "li",
      { "data-scan": file.scan, "data-file": file.id },
      fileView(file, same, remove && take),
      error,
    );
    return row;
  };
  const takeFile = async (/** @type {File} */ file) => {
    const fault = fileFault(file);
    if (fault) {
      rows.append(refusedRow(file.name, fault, settle));
      settle();
      return say(fault);
    }
    const stop = new AbortController();
    const bar = progressView(file.name, () => stop.abort());
    rows.append(bar.row);
    settle();
    try {
      const [sent, own] = await Promise.all([send(file, bar.update, stop.signal), digestOf(file)]);
      // The same file sent again is the same.
      rows.querySelector(`[data-file="${CSS.escape(sent.id)}"]`)?.remove();
      bar.row.replaceWith(sentRow(sent, own !== "" && own === sent.sha256));
      say(`${EVIDENCE.sent}：${file.name}`);
    } catch (refused) {
      if (refused instanceof Cancelled) {
        bar.row.remove();
        settle();
        return input.focus();
      }
      if (!(refused instanceof Refusal)) throw refused;
      bar.row.replaceWith(refusedRow(file.name, EVIDENCE.failed + refused.message, settle));
      say(EVIDENCE.failed + refused.message);
    }
  };
  input.addEventListener("change", async () => {
    const chosen = [...(input.files ?? [])];
    // Chosen again, the same file must be a change.
    input.value = "";
    // One after the other: a poor connection carries one file better than five.
    for (const file of chosen) await takeFile(file);
  });
  rows.append(...files.map((file) => sentRow(file)));
  settle();
  return h(
    "div",
    { class: "evidence-step" },
    h("p", { id: "evidence-rules" }, EVIDENCE.rules),
    h("p", { class: "muted" }, EVIDENCE.more),
    h("label", { class: "file-label" }, input, h("span", { class: "button" }, EVIDENCE.choose)),
    none,
    rows,
    h("p", { class: "muted" }, EVIDENCE.digestHint),
  );
}

/** @param {Evidence} file @param {boolean} same @param {(() => void)|null} take null where it stays. */
const fileView = ({ name, size, sha256, scan }, same, take) =>
  h(
    "div",
    { class: "sent" },
    h("p", {}, h("b", {}, EVIDENCE.sent), `：${name}（${sizeText(size)}）`),
    sha256 &&
      h(
        "p",
        { class: "digest" },
        `${EVIDENCE.digest} `,
        h("code", { title: sha256 }, shortDigest(sha256)),
        same && `，${EVIDENCE.same}`,
      ),
    SCANS[scan] && h("p", { class: scan === "infected" ? "error" : "muted" }, SCANS[scan]),
    take &&
      h(
        "button",
        { type: "button", class: "button text", "aria-label": `${EVIDENCE.remove}${name}`, click: take },
        EVIDENCE.remove,
      ),
  );

/** @param {string} name @param {string} why @param {() => void} settle */
function refusedRow(name, why, settle) {
  const away = () => {
    row.remove();
    settle();
  };
  const row = h(
    "li",
    { class: "refused" },
    h("p", {}, name),
    h("p", { class: "error" }, why),
    h(
      "button",
      { type: "button", class: "button text", "aria-label": `知道了：${name}`, click: away },
      "知道了",
    ),
  );
  return row;
}

/** @param {string} name @param {() => void} stop */
function progressView(name, stop) {
  const bar = h("progress", { max: 100, value: 0, "aria-label": `${EVIDENCE.sending}${name}` });
  const words = h("span", {}, "0%");
  return {
    row: h(
      "li",
      { class: "sending" },
      h("p", {}, `${EVIDENCE.sending}：${name} `, words),
      bar,
      h(
        "button",
        { type: "button", class: "button text", "aria-label": `${EVIDENCE.stop}${name}`, click: stop },
        EVIDENCE.stop,
      ),
    ),
    /** @param {number} share */
    update: (share) => {
      bar.value = Math.round(share * 100);
      words.textContent = `${Math.round(share * 100)}%`;
    },
  };
}
