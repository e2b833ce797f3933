// @ts-check
/** Leads of the questionnaire: companies whose answers speak of suspected malicious claims; open ones first. */
import { h } from "../dom.js";
import { answerForm, listView } from "./casework_list.js";
import { attempt, say, when } from "./ui.js";

/** @param {import("./client.js").Client} client @param {string} base */
export async function leadsPage(client, base) {
  const list = await listView(client, `${base}/leads`, {
    rows: "leads",
    none: "没有问卷线索。",
    row: (lead, again) => leadView(client, base, lead, again),
  });
  const view = h(
    "div",
    { class: "stack" },
    h("p", {}, h("a", { href: "#reports" }, "← 企业举报")),
    h("h1", { tabindex: "-1" }, "问卷线索"),
    h("p", { class: "muted" }, "企业问需问卷里提到疑似恶意索赔的。先联系企业核实，再决定要不要办。"),
    list,
  );
  return { view, title: "问卷线索" };
}

/** @param {import("./client.js").Client} client @param {string} base @param {any} lead @param {() => Promise<void>} again */
function leadView(client, base, lead, again) {
  const handle = async (/** @type {string} */ note) => {
    const done = await attempt(async () => {
      await client.send("POST", `${base}/leads/${encodeURIComponent(lead.id)}`, { note });
      return true;
    });
    if (!done) return false;
    say("已记下。");
    await again();
    return true;
  };
  return h(
    "article",
    { class: "stack" },
    h(
      "div",
      {},
      h("h2", { class: "document-title" }, lead.company),
      h(
        "p",
        { class: "badges" },
        h("span", { class: lead.state === "open" ? "badge warn" : "badge quiet" }, lead.state_text),
      ),
    ),
    h(
      "p",
      { class: "muted" },
      [
        lead.receipt,
        lead.contact_phone ? `电话 ${lead.contact_phone}` : "没有留电话",
        `${when(lead.at)} 提交`,
      ].join(" · "),
    ),
    lead.because.length > 0 && h("p", {}, `提到：${lead.because.join("；")}`),
    h(
      "details",
      {},
      h("summary", {}, "全部回答"),
      h(
        "dl",
        { class: "written" },
        lead.answers.map((/** @type {any} */ one) =>
          h("div", {}, h("dt", {}, one.question), h("dd", {}, one.answer)),
        ),
      ),
    ),
    lead.state === "open"
      ? answerForm("处理结果", "怎么联系的、结果怎样（只有工作人员看到）", handle)
      : h("p", { class: "answered" }, `${when(lead.handled_at)} ${lead.note}`),
  );
}
