// @ts-check
/** What the register knows of one person, part by part, as the person's page and a case show it. Everything is masked by the service. */
import { h } from "../dom.js";
import { money } from "../staff/ui.js";
import { section } from "./forms.js";
import { table } from "./plots.js";
import { likeness } from "./words.js";

const IDENTITY = /** @type {[string, string][]} */ ([
  ["names", "姓名"],
  ["phones", "电话"],
  ["id_numbers", "证件号"],
  ["addresses", "地址"],
  ["accounts", "收款账户"],
]);

/** @param {any} known Lists of what is known, masked or (when revealed) whole. */
export const identityView = (known) =>
  h(
    "dl",
    { class: "written" },
    IDENTITY.filter(([name]) => known?.[name]?.length).map(([name, label]) =>
      h("div", {}, h("dt", {}, label), h("dd", {}, known[name].join("、"))),
    ),
  );

/** Complaints, reports and lawsuits, each by itself with what of it may still run. @param {any[]} kinds */
export const kindsView = (kinds) =>
  section("投诉、举报、诉讼分开看", h("div", { class: "kinds" }, kinds.map(kindView)));

/** @param {any} kind */
const kindView = ({ kind, label, count, open, apart, complaints }) =>
  h(
    "section",
    { class: "panel" },
    h("h3", {}, h("span", { class: `swatch kind-${kind}` }), `${label} ${count} 件`),
    h("p", {}, open > 0 ? `其中 ${open} 件还在办。` : count > 0 ? "都已办结。" : "没有。"),
    apart && h("p", { class: "hint" }, apart),
    complaints.length > 0 &&
      h(
        "details",
        { class: "data" },
        h("summary", {}, "逐件看"),
        wide(
          `${label}逐件`,
          table(
            ["编号", "日期", "被投诉的商户", "商品", "要求", "结果", "还能怎么办"],
            complaints.map((/** @type {any} */ one) => [
              `${one.source_text} ${one.number}`,
              one.received_on,
              one.respondent,
              one.product,
              one.demanded === null ? null : money(one.demanded),
              one.outcome_text,
              one.may_run,
            ]),
          ),
        ),
      ),
  );

/** A table that scrolls by itself. @param {string} name @param {HTMLElement} inside */
export const wide = (name, inside) =>
  h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, inside);

/** Sums, with of how many complaints they are known. @param {any} amounts @param {number} total */
export const amountsView = (amounts, total) =>
  section(
    "金额",
    h(
      "dl",
      { class: "figures" },
      /** @type {[string, string][]} */ ([
        ["paid", "购买金额"],
        ["demanded", "索要金额"],
        ["received", "实际得到"],
      ]).map(([name, label]) =>
        h(
          "div",
          {},
          h("dt", {}, label),
          h("dd", { class: "figure" }, amounts[name] === null ? "没有记录" : money(amounts[name])),
          h("dd", { class: "hint" }, `${total} 件里有 ${amounts[`${name}_known`]} 件写明`),
        ),
      ),
    ),
  );

/** Why the complaints are thought to be one person's, edge by edge. @param {any[]} links @param {number} total */
export const linksView = (links, total) =>
  section(
    "为什么认为是同一个人",
    links.length === 0 && h("p", { class: "muted" }, "只有一件，或者没有需要归并的联系。"),
    h(
      "ol",
      { class: "edges" },
      links.slice(0, 20).map((link) => h("li", {}, linkView(link))),
    ),
    links.length > 20 &&
      h(
        "details",
        { class: "data" },
        h("summary", {}, `再看 ${links.length - 20} 条联系`),
        h(
          "ol",
          { class: "edges", start: 21 },
          links.slice(20).map((link) => h("li", {}, linkView(link))),
        ),
      ),
    total > links.length && h("p", { class: "hint" }, `共 ${total} 条联系，这里列出 ${links.length} 条。`),
  );

/** @param {any} link */
const linkView = ({ left, right, probability, together, text, reasons, against }) => [
  h(
    "p",
    {},
    h("b", {}, `${left} 和 ${right}`),
    h("span", { class: "badge quiet" }, `相像程度 ${likeness(probability)}`),
    together >= 0 && h("span", { class: "badge" }, `第 ${together + 1} 组，合起来才成立`),
  ),
  h("p", {}, reasons.map((/** @type {any} */ reason) => reason.text).join("；") || text),
  against.length > 0 &&
    h(
      "p",
      { class: "differs" },
      `不一致的地方：${against.map((/** @type {any} */ reason) => reason.text).join("；")}`,
    ),
];

/** @param {any[]} groups */
export const groupsView = (groups) =>
  section(
    "雷同的文字",
    groups.length === 0 && h("p", { class: "muted" }, "没有发现雷同的文字。"),
    groups.length > 0 && h("p", { class: "hint" }, "文字雷同不等于同一个人：模板谁都可以抄。"),
    h(
      "ul",
      { class: "papers" },
      groups.map(({ own, complaints, persons, text }) =>
        h(
          "li",
          {},
          h("p", {}, `这个人 ${own} 件，全库 ${complaints} 件用同样的文字。`),
          h("blockquote", {}, text),
          persons.length > 0 &&
            h(
              "p",
              { class: "hint" },
              "也这样写的：",
              persons.flatMap(
                (/** @type {any} */ { person_id, name, complaints: own_count }, /** @type {number} */ at) => [
                  at > 0 && "、",
                  h("a", { href: `#persons/${encodeURIComponent(person_id)}` }, name || person_id),
                  `（${own_count} 件）`,
                ],
              ),
            ),
        ),
      ),
    ),
  );

/** @param {any[]} traders @param {number} total */
export const tradersView = (traders, total) =>
  section(
    `涉及的商户（${total} 家）`,
    wide(
      "涉及的商户",
      table(
        ["商户", "行业", "件数", "索要", "得到"],
        traders.map(({ name, trade, complaints, demanded, received }) => [
          name,
          trade,
          complaints,
          demanded === null ? null : money(demanded),
          received === null ? null : money(received),
        ]),
      ),
    ),
    total > traders.length && h("p", { class: "hint" }, `这里列出 ${traders.length} 家。`),
  );

/** All of it but the evidence, which stands first on its page. @param {any} dossier */
export const detailsOf = (dossier) => [
  kindsView(dossier.kinds ?? []),
  amountsView(dossier.amounts, dossier.total),
  linksView(dossier.links ?? [], dossier.links_total ?? 0),
  groupsView(dossier.text_groups ?? []),
  tradersView(dossier.traders ?? [], dossier.traders_total ?? 0),
];
