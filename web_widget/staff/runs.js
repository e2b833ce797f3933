// @ts-check
/** Payment runs (免申即享兑付): the list, and beginning one. */
import { h } from "../dom.js";
import { attempt, button, field, money, openDialog, select, when } from "./ui.js";
import { Refusal } from "./client.js";

const PATH = "/api/v1/benefits/runs";

/** @param {import("./client.js").Client} client */
export async function runsPage(client) {
  const { runs } = await client.get(PATH);
  return { view: listView(client, runs), title: "免申即享兑付" };
}

/** @param {import("./client.js").Client} client @param {any[]} runs */
function listView(client, runs) {
  return h(
    "div",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, "免申即享兑付"),
    h(
      "p",
      { class: "muted" },
      "系统按公布的条款和冻结的企业数据算出名单，公示、批准以后生成兑付文件。同一家企业、同一条款、同一年只付一次。",
    ),
    h(
      "p",
      { class: "buttons" },
      button("发起一次兑付", () => begin(client), { class: "button primary" }),
    ),
    runs.length === 0 && h("p", { class: "muted" }, "还没有兑付。"),
    h(
      "ul",
      { class: "documents" },
      runs.map((run) =>
        h(
          "li",
          {},
          h(
            "a",
            { class: "document", href: `#runs/${encodeURIComponent(run.id)}` },
            h("span", { class: "document-title" }, `${run.measure_title}（${run.period}）`),
            h(
              "span",
              { class: "badges" },
              h("span", { class: "badge" }, run.state_text),
              run.open_objections > 0 &&
                h("span", { class: "badge warn" }, `${run.open_objections} 条异议待处理`),
            ),
            h(
              "span",
              { class: "muted" },
              [
                run.document_title,
                `${run.counts.payable ?? 0} 家`,
                money(run.amounts.payable),
                when(run.prepared_at),
              ].join(" · "),
            ),
          ),
        ),
      ),
    ),
  );
}

const ORDERS = [
  { value: "amount_asc", label: "金额小的先付" },
  { value: "amount_desc", label: "金额大的先付" },
  { value: "founded_on", label: "成立早的先付" },
];

/** @param {import("./client.js").Client} client */
async function begin(client) {
  const listed = await attempt(() =>
    client.get(`/api/v1/labels/measures?mode=${encodeURIComponent("免申即享")}`),
  );
  if (!listed) return "";
  /** @type {{id: string, title: string, document_title: string, needs_person: boolean}[]} */
  const measures = listed.measures.filter((/** @type {any} */ one) => !one.needs_person);
  let measure = "";
  const picker = select(
    "",
    measures.map(({ id, title, document_title }) => ({
      value: id,
      label: `${title}（${id}，${document_title}）`,
    })),
    (value) => (measure = value),
  );
  const period = h("input", { type: "text", autocomplete: "off", maxlength: 8, placeholder: "2026" });
  const budget = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 20 });
  const days = h("input", { type: "number", min: 1, max: 60, value: 7 });
  let order = "amount_asc";
  const error = h("p", { class: "error", role: "alert" });
  return openDialog("发起一次兑付", (close) => [
    h(
      "div",
      { class: "stack" },
      field("哪个条款", picker, { hint: "只列出还有效的“免申即享”条款" }),
      field("哪一期", period, { hint: "2026、2026Q4 或 2026-11；不写就是今年" }),
      field("预算，元", budget, { hint: "不写就是不限" }),
      field(
        "预算不够时",
        select(order, ORDERS, (value) => (order = value)),
      ),
      field("公示几天", days),
      error,
      h(
        "p",
        { class: "buttons" },
        button(
          "开始",
          async () => {
            if (!measure) return ((error.textContent = "请选一个条款。"), picker.focus());
            error.textContent = "";
            const typed = budget.value.normalize("NFKC").replace(/[,\s]/g, "");
            const body = {
              measure_id: measure,
              ...(period.value.trim() && { period: period.value.trim() }),
              ...(typed && { budget: typed.includes(".") ? typed : `${typed}.00` }),
              order,
              publicity_days: Number(days.value) || 7,
            };
            try {
              const run = await client.send("POST", PATH, body);
              close("");
              location.hash = `#runs/${encodeURIComponent(run.id)}`;
            } catch (refused) {
              if (!(refused instanceof Refusal)) throw refused;
              error.textContent = refused.message;
            }
          },
          { class: "button primary" },
        ),
      ),
    ),
  ]);
}
