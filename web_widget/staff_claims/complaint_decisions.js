// @ts-check
/** Complaints decided one by one, each with its reason: a recognition of the person decides none of them. */
import { h } from "../dom.js";
import { field, select, when } from "../staff/ui.js";
import { actionBox, section } from "./forms.js";
import { DECISIONS } from "./words.js";

/** @param {any} one @param {import("./case.js").Act|null} act Null: nothing can be decided now. */
export function decisionsView(one, act) {
  const made = one.complaint_decisions ?? [];
  const open = (one.dossier?.kinds ?? [])
    .filter((/** @type {any} */ kind) => kind.kind === "complaint")
    .flatMap((/** @type {any} */ kind) => kind.complaints)
    .filter((/** @type {any} */ item) => item.open);
  if (!act && made.length === 0) return null;
  return section(
    "逐件处理投诉",
    h("p", { class: "hint" }, "每一件投诉单独决定、单独写理由；举报照样核查，诉讼不受影响。"),
    act && open.length > 0 && decideForm(open, act),
    act && open.length === 0 && h("p", { class: "muted" }, "没有还在办的投诉。"),
    h(
      "ol",
      { class: "history" },
      made.map((/** @type {any} */ { complaint, decision_text, who, at, note }) =>
        h(
          "li",
          {},
          h("b", {}, `${complaint}：${decision_text}`),
          ` ${who}，${when(at)}`,
          note && h("p", {}, note),
        ),
      ),
    ),
  );
}

/** @param {any[]} open @param {import("./case.js").Act} act */
function decideForm(open, act) {
  let [complaint, decision] = ["", ""];
  const which = select(
    "",
    [
      { value: "", label: "请选择" },
      ...open.map(({ ref, source_text, number, respondent }) => ({
        value: ref,
        label: `${source_text} ${number} ${respondent}`,
      })),
    ],
    (value) => (complaint = value),
  );
  const how = select("", [{ value: "", label: "请选择" }, ...DECISIONS], (value) => (decision = value));
  return actionBox(
    "处理一件投诉",
    {
      label: "理由（写进经过）",
      required: true,
      quiet: true,
      more: [field("哪一件", which), field("怎么处理", how)],
      check: () => (!complaint ? "请选哪一件。" : !decision ? "请选怎么处理。" : ""),
    },
    (note) => act("decide_complaint", { note, complaint, decision }),
  );
}
