// @ts-check
/** One payment run: its steps, its list, objections, and the payment file. */
import { h } from "../dom.js";
import { actionForm, save, stepsView } from "./actions.js";
import { objectionsView } from "./run_objections.js";
import { attempt, button, field, money, say, select, when } from "./ui.js";

const SIZE = 50;
const STATUSES = [
  { value: "payable", label: "可以兑付" },
  { value: "waiting", label: "等预算" },
  { value: "excluded", label: "不能兑付" },
];
const ACTIONS = /** @type {Record<string, string>} */ ({
  continue: "继续计算",
  publish: "开始公示",
  approve: "批准",
  file: "生成兑付文件",
  cancel: "取消这次兑付",
  replay: "按冻结的数据重算一遍",
});

/** What is asked before a step that others will see or that cannot be taken back. */
const SURE = /** @type {Record<string, string>} */ ({
  publish: "名单公示以后，大家都能看到企业名称和金额，并且可以提异议。",
  approve: "批准以后就可以生成兑付文件。请确认名单和金额都核对过了。",
  file: "生成以后，这些企业今年的这笔钱就记为已付，不能再付第二次。",
});
/** The way of a run, and which states lie behind each step. */
const STEPS = [
  { words: "冻结数据", states: ["created"] },
  { words: "生成名单", states: ["frozen"] },
  { words: "核对、公示", states: ["listed"] },
  { words: "处理异议、批准", states: ["published"] },
  { words: "生成兑付文件", states: ["approved"] },
  { words: "交财政拨款", states: ["filed"] },
];

/** Steps that go with a word; whether they must. */
const NOTES = /** @type {Record<string, boolean>} */ ({ cancel: true, approve: false });

/** @param {import("./client.js").Client} client @param {string} id */
export async function runPage(client, id) {
  const path = `/api/v1/benefits/runs/${encodeURIComponent(id)}`;
  const run = await client.get(path);
  const view = h("div", { class: "stack" });
  const draw = (/** @type {any} */ fresh) => view.replaceChildren(...runView(client, path, fresh, draw));
  draw(run);
  return { view, title: run.measure_title };
}

/** @param {import("./client.js").Client} client @param {string} path @param {any} run @param {(run: any) => void} draw */
function runView(client, path, run, draw) {
  const act = async (/** @type {string} */ action, /** @type {string} */ note) => {
    const fresh = await attempt(() => client.send("POST", `${path}/${action}`, note ? { note } : {}));
    if (!fresh) return;
    if (action === "replay")
      return say(
        fresh.same ? "重算一遍，结果完全一样。" : "重算的结果不一样，请不要兑付，马上联系系统管理员。",
      );
    draw(fresh);
    say(`${fresh.state_text}。${fresh.next_text}`);
  };
  return [
    h("p", {}, h("a", { href: "#runs" }, "← 免申即享兑付")),
    h("h1", { tabindex: "-1" }, `${run.measure_title}（${run.period}）`),
    h("p", { class: "muted" }, [run.document_title, run.department].filter(Boolean).join(" · ")),
    h(
      "div",
      { class: "panel" },
      h("p", {}, h("b", {}, run.state_text)),
      h("p", {}, run.next_text),
      actionsView([...(run.actions ?? []), ...(run.lines_digest ? ["replay"] : [])], act),
    ),
    run.state !== "cancelled" &&
      stepsView(
        STEPS.map(({ words }, at) => ({
          name: words,
          done: at < STEPS.findIndex(({ states }) => states.includes(run.state)),
        })),
      ),
    figures(run),
    run.state === "filed" &&
      h(
        "p",
        { class: "buttons" },
        button(
          "下载兑付文件",
          () => attempt(async () => save(await client.file(`${path}/payments.csv`), `兑付-${run.id}.csv`)),
          {
            class: "button primary",
          },
        ),
      ),
    linesView(client, path),
    objectionsView(client, path, async () => draw(await client.get(path))),
    run.inputs && inputsView(run),
    historyView(run.history ?? []),
  ].filter((part) => part instanceof Element);
}

