// @ts-check
/**
 * Before saving: what changed in words, what must be confirmed, and a note. Whoever was second is told what the first one
 * saved, and keeps the own edit.
 *
 * @typedef {import("./types.js").Opened} Opened
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").Change} Change
 * @typedef {import("./types.js").Warned} Warned
 * @typedef {{fresh: () => Promise<Opened>, restart: (opened: Opened) => void}} Ports
 */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { gaps, toBody } from "./draft.js";
import { attempt, button, confirmed, field, openDialog, say } from "./ui.js";

/** @param {import("./client.js").Client} client @param {string} path @param {Draft} draft @param {Ports} ports @returns {Promise<Opened|null>} What was saved. */
export async function saveDialog(client, path, draft, ports) {
  const missing = gaps(draft);
  if (missing.length) {
    const [measure, words] = missing[0];
    say(`“${measure.title || "新条款"}”${words}，填好以后再保存。`);
    return null;
  }
  const checked = await attempt(() => client.send("POST", `${path}/check`, toBody(draft)));
  if (!checked) return null;
  /** @type {Opened|null} */
  let saved = null;
  /** @type {Refusal|null} */
  let stale = null;
  await openDialog("核对并保存", (close) => [
    formView(checked, async (note, confirmedIds) => {
      const body = { ...toBody(draft), note, confirmed: confirmedIds, text_digest: draft.digest };
      try {
        saved = await client.send("PUT", path, body);
        close("saved");
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.status !== 409) return error.message;
        stale = error;
        close("stale");
      }
      return "";
    }),
  ]);
  if (stale) await settle(stale, draft, ports);
  return saved;
}

/** Somebody was quicker, or the text is another one. @param {Refusal} refusal @param {Draft} draft @param {Ports} ports */
async function settle(refusal, draft, ports) {
  const fresh = await attempt(ports.fresh);
  if (!fresh) return;
  const again = await confirmed(
    "别人先保存了，或者原文变了",
    refusal.message,
    "保留我的修改，接着核对",
    "用最新的，放弃我的修改",
  );
  if (!again) return ports.restart(fresh);
  draft.base = fresh.newest_version;
  draft.digest = fresh.text_digest;
  say("您的修改都在。核对以后请再保存一次，保存以前会再列出所有的差别。");
}

/** @param {{changes: Change[], warnings: Warned[], open_human: number}} checked @param {(note: string, confirmed: string[]) => Promise<string>} save Gives what went wrong. */
function formView({ changes, warnings, open_human }, save) {
  const note = h("textarea", { rows: 2, maxlength: 500, required: true });
  const error = h("p", { class: "error", role: "alert" });
  const boxes = warnings.map((warning) => ({
    warning,
    box: h("input", { type: "checkbox" }),
  }));
  const go = async () => {
    const open = boxes.find(({ box }) => !box.checked);
    error.textContent = open
      ? "请逐条核对，核对过的打勾。"
      : note.value.trim()
        ? ""
        : "请写一句改了什么、为什么改。";
    if (error.textContent) return (open ? open.box : note).focus();
    error.textContent = await save(
      note.value.trim(),
      boxes.map(({ warning }) => warning.id),
    );
  };
  return h(
    "div",
    { class: "stack" },
    h("h3", {}, changes.length ? `这次改了 ${changes.length} 处` : "标签没有改动"),
    changesView(changes),
    warnings.length > 0 && h("h3", {}, "请您确认"),
    warnings.length > 0 &&
      h(
        "ul",
        { class: "warnings" },
        boxes.map(({ warning, box }) =>
          h(
            "li",
            {},
            h(
              "label",
              { class: "check" },
              box,
              h(
                "span",
                {},
                `“${warning.title}”${partName(warning.label)}：${warning.text}。我已核对，照此保存`,
              ),
            ),
          ),
        ),
      ),
    open_human > 0 &&
      h(
        "p",
        { class: "notice" },
        `还有 ${open_human} 处原文没有处理，可以以后再核对；在那以前，这些条款不会自动算钱。`,
      ),
    field("改了什么、为什么改", note, { wide: true }),
    error,
    h("p", { class: "buttons" }, button("保存", go, { class: "button primary" })),
  );
}

/** `conditions/2` -> 第 3 条条件. @param {string} label */
export function partName(label) {
  const [part, at] = label.split("/");
  if (part === "conditions") return `第 ${Number(at) + 1} 条条件`;
  return part === "award" ? "奖补标准" : "截止日";
}

/** @param {Change[]} changes */
export const changesView = (changes) =>
  h(
    "ul",
    { class: "changes" },
    changes.map(({ title, text }) => h("li", {}, h("b", {}, title), `：${text}`)),
  );
