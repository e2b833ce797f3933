// The card of a policy match from outside: kept as the service gives it, safe whatever it gives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toReply } from "../../../web_widget/records.js";

const CARD = {
  kind: "policy_match",
  company: "泉州榛柏熙鞋业有限公司",
  credit_code: "91350502MAX50L2368",
  district: "鲤城区",
  on: "2026-11-23",
  total: 100000,
  total_text: "预计可得 10 万元，共 1 项。",
  matches: [{ title: "首次入规奖励", award: 100000, award_text: "奖励 10 万元", document_title: "若干措施" }],
  match_count: 1,
  near_misses: [{ title: "增产奖励", text: "还差 150 万元", award_text: "做到以后可得 5 万元" }],
  near_count: 1,
  unknown_count: 3,
  page: "/policies?company=91350502MAX50L2368",
  sample: true,
};
const read = (card) => toReply({ text: "x", card }).card;

test("a match is kept, with its page", () => {
  const card = read(CARD);
  assert.deepEqual(card.matches, [{ title: "首次入规奖励", award_text: "奖励 10 万元", from: "若干措施" }]);
  assert.equal(card.near_misses[0].text, "还差 150 万元");
  assert.deepEqual(
    [card.kind, card.company, card.match_count, card.unknown_count, card.path],
    ["policy_match", CARD.company, 1, 3, CARD.page],
  );
});

test("what the tab kept reads back as it was", () => {
  const once = toReply({
    text: "x",
    card: CARD,
    actions: [{ kind: "open_page", label: "看", url: "/policies" }],
  });
  assert.deepEqual(toReply(JSON.parse(JSON.stringify(once))), once);
});

for (const page of [
  "https://x/policies",
  "//x/policies",
  "/policies?company=x",
  "javascript:1",
  "/staff",
  5,
  null,
]) {
  test(`${JSON.stringify(page)} is no page to lead to`, () => {
    assert.equal(read({ ...CARD, page }).path, null);
    const { actions } = toReply({ text: "x", actions: [{ kind: "open_page", label: "看", url: page }] });
    assert.deepEqual(actions, []);
  });
}

for (const odd of [null, [], {}, { ...CARD, company: "" }, { ...CARD, kind: "other" }]) {
  test(`${JSON.stringify(odd)?.slice(0, 40)} is no match`, () => assert.equal(read(odd), null));
}

test("counts and lists that are none are empty", () => {
  const card = read({ ...CARD, match_count: -1, near_count: "9", matches: "x", near_misses: null });
  assert.deepEqual([card.match_count, card.near_count, card.matches, card.near_misses], [0, 0, [], []]);
});