/** @param {string[]} actions @param {(action: string, note: string) => Promise<void>} act */
const actionsView = (actions, act) =>
  h(
    "div",
    { class: "actions" },
    actions.map((action) =>
      actionForm(
        ACTIONS[action] ?? action,
        {
          danger: action === "cancel",
          quiet: action === "replay",
          note: action in NOTES,
          required: NOTES[action],
          sure: SURE[action],
        },
        (note) => act(action, note),
      ),
    ),
  );

/** @param {any} run */
const figures = ({ counts, amounts, budget, order_text, publicised_until, reasons }) =>
  h(
    "div",
    {},
    h(
      "dl",
      { class: "figures" },
      [
        ["可以兑付", `${counts.payable ?? 0} 家`],
        ["一共", money(amounts.payable)],
        ["等预算", `${counts.waiting ?? 0} 家，${money(amounts.waiting)}`],
        ["不能兑付", `${counts.excluded ?? 0} 家`],
        ["预算", budget === null ? "不限" : `${money(budget)}，${order_text}`],
        ["公示到", publicised_until ?? "还没有公示"],
      ].map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
    ),
    Object.keys(reasons ?? {}).length > 0 &&
      h(
        "p",
        { class: "muted" },
        "不能兑付或等待的原因：",
        Object.entries(reasons)
          .map(([reason, count]) => `${reason} ${count} 家`)
          .join("、"),
      ),
  );

/** The list, a page at a time. @param {import("./client.js").Client} client @param {string} path */
function linesView(client, path) {
  let [status, offset] = ["payable", 0];
  const place = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "名单" });
  const draw = () =>
    attempt(async () => {
      const { lines, total } = await client.get(
        `${path}/lines?status=${status}&offset=${offset}&limit=${SIZE}`,
      );
      const turn = (/** @type {number} */ by) => () => ((offset += by), draw());
      place.replaceChildren(
        h("p", { class: "muted", role: "status" }, `共 ${total} 家`),
        table(
          ["序号", "企业", "统一社会信用代码", "金额", "说明"],
          lines.map((/** @type {any} */ line) => [
            line.seq,
            line.name,
            line.credit_code,
            money(line.amount),
            line.reason_text,
          ]),
        ),
        h(
          "p",
          { class: "buttons" },
          offset > 0 && button("上一页", turn(-SIZE)),
          offset + SIZE < total && button("下一页", turn(SIZE)),
        ),
      );
    });
  void draw();
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, "名单"),
    field(
      "看哪一些",
      select(status, STATUSES, (value) => (([status, offset] = [value, 0]), void draw())),
    ),
    place,
  );
}

/** @param {string[]} heads @param {unknown[][]} rows */
const table = (heads, rows) =>
  h(
    "table",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((words) => h("th", { scope: "col" }, words)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          row.map((cell) => h("td", {}, String(cell ?? ""))),
        ),
      ),
    ),
  );

/** @param {any} run */
const inputsView = ({ inputs, lines_digest, file_digest, on }) =>
  h(
    "details",
    { class: "decided" },
    h("summary", {}, "按什么算的"),
    h(
      "dl",
      { class: "figures" },
      [
        ["按哪一天", on],
        ["企业", `${inputs.companies} 家`],
        ["标签版本", inputs.label_version],
        ["企业数据版本", inputs.portrait_version],
        ["失信名单", (inputs.credit_lists ?? []).join("、") || "没有"],
        ["输入校验码", inputs.digest],
        ["名单校验码", lines_digest ?? "—"],
        ["文件校验码", file_digest ?? "—"],
      ].map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, String(value)))),
    ),
  );

/** @param {any[]} history */
export const historyView = (history) =>
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "经过"),
    h(
      "ol",
      { class: "history" },
      history.map(({ at, action_text, who, note }) =>
        h(
          "li",
          {},
          h("b", {}, action_text),
          ` ${[who, when(at)].filter(Boolean).join("，")}`,
          note && h("p", {}, note),
        ),
      ),
    ),
  );
