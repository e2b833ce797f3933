// @ts-check
/** What stands above the label editor: which document, which version, and on a phone which side is shown. */
import { h } from "../dom.js";
import { button } from "./ui.js";

/** @param {import("./types.js").Opened} opened @param {() => unknown} versions */
export const headView = ({ title, number, issuer, status_text, version, text_changed }, versions) =>
  h(
    "header",
    { class: "editor-head" },
    h("p", {}, h("a", { href: "#labels" }, "← 政策标签")),
    h("h1", { tabindex: "-1" }, title),
    h("p", { class: "muted" }, [number, issuer, status_text].filter(Boolean).join(" · ")),
    h(
      "p",
      { class: "buttons" },
      h("span", {}, version ? `第 ${version} 版` : "系统读出的标签，还没有人核对"),
      button("历次版本", versions),
    ),
    text_changed &&
      h(
        "p",
        { class: "notice" },
        "原文已变，请核对：这一版标签是照以前的原文做的。核对以后保存一次，这个提示就没有了。",
      ),
  );

/** @param {string} shown @param {(name: string) => void} turn */
export function tabsView(shown, turn) {
  const tab = (/** @type {string} */ name, /** @type {string} */ words) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        "data-name": name,
        "aria-pressed": String(shown === name),
        click: () => turn(name),
      },
      words,
    );
  return h(
    "div",
    { class: "tabs", role: "group", "aria-label": "看哪一边" },
    tab("labels", "标签"),
    tab("text", "原文"),
  );
}
