// @ts-check
/**
 * The label editor: the text and its labels side by side, on a phone one behind the other.
 *
 * @typedef {import("./types.js").Opened} Opened
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./bench.js").Bench} Bench
 */
import { h } from "../dom.js";
import { keepingFocus, keyOf } from "./bench.js";
import { fingerprint, newMeasure, openClauses, toDraft } from "./draft.js";
import { headView, tabsView } from "./label_head.js";
import { awardText, conditionText } from "./label_words.js";
import { measureView } from "./measure_form.js";
import { saveDialog } from "./save_dialog.js";
import { TextPane } from "./text_pane.js";
import { attempt, button, confirmed, say } from "./ui.js";
import { versionsDialog } from "./versions_dialog.js";

/** @param {import("./client.js").Client} client @param {string} id */
export async function labelPage(client, id) {
  const path = `/api/v1/labels/${encodeURIComponent(id)}`;
  const [pickers, opened] = await Promise.all([client.get("/api/v1/labels/fields"), client.get(path)]);
  const editor = new Editor(client, path, pickers, opened);
  return { view: editor.view, title: opened.title, dirty: () => editor.dirty };
}

class Editor {
  #client;
  #path;
  #opened;
  #clean = "";
  #text;
  #list = h("div", { class: "measures" });
  #bar = h("div", { class: "save-bar" });
  /** @type {Bench} */
  #bench;

