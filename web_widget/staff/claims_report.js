// @ts-check
/** One report on the desk: what the company wrote, its files, who looks alike in the register, what can be done now. */
import { h } from "../dom.js";
import { save } from "./actions.js";
import { attempt, button, confirmed, field, say, when } from "./ui.js";

/**
 * @typedef {{words: string, label?: string, required?: boolean, danger?: boolean, linking?: boolean, sure?: string}} Act
 *   `label`: what is asked for; without one it is done by the button alone.
 * @type {Record<string, Act>}
 */
const ACTIONS = {
  accept: { words: "受理" },
  ask: { words: "请企业补充", label: "要问的问题（企业会看到）", required: true },
  link: { words: "并入案件", label: "说明（只有工作人员看到）", linking: true },
  decline: { words: "不予受理", label: "理由（企业会看到）", required: true, danger: true },
  close: {
    words: "办结",
    label: "处理结果（企业会看到）",
    required: true,
    sure: "办结以后，企业能看到结果。",
  },
  reopen: { words: "重新受理", label: "理由（企业会看到）", required: true },
};
const SCANS = /** @type {Record<string, string>} */ ({
  clean: "已查毒",
  off: "没有查毒，请小心打开",
  waiting: "等待查毒，查完才能下载",
  infected: "查出病毒，不能下载",
});

/** @param {import("./client.js").Client} client @param {string} base @param {string} receipt */
export async function reportPage(client, base, receipt) {
  const path = `${base}/${encodeURIComponent(receipt)}`;
  const report = await client.get(path);
  const view = h("div", { class: "stack" });
  const draw = (/** @type {any} */ fresh) => view.replaceChildren(...pageView(client, path, fresh, draw));
  draw(report);
  return { view, title: report.company || receipt };
}

/** @param {import("./client.js").Client} client @param {string} path @param {any} report @param {(report: any) => void} draw */
function pageView(client, path, report, draw) {
  const act = async (/** @type {string} */ action, /** @type {object} */ body) => {
    const fresh = await attempt(() =>
      client.send("POST", `${path}/${action}`, { version: report.version, ...body }),
    );
    if (!fresh) return;
    draw(fresh);
    say(`${fresh.state_text}。`);
  };
  return [
    h("p", {}, h("a", { href: "#reports" }, "← 企业举报")),
    h("h1", { tabindex: "-1" }, report.company || report.receipt),
    h(
      "p",
      { class: "muted" },
      [
        report.receipt,
        report.credit_code,
        report.signed_in ? "登录后提交" : "没有登录，企业身份待核实",
        `${when(report.submitted_at)} 提交`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    h(
      "div",
      { class: "panel" },
      h("p", {}, h("b", {}, report.state_text), report.case_id && `，案件 ${report.case_id}`),
      h(
        "div",
        { class: "actions" },
        (report.actions ?? [])
          .filter((/** @type {string} */ name) => name in ACTIONS)
          .map((/** @type {string} */ name) => actionView(ACTIONS[name], (body) => act(name, body))),
      ),
    ),
    fieldsView(report.fields ?? []),
    filesView(client, path, report.files ?? []),
    hintsView(report.hints ?? [], report.hints_text ?? ""),
    questionsView(report.questions ?? []),
    stepsView(report.history ?? []),
  ].filter((part) => part instanceof Element);
}

/** @param {Act} action @param {(body: object) => Promise<void>} act */
function actionView(
  { words, label = "", required = false, danger = false, linking = false, sure = "" },
  act,
) {
  const kind = danger ? "button danger" : "button primary";
  if (!label) return button(words, () => act({}), { class: kind });
  const box = h("textarea", { rows: 3, maxlength: 1000 });
  const number = h("input", { type: "text", autocomplete: "off", maxlength: 64 });
  const error = h("p", { class: "error", role: "alert" });
  const go = async () => {
    const [note, case_id] = [box.value.trim(), number.value.trim()];
    error.textContent = linking && !case_id ? "请写案件编号。" : required && !note ? "请写说明。" : "";
    if (error.textContent) return (linking && !case_id ? number : box).focus();
    if (sure && !(await confirmed(words, sure, words))) return;
    await act({ note, ...(linking && { case_id }) });
  };
  return h(
    "details",
    { class: "action" },
    h("summary", { class: kind }, words),
    h(
      "div",
      { class: "stack" },
      linking && field("案件编号", number),
      field(label, box),
      error,
      button(`确定${words}`, go, { class: kind }),
    ),
  );
}

/** @param {any[]} rows */
const fieldsView = (rows) =>
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "企业写的"),
    h(
      "dl",
      { class: "written" },
      rows.map(({ label, value }) =>
        h(
          "div",
          {},
          h("dt", {}, label),
          h("dd", {}, Array.isArray(value) ? value.join("、") : String(value ?? "")),
        ),
      ),
    ),
  );

/** @param {import("./client.js").Client} client @param {string} path @param {any[]} files */
const filesView = (client, path, files) =>
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "证据"),
    files.length === 0 && h("p", { class: "muted" }, "没有文件。"),
    h(
      "ul",
      { class: "papers" },
      files.map(({ id, name, size, sha256, scan }) =>
        h(
          "li",
          {},
          h("b", {}, name),
          ` ${Math.ceil(size / 1024)} KB `,
          (scan === "clean" || scan === "off") &&
            button(
              "下载",
              () =>
                attempt(async () => save(await client.file(`${path}/files/${encodeURIComponent(id)}`), name)),
              { "aria-label": `下载${name}` },
            ),
          h("p", { class: scan === "infected" ? "error" : "hint" }, SCANS[scan] ?? scan),
          h("p", { class: "hint" }, "校验码（SHA-256） ", h("code", {}, sha256)),
        ),
      ),
    ),
  );

/** @param {any[]} hints @param {string} words */
const hintsView = (hints, words) =>
  (hints.length > 0 || words !== "") &&
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "台账里相像的人（只是提示，不是结论）"),
    words && h("p", { class: "muted" }, words),
    h(
      "ul",
      { class: "papers" },
      hints.map(({ text, because, complaints }) =>
        h(
          "li",
          {},
          h("p", {}, text),
          h("p", { class: "hint" }, [...because, `台账里 ${complaints} 件`].join("；")),
        ),
      ),
    ),
  );

/** @param {any[]} questions */
const questionsView = (questions) =>
  questions.length > 0 &&
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "问企业的"),
    h(
      "ol",
      { class: "history" },
      questions.map(({ at, text, answer, answered_at }) =>
        h(
          "li",
          {},
          `${when(at)} ${text}`,
          answer
            ? h("p", { class: "answered" }, `${when(answered_at)} 企业答复：${answer}`)
            : h("p", { class: "hint" }, "还没有答复"),
        ),
      ),
    ),
  );

/** @param {any[]} history */
const stepsView = (history) =>
  history.length > 0 &&
  h(
    "section",
    { class: "stack" },
    h("h2", {}, "经过"),
    h(
      "ol",
      { class: "history" },
      history.map(({ at, action_text, who, note }) =>
        h("li", {}, `${when(at)} `, h("b", {}, action_text), who && ` ${who}`, note && h("p", {}, note)),
      ),
    ),
  );
