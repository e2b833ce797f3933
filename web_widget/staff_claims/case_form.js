// @ts-check
/** Opening a case: of a person, of a company's report, or of what was found at work. */
import { h } from "../dom.js";
import { attempt, button, field, openDialog } from "../staff/ui.js";

/** @param {import("../staff/client.js").Client} client @param {{person_id?: string, receipt?: string}} origin @param {string} [suggested] */
export async function openCase(client, origin, suggested = "") {
  const title = h("input", { type: "text", autocomplete: "off", maxlength: 100, value: suggested });
  const facts = h("textarea", { rows: 5, maxlength: 4000 });
  const error = h("p", { class: "error", role: "alert" });
  let opened = "";
  await openDialog("建立案件", (close) => [
    h("p", { class: "hint" }, "建立案件只是开始核查，不表示认定。"),
    field("标题", title),
    field("事实", facts, { hint: "写看到的事实，不写推断。" }),
    error,
    h(
      "p",
      { class: "buttons" },
      button(
        "建立",
        async () => {
          const [name, text] = [title.value.trim(), facts.value.trim()];
          error.textContent = !name ? "请写标题。" : !text ? "请写事实。" : "";
          if (error.textContent) return (name ? facts : title).focus();
          const made = await attempt(() =>
            client.send("POST", "/api/v1/claims/cases", { ...origin, title: name, facts: text }),
          );
          if (!made) return;
          opened = made.id;
          close("");
        },
        { class: "button primary" },
      ),
    ),
  ]);
  if (opened) location.hash = `#cases/${encodeURIComponent(opened)}`;
}
