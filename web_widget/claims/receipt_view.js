// @ts-check
/** The receipt: number and code, large, to copy, to print; the code is shown once. */
import { h, icon } from "../dom.js";
import { momentOf } from "../policies/figures.js";
import { RECEIPT } from "./words.js";

/** @param {import("./records.js").Receipt} receipt @param {(words: string) => void} say */
export function receiptView({ receipt, code, submitted_at, message, next_text }, say) {
  const copied = h("p", { class: "hint", role: "status" });
  const copy = async () => {
    const words = [`${RECEIPT.receipt} ${receipt}`, code && `${RECEIPT.code} ${code}`]
      .filter(Boolean)
      .join("\n");
    copied.textContent = await taken(words).then(
      () => RECEIPT.copied,
      () => RECEIPT.copyFailed,
    );
    say(copied.textContent);
  };
  return h(
    "section",
    { class: "done receipt", "aria-labelledby": "receipt-title" },
    h("h2", { id: "receipt-title", tabindex: "-1" }, RECEIPT.title),
    message && h("p", {}, message),
    h(
      "dl",
      { class: "slips" },
      h("div", {}, h("dt", {}, RECEIPT.receipt), h("dd", { class: "slip" }, receipt)),
      code && h("div", {}, h("dt", {}, RECEIPT.code), h("dd", { class: "slip" }, code)),
    ),
    h("p", {}, h("b", {}, code ? RECEIPT.keep : RECEIPT.hidden)),
    h(
      "p",
      { class: "ways" },
      h("button", { type: "button", class: "button primary", click: copy }, icon("copy"), RECEIPT.copy),
      h(
        "button",
        { type: "button", class: "button", click: () => window.print() },
        icon("print"),
        RECEIPT.print,
      ),
    ),
    copied,
    submitted_at && h("p", { class: "muted" }, `${RECEIPT.at}：${momentOf(submitted_at)}`),
    next_text && h("p", {}, h("b", {}, `${RECEIPT.next}：`), next_text),
    h("p", { class: "muted" }, RECEIPT.sample),
    h(
      "p",
      {},
      h(
        "a",
        { class: "button quiet", href: `/claims?${new URLSearchParams({ view: "status", receipt })}` },
        RECEIPT.look,
      ),
    ),
  );
}

/** Puts words on the clipboard; browsers refuse it without a secure connection. @param {string} words */
async function taken(words) {
  if (!navigator.clipboard) throw new Error("no clipboard");
  await navigator.clipboard.writeText(words);
}
