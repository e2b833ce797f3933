// @ts-check
/** 催办: those that wait longest first; answering one. */
import { h } from "../dom.js";
import { answerForm, listView } from "./casework_list.js";
import { attempt, button, say, when } from "./ui.js";

const STATES = [
  { value: "open", label: "待答复" },
  { value: "late", label: "答复超时" },
  { value: "undelivered", label: "没有送到办件系统" },
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
  const deliver = async () => {
    const done = await attempt(() => client.send("POST", `${base}/urges/deliver`));
    if (!done) return;
    say(done.delivered ? `送到了 ${done.delivered} 条。` : "办件系统还是没有收下。");
    await again();
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
        urge.delivery === "waiting" && h("span", { class: "badge warn" }, "还没有送到"),
        urge.delivery === "refused" && h("span", { class: "badge warn" }, "送不到"),
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
    urge.delivery_text && !urge.answer && undeliveredView(urge, deliver),
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

/** Why the department's system has not got it, and another try. @param {any} urge @param {() => Promise<void>} deliver */
const undeliveredView = ({ delivery_text }, deliver) =>
  h(
    "div",
    { class: "notice" },
    h("p", {}, delivery_text),
    h("p", { class: "buttons" }, button("现在再送一次", deliver)),
  );
