// How a case stands, said in words; what people type into the two boxes; odd records.
import assert from "node:assert/strict";
import { test } from "node:test";
import { limitOf, shares } from "../../../../web_widget/progress/limit.js";
import {
  addressOf,
  numberFault,
  numberOf,
  plainNumber,
  plainVerify,
  verifyFault,
} from "../../../../web_widget/progress/look_up.js";
import { toApplication, toLevels } from "../../../../web_widget/progress/records.js";
import { lockText } from "../../../../web_widget/progress/words.js";

const CASE = {
  number: "LC1",
  state: "reviewing",
  state_text: "审查中",
  promised_days: 10,
  due_on: "2026-11-30",
  days_used: 6,
  days_left: 4,
};
const limit = (more) => limitOf(toApplication({ ...CASE, ...more }));

test("every standing is known", () => {
  for (const [standing, more] of [
    ["within", {}],
    ["soon", { days_left: 1 }],
    ["soon", { days_left: 0 }],
    ["over", { days_left: -2, overdue: true }],
    ["paused", { due_on: null }],
    ["paused", { due_on: null, days_left: null }],
    ["none", { promised_days: null, days_left: null }],
    ["finished", { state: "approved", days_left: null }],
    ["finished", { state: "withdrawn" }],
  ]) {
    assert.equal(limit(more).standing, standing, JSON.stringify(more));
  }
});

test("the words are the service's, and the state where it has none", () => {
  const off = "期限是 2026 年 11 月 20 日（星期五），今天不上班";
  assert.equal(limit({ days_left: 0, limit_text: off }).words, off);
  assert.equal(limit({ state: "withdrawn", state_text: "已撤回", limit_text: "" }).words, "已撤回");
  assert.equal(limit({ due_text: "最迟星期五办好" }).due, "最迟星期五办好");
  assert.equal(limit({}).due, "");
});

test("a promise of no days is one for the same day", () => {
  assert.match(limit({ promised_days: 0 }).promise, /当天办好/);
  assert.match(limit({ promised_days: 7 }).promise, /7 个工作日/);
  assert.equal(limit({ promised_days: null }).promise, "");
});

test("what was done in time shows nothing over", () => {
  const done = { state: "approved", promised_days: 0, days_used: 1, days_left: null };
  assert.equal(shares(limit({ ...done, overdue: false })).over, 0);
  assert.ok(shares(limit({ ...done, overdue: true })).over > 0);
});

test("the parts of the bar fill it and never run over", () => {
  for (const [used, left, promised] of [
    [0, 10, 10],
    [6, 4, 10],
    [13, -3, 10],
    [0, 0, 0],
    [900, -890, 10],
  ]) {
    const limit = limitOf(
      toApplication({
        ...CASE,
        promised_days: promised,
        days_used: used,
        days_left: left,
        overdue: left < 0,
      }),
    );
    const parts = Object.values(shares(limit));
    assert.ok(
      parts.every((part) => part >= 0 && part <= 100),
      String(parts),
    );
    assert.ok(parts.reduce((sum, part) => sum + part, 0) <= 100.2);
  }
});

test("numbers and factors are understood as people type them", () => {
  assert.equal(plainNumber(" ｌｃ２０２６－０００1 "), "LC2026-0001");
  assert.equal(plainNumber("lc–1 2"), "LC-12");
  assert.equal(plainVerify("１２３ｘ"), "123X");
  assert.equal(numberFault("LC2026000104"), "");
  assert.match(numberFault(""), /请写/);
  assert.match(numberFault("<b>"), /只有字母/);
  assert.equal(verifyFault("12 3x"), "");
  assert.equal(verifyFault("K21X"), "");
  assert.match(verifyFault("12345"), /四个数字/);
});

test("an address names a number and never a factor", () => {
  assert.equal(numberOf("?number=lc1&verify=1234"), "LC1");
  assert.equal(numberOf(`?number=${"9".repeat(99)}`).length, 40);
  assert.equal(addressOf("LC 1&verify=2"), "/progress?number=LC+1%26verify%3D2");
  assert.equal(addressOf(""), "/progress");
});

test("odd records become empty ones", () => {
  for (const odd of [null, 5, [], {}, { number: "1" }, { number: 1, state_text: "x" }]) {
    assert.equal(toApplication(odd), null);
  }
  const bare = toApplication({
    number: "1",
    state_text: "x",
    stages: [5, { name: "收件", status: "odd" }],
    rating: 3,
  });
  assert.deepEqual(bare.stages, [{ name: "收件", status: "next", at: "", due_on: "", note: "" }]);
  assert.deepEqual(bare.urges, { count: 0, left: 0, next_at: "", history: [] });
  assert.equal(bare.rating, null);
});

test("levels come best first, each with its own reasons", () => {
  const levels = toLevels({
    levels: [{ score: 1, label: "差" }, { score: 5, label: "好" }, { score: 9, label: "?" }, {}],
    reasons: { 1: [{ code: "slow", label: "慢" }, { code: "x" }] },
  });
  assert.deepEqual(
    levels.map(({ label, reasons }) => [label, reasons.length]),
    [
      ["好", 0],
      ["差", 1],
    ],
  );
  assert.deepEqual(toLevels(null), []);
});

test("a lock is told in minutes", () => {
  assert.equal(lockText(0), "");
  assert.match(lockText(59), /1 分钟/);
  assert.match(lockText(601), /11 分钟/);
});
