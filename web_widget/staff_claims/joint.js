// @ts-check
/** Hand-overs as the authorities that work on them see them: the list, and one with its steps, messages and what can be done. */
import { h } from "../dom.js";
import { save } from "../staff/actions.js";
import { attempt, button, field, say, select, when } from "../staff/ui.js";
import { flow } from "./case.js";
import { dueView, wayView } from "./case_parts.js";
import { evidenceView } from "./evidence.js";
import { actionBox, section } from "./forms.js";
import { NEUTRAL, period } from "./words.js";

const BASE = "/api/v1/claims/joint";
const STATES = [
  { value: "", label: "全部" },
  { value: "preparing", label: "线索移送准备" },
  { value: "sent", label: "已移送" },
  { value: "examining", label: "受理审查" },
  { value: "supplementing", label: "补充材料" },
  { value: "filed", label: "立案" },
  { value: "not_filed", label: "不予立案" },
  { value: "returned", label: "退回" },
  { value: "feedback", label: "反馈" },
  { value: "archived", label: "归档" },
  { value: "withdrawn", label: "已撤回" },
];

/** @param {import("../staff/client.js").Client} client */
export async function jointPage(client) {
  const list = h("div", { class: "stack" });
  const draw = (/** @type {any} */ found) => list.replaceChildren(...listView(found));
  const load = (/** @type {string} */ state) =>
    attempt(async () => draw(await client.get(state ? `${BASE}?state=${state}` : BASE)));
  draw(await client.get(BASE));
  const view = h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "移送协同"),
    h("p", { class: "notice calm" }, NEUTRAL),
    h(
      "div",
      { class: "filters" },
      field(
        "看哪一步的",
        select("", STATES, (state) => void load(state)),
      ),
    ),
    list,
  );
  return { view, title: "移送协同" };
}

/** @param {number} total @param {number} shown */
const counted = (total, shown) => {
  if (!total) return "没有移送。";
  return total > shown
    ? `共 ${total} 件，这里是最近有变动的 ${shown} 件。要看更早的，请选哪一步。`
    : `共 ${total} 件`;
};

/** @param {any} found @returns {HTMLElement[]} */
const listView = ({ handovers, total }) => [
  h("p", { class: "muted", role: "status" }, counted(total, handovers.length)),
  h(
    "ul",
    { class: "documents" },
    handovers.map((/** @type {any} */ one) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "document", href: `#joint/${encodeURIComponent(one.id)}` },
          h("span", { class: "document-title" }, one.case_title),
          dueView(one),
          one.case_text && h("b", {}, one.case_text),
          h("span", {}, one.next_text),
          h(
            "span",
            { class: "muted" },
            [`移送${one.authority_text}`, one.id, one.sent_at && `${when(one.sent_at)} 发出`]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
      ),
    ),
  ),
];

/** @param {import("../staff/client.js").Client} client @param {string} id */
export async function handoverPage(client, id) {
  const path = `${BASE}/${encodeURIComponent(id)}`;
  const one = await client.get(path);
  const way = await client.get(`/api/v1/claims/handover/flow?authority=${encodeURIComponent(one.authority)}`);
  const view = h("div", { class: "stack" });
  const draw = (/** @type {any} */ fresh) =>
    view.replaceChildren(...pageView(client, path, fresh, way, draw));
  draw(one);
  return { view, title: one.case_title };
}

/** @param {import("../staff/client.js").Client} client @param {string} path @param {any} one @param {any} way @param {(one: any) => void} draw @returns {HTMLElement[]} */
function pageView(client, path, one, way, draw) {
  const act = async (/** @type {string} */ action, /** @type {string} */ note) => {
    const fresh = await attempt(() =>
      client.send("POST", `${path}/${action}`, { version: one.version, note }),
    );
    if (!fresh) return;
    draw(fresh);
    /** @type {HTMLElement|null} */ (document.querySelector("#content h1"))?.focus({ preventScroll: true });
    say(`${fresh.state_text}。`);
  };
  const parts = [
    h("p", {}, h("a", { href: "#joint" }, "← 移送协同")),
    h("h1", { tabindex: "-1" }, one.case_title),
    h("p", { class: "muted" }, `移送${one.authority_text} · ${one.id}`),
    h("p", { class: "notice calm" }, NEUTRAL),
    one.case_text && h("p", { class: "notice" }, one.case_text),
    h("div", { class: "panel" }, dueView(one), h("p", {}, "下一步：", one.next_text)),
    wayView(one.steps ?? [], one.state),
    section(
      "现在可以做的",
      one.actions.length === 0 && h("p", { class: "muted" }, "现在没有您能做的。"),
      h(
        "div",
        { class: "actions" },
        one.actions.map((/** @type {any} */ { action, text, needs_note }) =>
          actionBox(
            text,
            {
              label: needs_note ? "说明（双方都能看到）" : "",
              required: needs_note,
              quiet: QUIET.includes(action),
              sure: SURE[action] ?? "",
            },
            (note) => act(action, note),
          ),
        ),
        button("下载材料包（Word）", () =>
          attempt(async () => save(await client.file(`${path}/packet.docx`), `${one.id}.docx`)),
        ),
      ),
    ),
    one.case && caseView(one.case),
    messagesView(one.messages ?? []),
    flow({ flow: way, state: one.state }),
  ];
  return parts.filter((part) => part instanceof HTMLElement);
}

const QUIET = ["message", "withdraw", "cancel", "return", "refuse"];
const SURE = /** @type {Record<string, string>} */ ({
  send: "移送以后，接收单位能看到案件和材料包。",
  withdraw: "撤回以后，接收单位不再办理。",
});

/** What the receiving authority is told of the case. @param {any} told */
const caseView = (told) =>
  section(
    "案件情况",
    h("p", { class: "written-text" }, told.facts),
    h("p", { class: "muted" }, `涉及 ${told.complaints} 件，${period(told.first_on, told.last_on)}`),
    evidenceView({ factors: told.factors ?? [], against: told.against ?? [] }, null),
  );

/** @param {any[]} messages */
const messagesView = (messages) =>
  section(
    "往来",
    messages.length === 0 && h("p", { class: "muted" }, "还没有往来。"),
    h(
      "ol",
      { class: "history" },
      messages.map(({ at, who, authority_text, action_text, note }) =>
        h(
          "li",
          {},
          h("b", {}, action_text),
          ` ${[authority_text, who, when(at)].filter(Boolean).join("，")}`,
          note && h("p", {}, note),
        ),
      ),
    ),
  );
