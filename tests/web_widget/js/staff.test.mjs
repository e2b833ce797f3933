// The staff pages' logic: labels as they are edited, quotes in a text, figures as people type them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, ofField, ofOp } from "../../../web_widget/staff/atom_form.js";
import { Client, Refusal } from "../../../web_widget/staff/client.js";
import {
  decide,
  figureOf,
  fingerprint,
  gaps,
  humans,
  newClause,
  newMeasure,
  openClauses,
  toBody,
  toDraft,
} from "../../../web_widget/staff/draft.js";
import { sumOf } from "../../../web_widget/staff/figure_input.js";
import { awardText, conditionText, percentOf, rateOf, yuan } from "../../../web_widget/staff/label_words.js";
import { partName } from "../../../web_widget/staff/save_dialog.js";
import { pieces, placeOf } from "../../../web_widget/staff/spans.js";

const QUOTE = { label: "conditions/1", text: "达到2000万元", start: 10, end: 18 };
const OPENED = {
  id: "P001",
  newest_version: 3,
  text_digest: "d",
  measures: [
    {
      id: "P001-1",
      title: "增产奖励",
      mode: "申报",
      article: "第三条",
      conditions: {
        all: [
          { field: "district", op: "==", value: "鲤城区" },
          { field: "revenue", op: ">=", value: 2000 },
          { any: [{ human: "视情况" }, { field: "dishonest", op: "==", value: false }] },
        ],
      },
      award: { kind: "fixed", amount: 100000 },
      documents: ["申请表"],
      deadline: null,
      exclusive_group: null,
      quotes: [QUOTE],
    },
  ],
  suggested: { "P001-1": [{ label: "award", text: "10万元", start: 30, end: 34 }] },
  decisions: [],
  articles: [],
  versions: [],
};

test("a draft that was not edited is sent as it came", () => {
  const draft = toDraft(OPENED);
  const [sent] = toBody(draft).measures;
  assert.deepEqual(sent.conditions, OPENED.measures[0].conditions);
  assert.deepEqual(sent.quotes, [QUOTE]);
  assert.equal(toBody(draft).base_version, 3);
  assert.equal(fingerprint(draft), fingerprint(toDraft(OPENED)));
});

test("suggested words go along with an edit, and quotes with their clause", () => {
  const draft = toDraft(OPENED);
  draft.measures[0].clauses.shift();
  assert.notEqual(fingerprint(draft), fingerprint(toDraft(OPENED)));
  assert.deepEqual(
    toBody(draft).measures[0].quotes.map(({ label, text }) => [label, text]),
    [
      ["conditions/0", "达到2000万元"],
      ["award", "10万元"],
    ],
  );
});

test("editing a draft leaves what the service gave alone", () => {
  const draft = toDraft(OPENED);
  draft.measures[0].clauses[1].tree.value = 1;
  draft.measures[0].award.amount = 1;
  assert.equal(OPENED.measures[0].conditions.all[1].value, 2000);
  assert.equal(OPENED.measures[0].award.amount, 100000);
});

test("a clause for a person is open until it is decided, wherever it stands", () => {
  const draft = toDraft(OPENED);
  const [measure] = draft.measures;
  assert.deepEqual(openClauses(measure, draft.decisions), ["视情况"]);
  decide(draft, measure.id, "视情况", "keep");
  assert.deepEqual(openClauses(measure, draft.decisions), []);
  decide(draft, measure.id, "视情况", "drop", "不是条件");
  assert.deepEqual(draft.decisions, [
    { measure_id: "P001-1", text: "视情况", how: "drop", reason: "不是条件" },
  ]);
  decide(draft, measure.id, "视情况", null);
  assert.deepEqual(draft.decisions, []);
  measure.award = { kind: "human", text: "酌情" };
  assert.deepEqual(openClauses(measure, []), ["视情况", "酌情"]);
  assert.deepEqual(humans({ not: { all: [{ human: "a" }] } }), ["a"]);
});

test("a further measure has a number that was never used", () => {
  assert.equal(newMeasure(toDraft(OPENED), ["P001-7"]).id, "P001-8");
});

test("what is not filled in is told before the service is asked", () => {
  const draft = toDraft(OPENED);
  assert.deepEqual(gaps(draft), []);
  draft.measures[0].clauses.push(newClause({ field: "revenue", op: ">=", value: "" }));
  draft.measures[0].award = { kind: "percent", base: "revenue", rate: "", cap: null };
  draft.measures[0].title = " ";
  assert.deepEqual(
    gaps(draft).map(([, words]) => words),
    ["还没有写名称", "有一条条件没有填完", "奖补标准没有填完"],
  );
});

for (const [typed, figure] of [
  ["1,000", 1000],
  ["１２．５", 12.5],
  [" 20 ", 20],
  ["-3", -3],
  ["", null],
  ["1e5", null],
  ["十", null],
  ["1.2.3", null],
])
  test(`${JSON.stringify(typed)} is the figure ${figure}`, () => assert.equal(figureOf(typed), figure));

for (const [typed, sum] of [
  ["10万", 100000],
  ["1.5亿元", 150000000],
  ["3000元", 3000],
  ["十万", null],
  ["万", null],
])
  test(`${JSON.stringify(typed)} is the sum ${sum}`, () => assert.equal(sumOf(typed), sum));

test("shares keep no tail of binary fractions", () => {
  assert.equal(percentOf(0.07), 7);
  assert.equal(rateOf(2.9), 0.029);
  assert.equal(percentOf(rateOf(0.035)), 0.035);
});

