// @ts-check
/** Similar earlier cases by the words of a complaint, and how they ended. */
import { h } from "../dom.js";
import { attempt, button, field, money, say } from "../staff/ui.js";

const LEAST = 10;

/** @param {import("../staff/client.js").Client} client */
export function similarView(client) {
  const words = h("textarea", { rows: 3, maxlength: 5000 });
  const place = h("div", { class: "stack" });
  const look = () =>
    attempt(async () => {
      const text = words.value.trim();
      if ([...text].length < LEAST) {
        say(`请至少写 ${LEAST} 个字。`);
        return words.focus();
      }
      const found = await client.send("POST", "/api/v1/claims/analysis/similar", { text });
      place.replaceChildren(
        ...(found.cases.length ? found.cases.map(caseView) : [h("p", {}, "没有找到相似的。")]),
      );
      say(`找到 ${found.cases.length} 件相似的。`);
    });
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, "查相似的旧案"),
    field("把投诉的话粘贴在这里", words, { wide: true, hint: "不要写姓名和电话，只按意思找" }),
    h("p", { class: "buttons" }, button("查找相似的", look, { class: "button primary" })),
    place,
  );
}

/** @param {any} one */
const caseView = (one) =>
  h(
    "article",
    { class: "panel" },
    h(
      "p",
      { class: "badges" },
      h("span", { class: "badge" }, one.outcome_text),
      h("span", { class: "badge quiet" }, `相似 ${Math.round(one.score * 100)}%`),
    ),
    h(
      "p",
      { class: "muted" },
      [
        one.received_on,
        one.respondent,
        one.trade,
        one.product,
        one.demanded && `要求 ${money(one.demanded)}`,
        one.received && `付了 ${money(one.received)}`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    one.text && h("p", {}, one.text),
  );
