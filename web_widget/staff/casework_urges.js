// @ts-check
/** 催办: those that wait longest first; answering one. */
import { h } from "../dom.js";
import { answerForm, listView } from "./casework_list.js";
import { attempt, say, when } from "./ui.js";

const STATES = [
  { value: "open", label: "待答复" },
  { value: "late", label: "答复超时" },
  { value: "answered", label: "已答复" },
];

/** @param {import("./client.js").Client} client @param {string} base */
export const urgesView = (client, base) =>
  listView(client, `${base}/urges`, {
    rows: "urges",
    none: "没有催办。",
    state: { name: "state", label: "看哪一种", options: STATES },
    row: (urge, again) => urgeView(client, base, urge, again),
  });

/** @param {import("./client.js").Client} client @param {string} base @param {any} urge @param {() => Promise<void>} again */
function urgeView(client, base, urge, again) {
  const answer = async (/** @type {string} */ text) => {
    const done = await attempt(async () => {
      await client.send("POST", `${base}/urges/${encodeURIComponent(urge.id)}/answer`, { text });
      return true;
    });
    if (!done) return false;
    say("已答复，办事人在进度里能看到。");
    await again();
    return true;
  };
  return h(
    "article",
    { class: "stack" },
    h(
      "div",
      {},
      h("h2", { class: "document-title" }, urge.item_name || urge.number),
      h(
        "p",
        { class: "badges" },
        h("span", { class: "badge" }, urge.answer ? "已答复" : "待答复"),
        urge.late && h("span", { class: "badge warn" }, "已超时"),
        urge.delivered === false && h("span", { class: "badge warn" }, "还没有送到办件系统"),
      ),
    ),
    h(
      "p",
      { class: "muted" },
      [urge.number, urge.routed_to, `${when(urge.at)} 催办`, `${when(urge.due_at)} 前答复`]
        .filter(Boolean)
        .join(" · "),
    ),
    urge.text && h("blockquote", {}, urge.text),
    urge.answer
      ? h(
          "p",
          { class: "answered" },
          h("b", {}, `${urge.answered_by ?? ""} ${when(urge.answered_at)} 答复：`),
          urge.answer,
        )
      : answerForm("答复", "写给办事人的话（办事人会看到）", answer),
  );
}
