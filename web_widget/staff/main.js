// @ts-check
/**
 * The staff pages: who is signed in, which page the address means, and a word of warning before edits are left behind.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {{view: HTMLElement, title: string, dirty?: () => boolean}} View
 */
import { h } from "../dom.js";
import { Client, Refusal } from "./client.js";
import { caseworkPage } from "./casework.js";
import { onePage, reportsPage } from "./claims_desk.js";
import { deskPage } from "./desk.js";
import { applicationPage } from "./desk_application.js";
import { labelsPage } from "./labels_list.js";
import { labelPage } from "./label_page.js";
import { runPage } from "./run.js";
import { runsPage } from "./runs.js";
import { analysisPage } from "../staff_claims/analysis.js";
import { casePage } from "../staff_claims/case.js";
import { casesPage } from "../staff_claims/cases.js";
import { handoverPage, jointPage } from "../staff_claims/joint.js";
import { personPage } from "../staff_claims/person.js";
import { personsPage } from "../staff_claims/persons.js";
import { aroundPage } from "../staff_claims/around.js";
import { askToSignIn } from "./sign_in.js";
import { attempt, button, confirmed, failed, find } from "./ui.js";

/** Officers of this authority work on reports of companies. */
const MARKET = "market";

/**
 * Each page, who it is for (officers only of the `authority`, where one is named), and how it is made. Addresses are
 * `#labels` and `#labels/P001`.
 *
 * @type {{name: string, words: string, roles: string[], authority?: string, list: (client: Client) => Promise<View>,
 *   one: (client: Client, id: string) => Promise<View>}[]}
 */
const PAGES = [
  { name: "labels", words: "政策标签", roles: ["editor", "admin"], list: labelsPage, one: labelPage },
  { name: "runs", words: "免申即享兑付", roles: ["agent", "admin"], list: runsPage, one: runPage },
  { name: "desk", words: "申报受理", roles: ["agent", "admin"], list: deskPage, one: applicationPage },
  { name: "casework", words: "办件", roles: ["agent", "admin"], list: caseworkPage, one: caseworkPage },
  {
    name: "reports",
    words: "企业举报",
    roles: ["officer", "admin"],
    authority: MARKET,
    list: reportsPage,
    one: onePage,
  },
  {
    name: "analysis",
    words: "投诉分析",
    roles: ["analyst", "officer", "admin"],
    authority: MARKET,
    list: analysisPage,
    one: aroundPage,
  },
  {
    name: "persons",
    words: "疑似人员",
    roles: ["officer", "admin"],
    authority: MARKET,
    list: personsPage,
    one: personPage,
  },
  {
    name: "cases",
    words: "案件",
    roles: ["officer", "admin"],
    authority: MARKET,
    list: casesPage,
    one: casePage,
  },
  { name: "joint", words: "移送协同", roles: ["officer", "admin"], list: jointPage, one: handoverPage },
];

const client = new Client();
/** @type {Person|null} */
let person = null;
/** @type {View|null} */
let current = null;
/** The address that is shown, to go back to when edits are kept. */
let shown = "";
let drawn = 0;

client.askToSignIn = async () => {
  const done = await askToSignIn(client, "登录已经到时间了，请重新登录。您写的内容还在页面上。");
  if (done) person = await client.me();
  account();
  return done;
};

const allowed = () => PAGES.filter((page) => person && mayUse(person, page));

/** @param {Person} person @param {{roles: string[], authority?: string}} page */
const mayUse = ({ role, authority }, page) =>
  page.roles.includes(role) && (role !== "officer" || !page.authority || page.authority === authority);

function account() {
  const out = button("退出", async () => {
    if (current?.dirty?.() && !(await leaveEdits())) return;
    await attempt(async () => {
      await client.signOut();
      person = null;
      current = null;
      await draw();
    });
  });
  find("[data-account]").replaceChildren(...(person ? [h("span", { class: "who" }, person.name), out] : []));
  const here = place().name;
  find("[data-nav]").replaceChildren(
    ...allowed().map(({ name, words }) =>
      h("a", { href: `#${name}`, "aria-current": name === here ? "page" : null }, words),
    ),
  );
}

/** What the address means. */
function place() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  try {
    return { name: name || allowed()[0]?.name || "", id: decodeURIComponent(rest.join("/")) };
  } catch {
    return { name, id: "" };
  }
}

const leaveEdits = () =>
  confirmed("有修改还没有保存", "离开这一页，没有保存的修改就没有了。", "不保存，离开", "留在这一页");

async function follow() {
  if (location.hash === shown) return;
  if (current?.dirty?.()) {
    const wanted = location.hash;
    history.replaceState(null, "", shown || "#");
    if (!(await leaveEdits())) return;
    history.pushState(null, "", wanted);
  }
  await draw();
}

/** Draws the page that the address means; one that was asked for later wins. */
async function draw() {
  const turn = (drawn += 1);
  current = null;
  shown = location.hash;
  const content = find("#content");
  account();
  if (!person) return signInFirst(content);
  const { name, id } = place();
  const page = allowed().find((one) => one.name === name);
  if (!page) return content.replaceChildren(nothingHere());
  content.replaceChildren(h("p", { class: "waiting", role: "status" }, "正在打开…"));
  try {
    /** @type {View} */
    const view = id ? await page.one(client, id) : await page.list(client);
    if (turn !== drawn) return;
    current = view;
    document.title = `${view.title} · 工作台`;
    content.replaceChildren(view.view);
    (view.view.querySelector("h1") ?? content).focus({ preventScroll: true });
    window.scrollTo(0, 0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (turn === drawn) content.replaceChildren(failed(error.message, () => void draw()));
  }
}

const nothingHere = () =>
  h(
    "div",
    { class: "panel" },
    h("h1", { tabindex: "-1" }, "这里没有您能用的栏目"),
    h("p", {}, allowed().length ? "请从上面的栏目里选。" : "这个账号不是工作人员账号，请换一个账号登录。"),
  );

/** @param {HTMLElement} content */
function signInFirst(content) {
  const ask = async () => {
    if (!(await askToSignIn(client, ""))) return;
    await start();
  };
  content.replaceChildren(
    h(
      "div",
      { class: "panel" },
      h("h1", { tabindex: "-1" }, "请先登录"),
      h(
        "p",
        {},
        "工作台给部门的工作人员使用：核对政策标签、办理申报和免申即享兑付、答复催办、办理企业举报。",
      ),
      h("p", {}, button("登录", ask, { class: "button primary" })),
      h("p", {}, h("a", { href: "/" }, "我是办事的群众或企业，去首页")),
    ),
  );
}

async function start() {
  try {
    person = await client.me();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return find("#content").replaceChildren(failed(error.message, () => void start()));
  }
  await draw();
}

find("[data-dialog]").addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-close]")) /** @type {HTMLDialogElement} */ (find("[data-dialog]")).close("");
});
find("[data-skip]").addEventListener("click", (event) => {
  event.preventDefault();
  find("#content").focus();
});
window.addEventListener("hashchange", () => void follow());
window.addEventListener("beforeunload", (event) => {
  if (current?.dirty?.()) event.preventDefault();
});
void start();
