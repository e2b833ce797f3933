// @ts-check
/** Objections against a published list, each settled with a reason before anybody is paid. */
import { h } from "../dom.js";
import { actionForm } from "./actions.js";
import { attempt, when } from "./ui.js";

/** @param {import("./client.js").Client} client @param {string} path @param {() => Promise<void>} changed */
export function objectionsView(client, path, changed) {
  const place = h("ul", { class: "documents" });
  const draw = (/** @type {any[]} */ objections) =>
    place.replaceChildren(
      ...(objections.length ? objections : [null]).map((one) =>
        one
          ? h("li", { class: "panel" }, objectionView(one, decide))
          : h("li", { class: "muted" }, "没有异议。"),
      ),
    );
  const decide = async (
    /** @type {any} */ one,
    /** @type {string} */ decision,
    /** @type {string} */ note,
  ) => {
    const settled = await attempt(() =>
      client.send("POST", `${path}/objections/${one.id}`, { decision, note }),
    );
    if (settled) await attempt(changed);
  };
  void attempt(async () => draw((await client.get(`${path}/objections`)).objections));
  return h("section", { class: "stack" }, h("h2", {}, "异议"), place);
}

const OBJECTION = /** @type {Record<string, string>} */ ({
  open: "待处理",
  upheld: "成立",
  dismissed: "不成立",
});

/** @param {any} one @param {(one: any, decision: string, note: string) => Promise<void>} decide */
const objectionView = (one, decide) =>
  h(
    "div",
    {},
    h("p", {}, h("b", {}, OBJECTION[one.state] ?? one.state), one.line !== null && `，针对第 ${one.line} 号`),
    h("p", {}, one.text),
    h(
      "p",
      { class: "muted" },
      [one.contact && `联系：${one.contact}`, when(one.at), one.note].filter(Boolean).join(" · "),
    ),
    one.state === "open" &&
      h(
        "div",
        { class: "actions" },
        actionForm("异议成立", { note: true, required: true }, (note) => decide(one, "upheld", note)),
        actionForm("异议不成立", { note: true, required: true }, (note) => decide(one, "dismissed", note)),
      ),
  );
