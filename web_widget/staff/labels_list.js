// @ts-check
/**
 * The documents of the label library, those that need an editor first.
 *
 * @typedef {{id: string, title: string, issuer: string, level: string, status: string, measures: number, open_human: number,
 *   kept_human: number, version: number, edited_by: string, edited_at: string|null, text_changed: boolean}} Row
 */
import { h } from "../dom.js";
import { field, when } from "./ui.js";

const STANDINGS = /** @type {Record<string, string>} */ ({ ended: "已到期", upcoming: "还没有生效" });

/** @param {import("./client.js").Client} client */
export async function labelsPage(client) {
  const { documents, open_human, text_changed } = await client.get("/api/v1/labels");
  return { view: listView(documents, open_human, text_changed), title: "政策标签" };
}

/** @param {Row[]} documents @param {number} open @param {number} changed */
function listView(documents, open, changed) {
  const words = h("input", { type: "search", autocomplete: "off", maxlength: 60 });
  const only = h("input", { type: "checkbox" });
  const found = h("p", { class: "muted", role: "status" });
  const list = h("ul", { class: "documents" });
  const draw = () => {
    const fits = documents.filter((row) => isWanted(row, words.value.trim(), only.checked));
    list.replaceChildren(...fits.map((row) => h("li", {}, rowView(row))));
    found.textContent = fits.length ? `共 ${fits.length} 份` : "没有找到，换个词试试。";
  };
  words.addEventListener("input", draw);
  only.addEventListener("change", draw);
  draw();
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "政策标签"),
    h(
      "p",
      { class: open || changed ? "notice" : "muted" },
      open || changed
        ? [open && `${open} 处原文待核对`, changed && `${changed} 份文件的原文已变`]
            .filter(Boolean)
            .join("，") + "。"
        : "没有待核对的原文。",
    ),
    h(
      "div",
      { class: "filters" },
      field("找文件", words),
      h("label", { class: "check" }, only, h("span", {}, "只看要处理的")),
    ),
    found,
    list,
  );
}

/** @param {Row} row @param {string} words @param {boolean} only */
const isWanted = (row, words, only) =>
  (!only || row.open_human > 0 || row.text_changed) &&
  words.split(/\s+/).every((word) => [row.id, row.title, row.issuer].some((part) => part.includes(word)));

/** @param {Row} row */
function rowView(row) {
  const standing = STANDINGS[row.status];
  return h(
    "a",
    { class: "document", href: `#labels/${encodeURIComponent(row.id)}` },
    h("span", { class: "document-title" }, row.title),
    h(
      "span",
      { class: "badges" },
      row.open_human > 0 && h("span", { class: "badge warn" }, `${row.open_human} 处待核对`),
      row.text_changed && h("span", { class: "badge warn" }, "原文已变，请核对"),
      row.kept_human > 0 && h("span", { class: "badge" }, `${row.kept_human} 处每次由人核对`),
      standing && h("span", { class: "badge quiet" }, standing),
    ),
    h(
      "span",
      { class: "muted" },
      [row.id, row.issuer, `${row.measures} 个条款`, editedText(row)].filter(Boolean).join(" · "),
    ),
  );
}

/** @param {Row} row */
const editedText = ({ version, edited_by, edited_at }) =>
  version > 0 ? `第 ${version} 版，${edited_by}，${when(edited_at)}` : "系统读出，还没有人核对";
