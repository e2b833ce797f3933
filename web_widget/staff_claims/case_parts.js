// @ts-check
/** Parts of a case: signatures, hand-overs, what happened and whether its record is whole, the identity with a reason. */
import { h } from "../dom.js";
import { attempt, button, field, openDialog, when } from "../staff/ui.js";
import { identityView } from "./dossier.js";
import { section } from "./forms.js";
import { dueText, today } from "./words.js";

/** @param {any[]} signatures @param {{code: string, label: string}[]} factors */
export function signaturesView(signatures, factors) {
  const named = new Map(factors.map(({ code, label }) => [code, label]));
  return section(
    "签字（要两位不同的工作人员）",
    signatures.length === 0 && h("p", { class: "muted" }, "还没有人签字。"),
    h(
      "ol",
      { class: "history" },
      signatures.map(({ who, at, note, factors: codes }) =>
        h(
          "li",
          {},
          h("b", {}, who),
          ` ${when(at)}`,
          codes?.length > 0 &&
            h(
              "p",
              {},
              `依据：${codes.map((/** @type {string} */ code) => named.get(code) ?? code).join("、")}`,
            ),
          note && h("p", {}, note),
        ),
      ),
    ),
  );
}

/** Reports of companies that were linked; their files and whom they name stand in the packet. @param {any[]} reports */
export const reportsView = (reports) =>
  reports.length > 0 &&
  section(
    `并入的企业举报（${reports.length} 份）`,
    h("p", { class: "hint" }, "举报里写的当事人、日期和证据文件，会写进材料包。"),
    h(
      "ul",
      { class: "history" },
      reports.map(({ receipt, company, happened_on, demanded, files, state_text }) =>
        h(
          "li",
          {},
          h("a", { class: "row-link", href: `#reports/${encodeURIComponent(receipt)}` }, receipt),
          ` ${[company, happened_on, demanded && `索要 ${demanded} 元`, `${files} 个文件`, state_text].filter(Boolean).join("，")}`,
        ),
      ),
    ),
  );

/** @param {any[]} handovers */
export const handoversView = (handovers) =>
  handovers.length > 0 && section("移送", ...handovers.map((one) => handoverView(one)));

/** @param {any} one */
const handoverView = (one) =>
  h(
    "div",
    { class: "panel" },
    h(
      "h3",
      {},
      h(
        "a",
        { class: "row-link", href: `#joint/${encodeURIComponent(one.id)}` },
        `移送${one.authority_text}`,
      ),
    ),
    dueView(one),
    h("p", {}, one.next_text),
    wayView(one.steps ?? [], one.state),
  );

/** The steps of a hand-over; where it left the way (退回, say), none is where it stands. @param {any[]} steps @param {string} state */
export const wayView = (steps, state) =>
  h(
    "ol",
    { class: "steps", "aria-label": "步骤" },
    steps.map(({ name, text, done, at }, position) =>
      h(
        "li",
        { class: done ? "done" : null, "aria-current": name === state ? "step" : null },
        h("span", { class: "step-name" }, `${position + 1}. ${text || name}`),
        h("span", { class: "hint" }, [name === state && "现在在这一步", when(at)].filter(Boolean).join("，")),
      ),
    ),
  );

/** State and due day as badges. @param {any} one */
export function dueView({ state_text, due_on, overdue }) {
  const due = dueText(due_on, overdue, today());
  return h(
    "p",
    { class: "badges" },
    h("span", { class: "badge" }, state_text),
    due && h("span", { class: overdue ? "badge warn" : "badge quiet" }, due),
  );
}

/** @param {{whole: boolean, length: number, head: string|null, reason: string}|null|undefined} chain */
export function chainView(chain) {
  if (!chain) return null;
  if (!chain.whole)
    return h(
      "p",
      { class: "notice", role: "alert" },
      h("b", {}, "注意：经过的记录对不上，可能被改过。"),
      ` ${chain.reason ?? ""} 请先停下来，报告系统管理员。`,
    );
  return h(
    "p",
    { class: "hint" },
    `经过的记录完整，共 ${chain.length} 条，最后一条校验码 `,
    h("code", {}, (chain.head ?? "").slice(0, 16)),
    "。",
  );
}

/** @param {any[]} history */
export const historyView = (history) =>
  h(
    "ol",
    { class: "history" },
    history.map(({ at, action_text, who, authority_text, note }) =>
      h(
        "li",
        {},
        h("b", {}, action_text),
        ` ${[authority_text, who, when(at)].filter(Boolean).join("，")}`,
        note && h("p", {}, note),
      ),
    ),
  );

/** Shows the whole identity in the dialog, with a reason that goes into the record. @param {import("../staff/client.js").Client} client @param {string} path @param {() => unknown} after */
export async function revealIdentity(client, path, after) {
  const reason = h("textarea", { rows: 3, maxlength: 500 });
  const error = h("p", { class: "error", role: "alert" });
  const shown = h("div", { class: "stack" });
  let revealed = false;
  await openDialog("查看完整身份", () => [
    h("p", { class: "hint" }, "谁、什么时候、为什么看，都会写进经过。"),
    field("为什么要看", reason),
    error,
    h(
      "p",
      { class: "buttons" },
      button(
        "查看",
        async () => {
          error.textContent = reason.value.trim() ? "" : "请写明为什么要看。";
          if (error.textContent) return reason.focus();
          const found = await attempt(() =>
            client.send("POST", `${path}/reveal`, { note: reason.value.trim() }),
          );
          if (!found) return;
          revealed = true;
          shown.replaceChildren(identityView(found.identity));
        },
        { class: "button primary" },
      ),
    ),
    shown,
  ]);
  // The dialog would keep it in the page otherwise.
  shown.replaceChildren();
  if (revealed) await after();
}
