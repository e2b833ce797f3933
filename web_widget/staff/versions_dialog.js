// @ts-check
/**
 * The versions of a document's labels: who saved what and when, what changed in words, and going back.
 *
 * @typedef {import("./types.js").Opened} Opened
 * @typedef {import("./types.js").VersionRow} VersionRow
 */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { changesView } from "./save_dialog.js";
import { attempt, button, openDialog, say, when } from "./ui.js";

/** @param {import("./client.js").Client} client @param {string} path @param {Opened} opened @returns {Promise<Opened|null>} What was restored. */
export async function versionsDialog(client, path, opened) {
  const { versions } = await client.get(`${path}/versions`);
  /** @type {Opened|null} */
  let restored = null;
  await openDialog(`历次版本：${opened.title}`, (close) => [
    h(
      "ol",
      { class: "versions" },
      versions.map((/** @type {VersionRow} */ version, /** @type {number} */ at) =>
        h(
          "li",
          {},
          versionView(client, path, version, at === 0, async () => {
            try {
              restored = await client.send("POST", `${path}/versions/${version.number}/restore`, {
                base_version: versions[0].number,
              });
              close("restored");
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
              say(error.message);
            }
          }),
        ),
      ),
    ),
  ]);
  return restored;
}

/** @param {import("./client.js").Client} client @param {string} path @param {VersionRow} version @param {boolean} newest @param {() => Promise<void>} restore */
function versionView(client, path, { number, at, by, note, restored_from }, newest, restore) {
  const place = h("div", { "aria-live": "polite" });
  const sure = h("div", {});
  const diff = () =>
    attempt(async () => {
      const { changes } = await client.get(`${path}/diff?from=${number - 1}&to=${number}`);
      place.replaceChildren(
        changes.length ? changesView(changes) : h("p", { class: "muted" }, "标签没有改动。"),
      );
    });
  const ask = () =>
    attempt(async () => {
      const newestNumber = (await client.get(`${path}/versions`)).versions[0].number;
      const { changes } = await client.get(`${path}/diff?from=${newestNumber}&to=${number}`);
      sure.replaceChildren(
        h("p", {}, changes.length ? "恢复以后会这样变：" : "和现在的标签没有差别。"),
        changesView(changes),
        button("恢复成这一版", restore, { class: "button primary" }),
      );
      sure.querySelector("button")?.focus();
    });
  return h(
    "div",
    { class: "version" },
    h(
      "p",
      {},
      h("b", {}, number ? `第 ${number} 版` : "系统读出的标签"),
      newest && h("span", { class: "badge" }, "现在用的"),
    ),
    h(
      "p",
      { class: "muted" },
      [
        by,
        when(at),
        restored_from !== null && `恢复自${restored_from ? `第 ${restored_from} 版` : "系统读出的标签"}`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    h("p", {}, note),
    h("p", { class: "buttons" }, number > 0 && button("看改了什么", diff), !newest && button("恢复…", ask)),
    place,
    sure,
  );
}
