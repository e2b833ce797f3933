// @ts-check
/** One application on the desk: what the company wrote beside what is known, its papers, and what can be done now. */
import { h } from "../dom.js";
import { actionForm, save, stepsView } from "./actions.js";
import { historyView } from "./run.js";
import { attempt, button, money, say, when } from "./ui.js";

const ACTIONS =
  /** @type {Record<string, {words: string, note?: boolean, required?: boolean, danger?: boolean, amount?: boolean, sure?: string}>} */ ({
    accept: { words: "受理" },
    review: { words: "审核通过", note: true, amount: true },
    publicise: { words: "开始公示", sure: "公示以后，大家都能看到企业名称和金额。" },
    approve: { words: "批准", note: true },
    pay: { words: "登记已兑付", note: true, sure: "登记以后，这家企业今年的这笔钱就记为已付。" },
    return: { words: "退回补正", note: true, required: true, danger: true },
    reject: { words: "不予通过", note: true, required: true, danger: true },
  });

/** @param {import("./client.js").Client} client @param {string} number */
export async function applicationPage(client, number) {
  const path = `/api/v1/benefits/desk/${encodeURIComponent(number)}`;
  const application = await client.get(path);
  const view = h("div", { class: "stack" });
  const draw = (/** @type {any} */ fresh) => view.replaceChildren(...pageView(client, path, fresh, draw));
  draw(application);
  return { view, title: application.company?.name ?? number };
}

/** @param {import("./client.js").Client} client @param {string} path @param {any} one @param {(one: any) => void} draw */
function pageView(client, path, one, draw) {
  const act = async (
    /** @type {string} */ action,
    /** @type {string} */ note,
    /** @type {string} */ amount,
  ) => {
    const body = {
      ...(note && { note }),
      ...(amount && { amount: amount.includes(".") ? amount : `${amount}.00` }),
    };
    const fresh = await attempt(() => client.send("POST", `${path}/${action}`, body));
    if (!fresh) return;
    draw(fresh);
    say(`${fresh.state_text}。`);
  };
  return [
    h("p", {}, h("a", { href: "#desk" }, "← 申报受理")),
    h("h1", { tabindex: "-1" }, one.company?.name ?? one.number),
    h(
      "p",
      { class: "muted" },
      [one.number, one.company?.credit_code, one.measure_title, one.document_title]
        .filter(Boolean)
        .join(" · "),
    ),
    h(
      "div",
      { class: "panel" },
      h("p", {}, h("b", {}, one.state_text), one.overdue && h("span", { class: "badge warn" }, "已超时")),
      h("p", {}, `金额：${one.amount_text || money(one.amount)}`),
      one.check?.text && h("p", {}, `系统核对：${one.check.text}`),
      h(
        "div",
        { class: "actions" },
        (one.actions ?? [])
          .filter((/** @type {string} */ name) => name in ACTIONS)
          .map((/** @type {string} */ name) => actionView(name, one, act)),
      ),
    ),
    stepsView(one.steps ?? []),
    formView(one.form),
    papersView(client, one.documents ?? []),
    urgesView(one.urge_history ?? []),
    historyView(one.history ?? []),
  ].filter((part) => part instanceof Element);
}

/** @param {string} name @param {any} one @param {(action: string, note: string, amount: string) => Promise<void>} act */
function actionView(name, one, act) {
  const { words, amount, ...options } = ACTIONS[name];
  const sum = amount ? { amount: one.check?.amount ?? one.amount ?? "" } : {};
  return actionForm(words, { ...options, ...sum }, (note, typed) => act(name, note, amount ? typed : ""));
}

/** What was filled in; what differs from the portrait is said. @param {any} form */
const formView = (form) =>
  form &&
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "企业填的"),
    h(
      "dl",
      { class: "figures" },
      form.fields.map((/** @type {any} */ row) =>
        h(
          "div",
          { class: row.changed ? "changed" : null },
          h("dt", {}, row.label),
          h(
            "dd",
            {},
            `${shown(row.value)} ${row.unit ?? ""}`,
            row.changed &&
              h(
                "p",
                { class: "hint" },
                `企业改过；原有数据是 ${shown(row.portrait)}（${[row.source, row.as_of].filter(Boolean).join("，") || "来源没有写"}）`,
              ),
          ),
        ),
      ),
      [
        ["联系人", form.contact_name],
        ["电话", form.contact_phone],
        ["开户行", form.bank_name],
        ["账号", form.bank_account],
        ["备注", form.note],
      ]
        .filter(([, value]) => value)
        .map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
    ),
  );

/** @param {unknown} value */
const shown = (value) =>
  value === null || value === undefined || value === ""
    ? "没有"
    : value === true
      ? "是"
      : value === false
        ? "否"
        : Array.isArray(value)
          ? value.join("、")
          : String(value);

/** @param {import("./client.js").Client} client @param {any[]} papers */
const papersView = (client, papers) =>
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "材料"),
    papers.length === 0 && h("p", { class: "muted" }, "没有材料。"),
    h(
      "ul",
      { class: "papers" },
      papers.map(({ id, name, document: paper, size, sha256 }) =>
        h(
          "li",
          {},
          h("b", {}, paper || "其他材料"),
          ` ${name}，${Math.ceil(size / 1024)} KB `,
          button(
            "下载",
            () =>
              attempt(async () =>
                save(await client.file(`/api/v1/benefits/uploads/${encodeURIComponent(id)}`), name),
              ),
            {
              "aria-label": `下载${name}`,
            },
          ),
          h("p", { class: "hint" }, `校验码 ${sha256.slice(0, 16)}…`),
        ),
      ),
    ),
  );

/** @param {any[]} urges */
const urgesView = (urges) =>
  urges.length > 0 &&
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "催办"),
    h(
      "ol",
      { class: "history" },
      urges.map(({ at, text, routed_to }) =>
        h("li", {}, `${when(at)}，转给${routed_to}`, text && h("p", {}, text)),
      ),
    ),
  );
