// @ts-check
/**
 * The directory of 政务服务: every item, grouped by 一件事 or by department, for 个人 or 企业, with words to narrow it.
 * The list is fetched when it is first opened; what a citizen picks is asked of the assistant.
 *
 * @typedef {{item_id: string, name: string, department: string, audience: string, life_events: string[]}} Entry
 * @typedef {{words: string, audience: string, grouping: string}} Filter
 * @typedef {(text: string, itemId: string) => void} Pick
 */
import { h } from "../dom.js";
import { itemId, list, text } from "../records.js";

const OTHER = "其他事项";
const FAILED = "事项目录暂时打不开。可以直接问全全，或拨打12345。";
const LOADING = "正在打开事项目录…";
/** With this few items left every group is shown open. */
const FEW = 12;

/** @type {Entry[]|null} */
let entries = null;
/** @type {WeakSet<HTMLDialogElement>} */
const prepared = new WeakSet();

/**
 * @param {HTMLDialogElement} dialog
 * @param {Pick} pick
 */
export async function openDirectory(dialog, pick) {
  const chosen = (/** @type {Entry} */ entry) => {
    dialog.close();
    pick(entry.name, entry.item_id);
  };
  if (!prepared.has(dialog)) listen(dialog, chosen);
  dialog.showModal();
  if (!entries) {
    status(dialog, LOADING);
    entries = await load();
  }
  show(dialog, chosen);
}

/** @param {HTMLDialogElement} dialog @param {(entry: Entry) => void} chosen */
function listen(dialog, chosen) {
  prepared.add(dialog);
  const form = formOf(dialog);
  form.addEventListener("input", () => show(dialog, chosen));
  form.addEventListener("submit", (event) => event.preventDefault());
}

/** @returns {Promise<Entry[]|null>} null when the service does not give it */
async function load() {
  try {
    const response = await fetch("/api/v1/guides");
    return response.ok ? toEntries(await response.json()) : null;
  } catch {
    return null;
  }
}

/** @param {any} data @returns {Entry[]} */
const toEntries = (data) =>
  list(data?.items, (item) => ({
    item_id: itemId(item.item_id) ?? "",
    name: text(item.name),
    department: text(item.department),
    audience: text(item.audience),
    life_events: Array.isArray(item.life_events) ? item.life_events.map(text) : [],
  })).filter((entry) => entry.item_id && entry.name);

/** @param {HTMLDialogElement} dialog */
const formOf = (dialog) => /** @type {HTMLFormElement} */ (dialog.querySelector("form"));

/** @param {HTMLDialogElement} dialog @param {string} words */
const status = (dialog, words) => dialog.querySelector(".found")?.replaceChildren(words);

/** @param {HTMLDialogElement} dialog @param {(entry: Entry) => void} chosen */
function show(dialog, chosen) {
  if (!entries) return status(dialog, FAILED);
  const data = new FormData(formOf(dialog));
  const filter = {
    words: String(data.get("words")).trim(),
    audience: String(data.get("audience")),
    grouping: String(data.get("grouping")),
  };
  const found = entries.filter((entry) => fits(entry, filter));
  status(dialog, found.length ? `共${found.length}项` : "没有找到。换个说法试试，或者直接问全全。");
  const groups = grouped(found, filter.grouping);
  dialog
    .querySelector(".groups")
    ?.replaceChildren(...groups.map(([name, items]) => groupView(name, items, found.length <= FEW, chosen)));
}

/** @param {Entry} entry @param {Filter} filter */
const fits = (entry, { words, audience }) =>
  (!audience || entry.audience === audience) &&
  words
    .split(/\s+/)
    .every((word) =>
      [entry.name, entry.department, ...entry.life_events].some((field) => field.includes(word)),
    );

/** @param {Entry[]} found @param {string} grouping @returns {[string, Entry[]][]} Largest first, the rest last. */
function grouped(found, grouping) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of found) {
    const own = grouping === "department" ? [entry.department] : entry.life_events;
    for (const name of own.length ? own : [OTHER]) groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  const rank = (/** @type {[string, Entry[]]} */ [name, items]) => (name === OTHER ? -1 : items.length);
  return [...groups].sort((a, b) => rank(b) - rank(a));
}

/** @param {string} name @param {Entry[]} items @param {boolean} open @param {(entry: Entry) => void} chosen */
const groupView = (name, items, open, chosen) =>
  h(
    "details",
    { open },
    h(
      "summary",
      {},
      h("span", { class: "group-name" }, name),
      h("span", { class: "group-count" }, `${items.length}项`),
    ),
    h(
      "ul",
      {},
      items.map((entry) => h("li", {}, entryView(entry, chosen))),
    ),
  );

/** @param {Entry} entry @param {(entry: Entry) => void} chosen */
const entryView = (entry, chosen) =>
  h(
    "button",
    { type: "button", class: "entry", click: () => chosen(entry) },
    h("span", { class: "entry-name" }, entry.name),
    h("span", { class: "entry-more" }, `${entry.department} · ${entry.audience}`),
  );