  /** @param {import("./client.js").Client} client @param {string} path @param {import("./types.js").Pickers} pickers @param {Opened} opened */
  constructor(client, path, pickers, opened) {
    this.#client = client;
    this.#path = path;
    this.#opened = opened;
    this.#text = new TextPane(
      opened.articles,
      (key) => this.#showLabel(key),
      ({ text }) => say(`选中了“${text.slice(0, 30)}”，可以用作标签的依据。`),
    );
    this.#bench = {
      draft: toDraft(opened),
      pickers,
      fields: new Map(pickers.fields.map((row) => [row.name, row])),
      articles: opened.articles,
      open: new Set(),
      changed: () => this.#changed(),
      selection: () => this.#text.selection,
      light: (key) => this.#text.light(key),
      showText: (key) => this.#showText(key),
    };
    this.view = h("div", { class: "editor", "data-tab": "labels" });
    this.#take(opened);
  }

  get dirty() {
    return fingerprint(this.#bench.draft) !== this.#clean;
  }

  /** Begins anew with what the service gives. @param {Opened} opened */
  #take(opened) {
    this.#opened = opened;
    this.#bench.draft = toDraft(opened);
    this.#clean = fingerprint(this.#bench.draft);
    const { draft, open } = this.#bench;
    const waiting = draft.measures.find((measure) => openClauses(measure, draft.decisions).length);
    const first = waiting ?? draft.measures[0];
    if (first && !draft.measures.some(({ id }) => open.has(id))) open.add(first.id);
    this.view.replaceChildren(
      headView(opened, () => this.#versions()),
      tabsView(this.view.dataset.tab ?? "", (name) => this.#turn(name)),
      this.#panes(),
      this.#bar,
    );
    this.#drawMeasures();
    this.#changed();
    // The view is put into the page after this turn.
    setTimeout(() => this.#text.begin(first?.article ?? ""));
  }

  /** On a phone one side is shown. @param {string} name */
  #turn(name) {
    this.view.dataset.tab = name;
    for (const tab of this.view.querySelectorAll(".tab"))
      tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.name === name));
  }

  #panes() {
    return h(
      "div",
      { class: "panes" },
      h(
        "section",
        { class: "pane text-pane", "aria-label": "原文", tabindex: 0 },
        h("h2", {}, "原文"),
        this.#text.view,
      ),
      h(
        "section",
        { class: "pane label-pane", "aria-label": "标签" },
        h("h2", {}, "标签"),
        this.#list,
        h(
          "p",
          { class: "buttons" },
          button("加一个条款", () => this.#add()),
        ),
      ),
    );
  }

  #drawMeasures() {
    const { draft } = this.#bench;
    keepingFocus(this.#list, () =>
      this.#list.replaceChildren(
        ...draft.measures.map((measure) =>
          measureView(this.#bench, measure, () => void this.#remove(measure)),
        ),
      ),
    );
  }

  #add() {
    const { draft, open } = this.#bench;
    const measure = newMeasure(
      draft,
      this.#opened.measures.map(({ id }) => id),
    );
    draft.measures.push(measure);
    open.add(measure.id);
    this.#drawMeasures();
    this.#changed();
    /** @type {HTMLElement|null} */ (this.#list.querySelector(`[data-focus="${measure.id}:title"]`))?.focus();
  }

  /** @param {Measure} measure */
  async #remove(measure) {
    const { draft } = this.#bench;
    if (
      !(await confirmed(
        "删去整个条款",
        `“${measure.title}”以后不再参加匹配。保存以前可以反悔，保存以后可以恢复以前的版本。`,
        "删去",
      ))
    )
      return;
    draft.measures = draft.measures.filter((one) => one !== measure);
    this.#drawMeasures();
    this.#changed();
  }

  #changed() {
    const names = new Map();
    const spans = [];
    for (const measure of this.#bench.draft.measures) {
      const labels = [
        ...measure.clauses.map(({ key, tree, quotes }) => ({
          key,
          quotes,
          name: conditionText(tree, this.#bench.fields),
        })),
        ...Object.entries(measure.quotes).map(([label, quotes]) => ({
          key: keyOf(measure.id, label),
          quotes,
          name:
            label === "award" ? awardText(measure.award, this.#bench.fields) : `截止日 ${measure.deadline}`,
        })),
      ];
      for (const { key, quotes, name } of labels) {
        names.set(key, `${measure.title}：${name}`);
        spans.push(...quotes.map(({ start, end }) => ({ key, start, end })));
      }
    }
    this.#text.draw(spans, names);
    this.#drawBar();
  }

  #drawBar() {
    const { draft } = this.#bench;
    const waiting = draft.measures.flatMap((measure) => openClauses(measure, draft.decisions)).length;
    const dirty = this.dirty;
    if (this.#bar.dataset.state === `${dirty}${waiting}`) return;
    this.#bar.dataset.state = `${dirty}${waiting}`;
    keepingFocus(this.#bar, () =>
      this.#bar.replaceChildren(
        h(
          "p",
          {},
          dirty ? "有修改，还没有保存" : "没有新的修改",
          waiting ? `；还有 ${waiting} 处待核对` : "",
        ),
        h(
          "p",
          { class: "buttons" },
          waiting > 0 && button("去下一处待核对", () => this.#next(), { "data-focus": "next" }),
          dirty && button("放弃修改", () => this.#discard()),
          button(this.#opened.text_changed && !dirty ? "已核对，保存" : "核对并保存", () => this.#save(), {
            class: dirty ? "button primary" : "button",
            "data-focus": "save",
          }),
        ),
      ),
    );
  }

  /** Goes to the next clause that waits, from the last one to the first. */
  #next() {
    const all = [...this.#list.querySelectorAll(".human:not(.kept)")];
    const at = all.findIndex((one) => one.classList.contains("shown"));
    const next = all[(at + 1) % all.length];
    for (const one of all) one.classList.toggle("shown", one === next);
    const measure = next?.closest("details.measure");
    if (measure instanceof HTMLDetailsElement) measure.open = true;
    this.#turn("labels");
    next?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement|null} */ (next?.querySelector("button") ?? null)?.focus({ preventScroll: true });
  }

  async #discard() {
    if (await confirmed("放弃修改", "回到上次保存的样子，这次改的就没有了。", "放弃修改"))
      this.#take(this.#opened);
  }

  async #save() {
    if (!this.dirty && !this.#opened.text_changed) return say("没有要保存的修改。");
    const saved = await saveDialog(this.#client, this.#path, this.#bench.draft, {
      fresh: () => this.#client.get(this.#path),
      restart: (opened) => this.#take(opened),
    });
    if (!saved) return;
    this.#take(saved);
    this.view.querySelector("h1")?.focus();
    say(`已保存为第 ${saved.version} 版，马上生效。`);
  }

  async #versions() {
    if (
      this.dirty &&
      !(await confirmed(
        "有修改还没有保存",
        "恢复以前的版本会丢掉没有保存的修改；只是看看没有关系。",
        "去看历次版本",
      ))
    )
      return;
    const restored = await attempt(() => versionsDialog(this.#client, this.#path, this.#opened));
    if (!restored) return;
    this.#take(restored);
    this.view.querySelector("h1")?.focus();
    say(`已恢复，成为第 ${restored.version} 版。`);
  }

  /** @param {string} key */
  #showText(key) {
    this.#turn("text");
    if (this.#text.show(key)) return;
    this.#turn("labels");
    say("这个标签还没有标出依据的原文。");
  }

  /** @param {string} key */
  #showLabel(key) {
    const measure = this.#bench.draft.measures.find(
      ({ id, clauses }) => clauses.some((clause) => clause.key === key) || key.startsWith(`${id}/`),
    );
    if (!measure) return;
    this.#turn("labels");
    const view = this.#list.querySelector(`[data-measure="${CSS.escape(measure.id)}"]`);
    if (view instanceof HTMLDetailsElement) view.open = true;
    const label = this.#list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    label?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement|null} */ (label?.querySelector("button, select, input") ?? null)?.focus({
      preventScroll: true,
    });
    for (const one of this.#list.querySelectorAll(".clause")) one.classList.toggle("lit", one === label);
  }
}
