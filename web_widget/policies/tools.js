// @ts-check
/** Taking a result along: as a table, as an address, on paper. */
import { h, icon } from "../dom.js";
import { Refusal } from "./client.js";
import { addressOf } from "./places.js";
import { RESULT } from "./words.js";

/**
 * @param {import("./client.js").Client} client
 * @param {import("./types.js").Company} company
 * @param {{say: (words: string) => void}} ports
 */
export function toolsView(client, { name, credit_code }, { say }) {
  const note = h("p", { class: "tool-note muted" });
  const tell = (/** @type {string} */ words) => {
    note.textContent = words;
    say(words);
  };
  return h(
    "div",
    { class: "tool-buttons" },
    tool("download", RESULT.export, () => exportTable(client, name, credit_code, tell)),
    tool("copy", RESULT.share, () => share(name, credit_code, tell)),
    tool("print", RESULT.print, async () => window.print()),
    note,
  );
}

/** @param {"download"|"copy"|"print"} picture @param {string} words @param {() => Promise<void>} work */
function tool(picture, words, work) {
  const button = h("button", { type: "button", class: "button quiet" }, icon(picture), words);
  button.addEventListener("click", async () => {
    // Not `disabled`, which would drop the focus.
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    await work();
    button.removeAttribute("aria-disabled");
  });
  return button;
}

/**
 * @param {import("./client.js").Client} client
 * @param {string} name
 * @param {string} code
 * @param {(words: string) => void} tell
 */
async function exportTable(client, name, code, tell) {
  tell(RESULT.exporting);
  try {
    const file = await client.download(`/api/v1/policies/match.xlsx?company=${encodeURIComponent(code)}`);
    save(file, `政策匹配-${name}.xlsx`);
    tell(RESULT.exported);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(error.message);
  }
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const href = URL.createObjectURL(file);
  h("a", { href, download: name }).click();
  // The browser has taken the file up by then.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** @param {string} name @param {string} code @param {(words: string) => void} tell */
async function share(name, code, tell) {
  const url = new URL(addressOf({ company: code }), location.href).href;
  const title = `${name}能领的惠企补贴（示例数据）`;
  try {
    if (navigator.share) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      tell(RESULT.copied);
    }
  } catch (error) {
    // Somebody closed the share sheet: nothing to say. Anything else: the address is still in the bar above.
    if (!(error instanceof DOMException && error.name === "AbortError")) tell(RESULT.copyFailed);
  }
}

/** On paper everything is open; afterwards it is as it was. @param {ParentNode} root */
export function openForPrint(root) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    for (const more of root.querySelectorAll(".list .rest")) /** @type {HTMLElement} */ (more).click();
    opened = [...root.querySelectorAll("details")].filter((each) => !each.open);
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
}