test("a text is cut where quotes begin and end, also where they overlap", () => {
  const cut = pieces({ section: "", text: "一二三四五六", start: 10, end: 16 }, [
    { key: "a", start: 11, end: 14 },
    { key: "b", start: 13, end: 40 },
    { key: "c", start: 2, end: 9 },
  ]);
  assert.deepEqual(
    cut.map(({ text, start, keys }) => [text, start, keys.join("")]),
    [
      ["一", 10, ""],
      ["二三", 11, "a"],
      ["四", 13, "ab"],
      ["五六", 14, "b"],
    ],
  );
});

test("characters outside the basic plane count as one, as the service counts", () => {
  const cut = pieces({ section: "", text: "𠮷野家", start: 0, end: 3 }, [{ key: "a", start: 1, end: 2 }]);
  assert.deepEqual(
    cut.map(({ text }) => text),
    ["𠮷", "野", "家"],
  );
});

test("words are found in their own article first", () => {
  const articles = [
    { section: "第二条", text: "奖励10万元", start: 0, end: 6 },
    { section: "第三条", text: "𠮷奖励10万元", start: 8, end: 15 },
  ];
  assert.deepEqual(placeOf(articles, " 奖励 ", "第三条第一款"), { text: "奖励", start: 9, end: 11 });
  assert.equal(placeOf(articles, "奖励", "第九条")?.start, 0);
  assert.equal(placeOf(articles, "没有", ""), null);
  assert.equal(placeOf(articles, " ", ""), null);
});

const OPS = [
  { op: ">=", label: "不低于（含）" },
  { op: "<", label: "低于（不含）" },
];
const FIELDS = new Map([
  [
    "revenue",
    { name: "revenue", label: "营业收入", kind: "number", unit: "万元", money: true, ops: OPS, values: [] },
  ],
  [
    "dishonest",
    {
      name: "dishonest",
      label: "失信",
      kind: "flag",
      yes: "有失信记录",
      no: "没有失信记录",
      ops: [{ op: "==", label: "是" }],
    },
  ],
]);

test("labels are said in words", () => {
  const atom = { field: "revenue", op: ">=", value: 2000 };
  assert.equal(conditionText(atom, FIELDS), "营业收入不低于（含） 2,000 万元");
  assert.equal(conditionText({ field: "dishonest", op: "==", value: false }, FIELDS), "没有失信记录");
  assert.equal(
    conditionText({ not: { any: [atom, { human: "视情况" }] } }, FIELDS),
    "不属于：符合其中之一：营业收入不低于（含） 2,000 万元；或者需人工核对“视情况”",
  );
  assert.equal(
    awardText({ kind: "percent", base: "revenue", rate: 0.05, cap: 500000 }, FIELDS),
    "按营业收入的 5%，最高 50 万元",
  );
  assert.equal(yuan(12345), "12,345 元");
  assert.equal(partName("conditions/2"), "第 3 条条件");
});

test("a changed field or comparison keeps of the value what fits", () => {
  assert.deepEqual(ofField({ field: "a", op: ">=", value: 5 }, FIELDS.get("dishonest")), {
    field: "dishonest",
    op: "==",
    value: false,
  });
  const row = { kind: "text", ops: [] };
  assert.deepEqual(ofOp({ field: "d", op: "==", value: "鲤城区" }, "in", row).value, ["鲤城区"]);
  assert.equal(ofOp({ field: "d", op: "in", value: ["鲤城区", "x"] }, "==", row).value, "鲤城区");
  assert.equal(ofOp({ field: "r", op: ">=", value: 5 }, "<", FIELDS.get("revenue")).value, 5);
  assert.equal(ofOp({ field: "f", op: ">=", value: "2025-01-01" }, "within_years", {}).value, "");
  assert.deepEqual(blank(row, "in"), []);
});

const answer = (status, body) =>
  new Response(body === undefined ? "<html>" : JSON.stringify(body), { status });

test("whoever is no longer signed in is asked, and the request goes on", async () => {
  const answers = [
    answer(401, { error: { code: "sign_in_required", message: "请先登录。" } }),
    answer(200, { ok: 1 }),
  ];
  const client = new Client({ fetch: async () => answers.shift() });
  client.askToSignIn = async () => true;
  assert.deepEqual(await client.send("PUT", "/x", {}), { ok: 1 });
});

test("every way to fail has a sentence for the reader", async () => {
  const failing = (fetch) => new Client({ fetch, timeoutMs: 20 }).get("/x");
  const refused = { error: { code: "stale_version", message: "王编辑保存了第 2 版。" } };
  await assert.rejects(
    failing(async () => answer(409, refused)),
    (error) => {
      assert.ok(error instanceof Refusal);
      assert.deepEqual(
        [error.code, error.status, error.message],
        ["stale_version", 409, "王编辑保存了第 2 版。"],
      );
      return true;
    },
  );
  for (const [fetch, code] of [
    [async () => answer(502), "server"],
    [async () => answer(200), "server"],
    [async () => answer(500, { error: { code: "internal", message: "secret" } }), "internal"],
    [() => Promise.reject(new TypeError("lost")), "network"],
    [
      (_, { signal }) =>
        new Promise((_, reject) => {
          const alive = setInterval(() => {}, 5); // a signal's own timer does not keep Node.js waiting
          signal.addEventListener("abort", () => {
            clearInterval(alive);
            reject(signal.reason);
          });
        }),
      "timeout",
    ],
  ])
    await assert.rejects(failing(fetch), (error) => {
      assert.equal(error.code, code);
      assert.match(error.message, /还在页面上/);
      return true;
    });
});

test("writing carries the header that other sites cannot set", async () => {
  const seen = [];
  const client = new Client({ fetch: async (path, init) => (seen.push([path, init]), answer(200, {})) });
  await client.send("POST", "/x", { a: 1 });
  assert.equal(seen[0][1].headers["X-Quanquan-Request"], "1");
  assert.equal(seen[0][1].credentials, "same-origin");
});
