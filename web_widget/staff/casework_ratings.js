// @ts-check
/** 好差评: the two lowest levels must be followed up; the rest can be read. */
import { h } from "../dom.js";
import { answerForm, listView } from "./casework_list.js";
import { attempt, say, when } from "./ui.js";

const STATES = [
  { value: "open", label: "待回访" },
  { value: "done", label: "已回访" },
  { value: "", label: "全部评价" },
];
const KINDS = /** @type {Record<string, string>} */ ({ application: "办件", reply: "全全的回答" });

/** Whoever rates a reply is nobody known: the answer stays with the staff. */
const LABELS = /** @type {Record<string, string>} */ ({
  application: "怎么核实的、怎么改的（办事人会看到）",
  reply: "怎么核实的、怎么改的（只有工作人员看到）",
});

/** @param {import("./client.js").Client} client @param {string} base */
export const ratingsView = (client, base) =>
  listView(client, `${base}/ratings`, {
    rows: "ratings",
    none: "没有评价。",
    state: { name: "followup", label: "看哪一种", options: STATES },
    row: (rating, again) => ratingView(client, base, rating, again),
  });

/** @param {import("./client.js").Client} client @param {string} base @param {any} rating @param {() => Promise<void>} again */
function ratingView(client, base, rating, again) {
  const followUp = async (/** @type {string} */ text) => {
    const done = await attempt(async () => {
      await client.send("POST", `${base}/ratings/${encodeURIComponent(rating.id)}/followup`, { text });
      return true;
    });
    if (!done) return false;
    say("回访结果已记下。");
    await again();
    return true;
  };
  return h(
    "article",
    { class: "stack" },
    h(
      "div",
      {},
      h("h2", { class: "document-title" }, rating.title || rating.subject),
      h(
        "p",
        { class: "badges" },
        h("span", { class: rating.score <= 2 ? "badge warn" : "badge" }, rating.text_of_score),
        rating.followup === "open" && h("span", { class: "badge" }, "待回访"),
        rating.followup === "done" && h("span", { class: "badge quiet" }, "已回访"),
        rating.late && h("span", { class: "badge warn" }, "回访超时"),
      ),
    ),
    h(
      "p",
      { class: "muted" },
      [
        KINDS[rating.kind] ?? "",
        rating.subject !== rating.title && rating.kind === "application" && rating.subject,
        rating.department,
        `${when(rating.at)} 评价`,
        rating.due_at && `${when(rating.due_at)} 前回访`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    rating.reasons.length > 0 && h("p", {}, rating.reasons.join("、")),
    rating.text && h("blockquote", {}, rating.text),
    rating.answer &&
      h(
        "p",
        { class: "answered" },
        h("b", {}, `${rating.answered_by ?? ""} ${when(rating.answered_at)} 回访：`),
        rating.answer,
      ),
    rating.followup === "open" && answerForm("回访结果", LABELS[rating.kind] ?? LABELS.reply, followUp),
  );
}
