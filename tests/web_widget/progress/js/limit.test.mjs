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
const said = (more) => {
  const { standing, words, due } = limitOf(toApplication({ ...CASE, ...more }));
  return [standing, words, due];
};

test("every standing has its words", () => {
  assert.deepEqual(said({}), ["within", "还剩 4 个工作日", "2026年11月30日 前办好"]);
  assert.deepEqual(said({ days_left: 1 }).slice(0, 2), ["soon", "还剩 1 个工作日"]);
  assert.deepEqual(said({ days_left: 0 }).slice(0, 2), ["soon", "今天是最后一个工作日"]);
  assert.deepEqual(said({ days_left: -2, overdue: true }), [
    "over",
    "已经超过承诺时限 2 个工作日",
    "应在 2026年11月30日 前办好",
  ]);
  assert.deepEqual(said({ due_is_estimate: true })[2], "预计 2026年11月30日 前办好");
  assert.deepEqual(said({ due_on: null })[1], "还剩 4 个工作日，现在暂停计时");
  assert.deepEqual(said({ due_on: null, days_left: null })[0], "paused");
  assert.deepEqual(said({ promised_days: null, days_left: null })[0], "none");
  assert.deepEqual(said({ state: "approved", days_left: null })[1], "用了 6 个工作日，比承诺的早 4 个工作日");
  assert.deepEqual(said({ state: "approved", days_used: 12 })[1], "用了 12 个工作日，比承诺的晚 2 个工作日");
  assert.deepEqual(said({ state: "approved", days_used: 10 })[1], "用了 10 个工作日");
  assert.deepEqual(said({ state: "withdrawn", state_text: "已撤回" }), ["finished", "已撤回", ""]);
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
