// @ts-check
/**
 * One case: where it stands, both sides of the evidence, what can be done now, who signed, what happened.
 *
 * @typedef {import("../staff/client.js").Client} Client
 * @typedef {(action: string, body: object) => Promise<void>} Act
 * @typedef {{factors: Set<string>, seen: Set<string>, changed: () => void}} Picks
 */
import { h } from "../dom.js";
import { save } from "../staff/actions.js";
import { attempt, button, say, when } from "../staff/ui.js";
import { actionsView } from "./case_actions.js";
import {
  chainView,
  handoversView,
  historyView,
  reportsView,
  revealIdentity,
  signaturesView,
} from "./case_parts.js";
import { detailsOf, identityView } from "./dossier.js";
import { evidenceView } from "./evidence.js";
import { flowView } from "./flow_view.js";
import { section } from "./forms.js";
import { decisionsView } from "./complaint_decisions.js";
import { NEUTRAL } from "./words.js";

/** Actions that are signed, so that the evidence must be ticked. */
const SIGNED = ["recognise", "confirm"];

/** @param {Client} client @param {string} id */
export async function casePage(client, id) {
  const path = `/api/v1/claims/cases/${encodeURIComponent(id)}`;
  const [one, linked] = await Promise.all([client.get(path), linkedTo(client, id)]);
  const view = h("div", { class: "stack" });
  /** @type {Picks} */
  const picks = { factors: new Set(), seen: new Set(), changed: () => {} };
  const draw = (/** @type {any} */ fresh) =>
    view.replaceChildren(...pageView(client, path, fresh, linked, picks, draw));
  draw(one);
  return { view, title: one.title };
}

/** What was linked to a case, of the desk of reports, oldest first. @param {Client} client @param {string} id @returns {Promise<any[]>} */
async function linkedTo(client, id) {
  const wanted = new URLSearchParams({ case_id: id, limit: "200" });
  const { reports = [] } = await client.get(`/api/v1/claims/desk?${wanted}`);
  return reports.sort((/** @type {any} */ a, /** @type {any} */ b) =>
    a.submitted_at.localeCompare(b.submitted_at),
  );
}

/** @param {Client} client @param {string} path @param {any} one @param {any[]} linked @param {Picks} picks @param {(one: any) => void} draw @returns {HTMLElement[]} */
function pageView(client, path, one, linked, picks, draw) {
  const shown = (/** @type {any} */ fresh) => {
    draw(fresh);
    /** @type {HTMLElement|null} */ (document.querySelector("#content h1"))?.focus({ preventScroll: true });
  };
  /** @type {Act} */
  const act = async (action, body) => {
    const fresh = await attempt(() => sent(client, path, one, action, body));
    if (!fresh) return;
    if (action === "review") [picks.factors, picks.seen].forEach((set) => set.clear());
    shown(fresh);
    say(`${fresh.state_text}。`);
  };
  const again = () =>
    attempt(async () => {
      shown(await client.get(path));
      say("已经重新读取。");
    });
  const names = (one.actions ?? []).map((/** @type {any} */ each) => each.action);
  const signing = SIGNED.some((name) => names.includes(name));
  const dossier = one.dossier;
  const parts = [
    h("p", {}, h("a", { href: "#cases" }, "← 案件")),
    h("h1", { tabindex: "-1" }, one.title),
    h("p", { class: "muted" }, headOf(one)),
    h("p", { class: "notice calm" }, NEUTRAL),
    h(
      "div",
      { class: "panel" },
      h("p", {}, "现在：", h("b", {}, one.state_text)),
      h("p", {}, "下一步：", one.next_text),
      one.expires_on && h("p", {}, `认定有效到 ${one.expires_on}，到期自动失效。`),
    ),
    flow(one),
    section("事实", h("p", { class: "written-text" }, one.facts)),
    reportsView(linked),
    section(
      "两边的情况",
      signing && h("p", {}, "认定以前，请逐条看过对其有利的情况并打勾，再勾选认定依据的情形。"),
      sidesView(one, signing ? picks : null),
    ),
    section("现在可以做的", actionsView(one, picks, act)),
    signaturesView(one.signatures ?? [], one.factors ?? []),
    handoversView(one.handovers ?? []),
    decisionsView(one, names.includes("decide_complaint") ? act : null),
    dossier &&
      section(
        "已知的身份（部分隐去）",
        identityView(dossier.identity),
        h(
          "p",
          { class: "buttons" },
          button("查看完整身份", () => revealIdentity(client, path, again)),
        ),
      ),
    ...(dossier ? detailsOf(dossier) : []),
    section(
      "材料和经过",
      h(
        "p",
        { class: "buttons" },
        button("下载材料包（Word）", () =>
          attempt(async () => save(await client.file(`${path}/packet.docx`), `${one.id}.docx`)),
        ),
        button("重新读取", again),
      ),
      chainView(one.chain),
      historyView(one.history ?? []),
    ),
  ];
  return parts.filter((part) => part instanceof HTMLElement);
}

/** Sends an action; a signature is preceded by the record that both sides were looked at. @param {Client} client @param {string} path @param {any} one @param {string} action @param {object} body */
async function sent(client, path, one, action, body) {
  let version = one.version;
  if (SIGNED.includes(action) && !one.i_have_seen) {
    const fresh = await client.send("POST", `${path}/seen`, { note: "", ...body, version });
    version = fresh.version;
    // Should the signature itself be refused, the next try must not say it again with an old version.
    Object.assign(one, { version, i_have_seen: true });
  }
  return client.send("POST", `${path}/${action}`, { version, ...body });
}

/** @param {any} one */
const headOf = (one) =>
  [
    one.id,
    one.origin_text,
    one.receipt && `举报 ${one.receipt}`,
    one.person_id && `人员 ${one.person_id}`,
    `${one.opened_by} ${when(one.opened_at)} 建立`,
  ]
    .filter(Boolean)
    .join(" · ");

const WHO = /** @type {Record<string, string>} */ ({
  market: "市场监管",
  receiver: "接收单位",
  system: "系统",
});

/** The way of a case or a hand-over, without what only begins it. @param {any} one */
export function flow({ flow: way, state }) {
  const states = way?.states ?? [];
  const names = new Set(states.map((/** @type {any} */ each) => each.name));
  const inside = (way?.transitions ?? [])
    .filter((/** @type {any} */ each) => names.has(each.from) && names.has(each.to))
    .map((/** @type {any} */ each) => ({
      ...each,
      who: [each.who ?? []]
        .flat()
        .map((who) => WHO[who] ?? who)
        .join("、"),
    }));
  return states.length > 0 ? flowView("流程", states, inside, state) : null;
}

/** What speaks for and against; before a review it is not put together yet, which is not the same as nothing found. @param {any} one @param {Picks|null} picks */
function sidesView(one, picks) {
  const { dossier = null, person_id: person } = one;
  if (!dossier && person) {
    return h(
      "p",
      { class: "muted" },
      "开始审核以后，两边的情况固定在这里。现在可以先看",
      h("a", { href: `#persons/${encodeURIComponent(person)}` }, "台账里的情况"),
      "。",
    );
  }
  const { factors = [], against = [] } = dossier ?? one;
  return evidenceView({ factors, against }, picks);
}
