// @ts-check
/**
 * The citizen page around the assistant: fills in what the service says of itself, opens the boards. The page reads
 * well without it: every text that comes from the service has a fallback in the HTML.
 *
 * @typedef {{id: string, title: string, summary: string, available: boolean, message: string}} Board
 * @typedef {import("../element.js").QuanquanAssistant} Assistant
 */
import { Api, ApiError } from "../api.js";
import { itemId, telephone } from "../records.js";
import { openDirectory } from "./directory.js";
import { openPolicy, policyOf } from "./policy.js";

/** Said of a board that is not open while the service is silent. */
const NOT_OPEN = "这个板块还没有开通。要办事可以直接问全全，或拨打12345。";
const NO_GUIDE = "没有找到这份办事指南，可能已经更新。请直接问全全，或拨打12345。";

const assistant = /** @type {Assistant} */ (document.querySelector("quanquan-assistant"));
/** @type {Board[]} */
let boards = [];

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

/** @param {Record<string, any>} site */
function fill(site) {
  for (const place of document.querySelectorAll("[data-text]")) {
    const words = site[/** @type {HTMLElement} */ (place).dataset.text ?? ""];
    // The notice's own first words are already on the page, in bold.
    if (typeof words === "string" && words) place.textContent = words.replace(/^示例数据[：:，]?/, "");
  }
  boards = Array.isArray(site.boards) ? site.boards : [];
  boards.forEach(fillBoard);
  fillHotline(site.hotline?.number);
  const { guides, departments } = site.counts ?? {};
  if (guides > 0) find("[data-counts]").textContent = `现有${departments}个部门的${guides}份办事指南`;
}

/** @param {Board} board */
function fillBoard({ id, title, summary, available }) {
  const button = document.querySelector(`[data-board="${CSS.escape(id)}"]`);
  if (!button) return;
  button.querySelector(".board-title")?.replaceChildren(title);
  button.querySelector(".board-summary")?.replaceChildren(summary);
  if (available) button.querySelector(".soon")?.remove();
}

/** @param {unknown} number */
function fillHotline(number) {
  const href = typeof number === "string" && telephone(number);
  if (!href) return;
  for (const link of document.querySelectorAll("[data-hotline]")) {
    link.setAttribute("href", href);
    link.querySelector("b")?.replaceChildren(/** @type {string} */ (number));
  }
}

/** @param {HTMLElement} button */
function openBoard(button) {
  const id = button.dataset.board;
  if (id === "services")
    return openDirectory(find("#directory"), (text, item_id) =>
      assistant.ask(text, { item_id, facet: "general" }),
    );
  const title = button.querySelector(".board-title")?.textContent ?? "";
  remark(title, boards.find((board) => board.id === id)?.message || NOT_OPEN);
}

/** Shows a remark with the hotline beside it. @param {string} title @param {string} message */
function remark(title, message) {
  find("#soon-title").textContent = title;
  find(".soon-message").textContent = message;
  /** @type {HTMLDialogElement} */ (find("#soon")).showModal();
}

/** A link to a policy file opens it; a link to one guide (`/?guide=GA-015`) asks for that guide, once. */
async function followLink() {
  const place = policyOf(location);
  if (place) {
    return openPolicy(find("#policy"), place, {
      ask: (text) => void assistant.ask(text),
      fail: (message) => remark("政策文件", message),
    });
  }
  const id = itemId(new URLSearchParams(location.search).get("guide"));
  if (!id) return;
  history.replaceState(null, "", location.pathname);
  try {
    const card = await new Api(location.origin).guide(id);
    assistant.ask(card.name, { item_id: id, facet: "general" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    remark("办事指南", NO_GUIDE);
  }
}

/** A dialog closes by its button, by Esc (the browser's own), and by a tap beside it. @param {HTMLDialogElement} dialog */
function closable(dialog) {
  dialog.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target === dialog || target.closest("[data-close]")) dialog.close();
  });
}

async function load() {
  try {
    const response = await fetch("/api/v1/site");
    if (response.ok) fill(await response.json());
  } catch {
    // The page keeps its own words; the assistant tells of the trouble when the citizen asks.
  }
}

document.querySelectorAll("dialog").forEach(closable);
for (const button of document.querySelectorAll("[data-board]")) {
  button.addEventListener("click", () => openBoard(/** @type {HTMLElement} */ (button)));
}
find("#soon .ask").addEventListener("click", () => {
  // Closed here, since a dialog that closes gives the focus back to what opened it.
  /** @type {HTMLDialogElement} */ (find("#soon")).close();
  assistant.focus();
});
find(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  assistant.focus();
});
assistant.addEventListener("quanquan-ask", () => document.body.classList.add("talking"));
assistant.addEventListener("quanquan-reset", () => document.body.classList.remove("talking"));
void load();
void customElements.whenDefined("quanquan-assistant").then(followLink);
