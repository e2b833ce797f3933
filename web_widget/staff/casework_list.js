// @ts-check
/**
 * A list that is narrowed and turned over: what the three lists of 办件 do alike.
 *
 * @typedef {import("./client.js").Client} Client
 */
import { h } from "../dom.js";
import { attempt, button, field, select } from "./ui.js";

const SIZE = 30;

/**
 * @param {Client} client
 * @param {string} path
 * @param {object} about
 * @param {string} about.rows Where the rows stand in the answer.
 * @param {string} about.none Said where there are none.
 * @param {{name: string, label: string, options: {value: string, label: string}[]}} [about.state] What may be chosen; the
 *   first is chosen at first.
 * @param {boolean} [about.paged]
 * @param {(row: any, again: () => Promise<void>) => HTMLElement} about.row
 * @returns {Promise<HTMLElement>}
 */
export async function listView(client, path, { rows, none, state, paged = true, row }) {
  let [chosen, department, offset] = [state?.options[0]?.value ?? "", "", 0];
  const list = h("div", { class: "stack" });
  const ask = () => {
    const query = new URLSearchParams(paged ? { offset: String(offset), limit: String(SIZE) } : {});
    if (state && chosen) query.set(state.name, chosen);
    if (department) query.set("department", department);
    return client.get(`${path}?${query}`);
  };
  const load = () => attempt(async () => draw(await ask()));
  const anew = () => ((offset = 0), void load());
  const turn = (/** @type {number} */ by) => () => ((offset += by), load());
  const draw = (/** @type {any} */ found) => {
    const total = found.total ?? found[rows].length;
    list.replaceChildren(
      h("p", { class: "muted", role: "status" }, total ? `共 ${total} 条` : none),
      h(
        "ul",
        { class: "documents" },
        found[rows].map((/** @type {any} */ one) =>
          h(
            "li",
            { class: "document" },
            row(one, async () => void (await load())),
          ),
        ),
      ),
      h(
        "p",
        { class: "buttons" },
        paged && offset > 0 && button("上一页", turn(-SIZE)),
        paged && offset + SIZE < total && button("下一页", turn(SIZE)),
      ),
    );
    if (found.complete === false) list.prepend(h("p", { class: "notice" }, "办件太多，这里没有全部列出来。"));
  };
  const first = await ask();
  draw(first);
  const departments = /** @type {string[]} */ (first.departments ?? []).map((value) => ({
    value,
    label: value,
  }));
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "filters" },
      state &&
        field(
          state.label,
          select(chosen, state.options, (value) => ((chosen = value), anew())),
        ),
      departments.length > 1 &&
        field(
          "部门",
          select(
            "",
            [{ value: "", label: "全部" }, ...departments],
            (value) => ((department = value), anew()),
          ),
        ),
    ),
    list,
  );
}

/** What is written to somebody, in a box that opens. @param {string} words @param {string} label @param {(text: string) => Promise<boolean>} send */
export function answerForm(words, label, send) {
  const box = h("textarea", { rows: 3, maxlength: 1000 });
  const error = h("p", { class: "error", role: "alert" });
  const go = async () => {
    const text = box.value.trim();
    error.textContent = text ? "" : "请写内容。";
    if (!text) return box.focus();
    await send(text);
  };
  return h(
    "details",
    { class: "action" },
    h("summary", { class: "button primary" }, words),
    h(
      "div",
      { class: "stack" },
      field(label, box),
      error,
      button(`发出${words}`, go, { class: "button primary" }),
    ),
  );
}
