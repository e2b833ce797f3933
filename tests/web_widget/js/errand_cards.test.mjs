// The cards of the errands from outside, and secrets: kept only while the page is open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../../../web_widget/api.js";
import { toReply } from "../../../web_widget/records.js";
import { forget, remember, signsIn, signsOf } from "../../../web_widget/signs.js";
import { asked, empty, replied, restore, serialize } from "../../../web_widget/state.js";

const CASE = {
  kind: "application",
  number: "LC2026000104",
  item_name: "普通护照首次申领",
  state_text: "正在审查",
  stages: [
    { name: "受理", status: "done", at: "2026-11-18" },
    { name: "审核", status: "odd" },
    { status: "next" },
  ],
  contact: { phone: "12345" },
  urges: { count: 1, left: 2 },
  can_urge: true,
  can_rate: false,
  rated: null,
  urging: true,
  page: "/progress?number=LC2026000104",
};
const CLAIM = {
  kind: "claim_report",
  stage: "draft",
  lines: [{ label: "企业名称", value: "某店", wrong: "" }, { value: "x" }],
  missing: ["联系人", 5],
  files: 1,
  draft_id: "0".repeat(32),
  expires_on: "2026-12-24",
  page: `/claims?draft=${"0".repeat(32)}`,
};
const read = (card) => toReply({ text: "x", card }).card;

test("an application and a report are kept, odd parts become empty", () => {
  const card = read(CASE);
  assert.deepEqual(
    card.application.stages.map(({ name, status }) => [name, status]),
    [
      ["受理", "done"],
      ["审核", "next"],
    ],
  );
  assert.deepEqual([card.urging, card.rated, card.path], [true, null, CASE.page]);
  const claim = read(CLAIM);
  assert.deepEqual([claim.lines.length, claim.missing, claim.path], [1, ["联系人"], CLAIM.page]);
});

test("what the tab kept of the cards reads back as it was", () => {
  for (const card of [CASE, CLAIM]) {
    const once = toReply({ text: "x", card });
    assert.deepEqual(toReply(JSON.parse(JSON.stringify(once))), once);
  }
});

for (const page of [
  "/progress?number=a b",
  "/claims?draft=1",
  "/claims/x",
  "//claims",
  "/progress?verify=1234",
]) {
  test(`${page} is no page of a card`, () => {
    assert.equal(read({ ...CASE, page }).path, null);
    assert.equal(read({ ...CLAIM, page }).path, null);
  });
}

for (const odd of [{ ...CASE, number: "" }, { ...CLAIM, stage: "x" }, { kind: "application" }]) {
  test(`${JSON.stringify(odd).slice(0, 50)} is no card`, () => assert.equal(read(odd), null));
}

test("words that held a secret are shown and kept as the service heard them", () => {
  const before = asked(empty(), { text: "LC2026000104 后四位0044", ask_id: "0".repeat(32) });
  const reply = toReply({ text: "好", heard: "办件编号 LC20******04，核对用的后四位 ****", card: CASE });
  const after = replied(before, reply);
  assert.ok(!serialize(after).includes("0044"));
  assert.equal(restore(serialize(after)).messages[0].text, reply.heard);
  assert.ok(serialize(replied(before, toReply({ text: "好" }))).includes("0044"));
});

test("four signs are known by number until they are forgotten", () => {
  assert.deepEqual(["LC2026000104，后四位００３ｘ", "1234", "1234 4321", "abcd", "12345"].map(signsIn), [
    "003X",
    "1234",
    null,
    null,
    null,
  ]);
  remember("N1", "后四位 003x");
  assert.deepEqual([signsOf("N1"), signsOf("N2")], ["003X", null]);
  forget();
  assert.equal(signsOf("N1"), null);
});

test("urging and rating send what the contract says, and a refusal for now speaks for itself", async () => {
  const calls = [];
  const fetch = async (url, init) => (
    calls.push([url, JSON.parse(init.body)]),
    new Response('{"message":"好"}')
  );
  const api = new Api("https://host", { fetch, online: () => true });
  assert.equal(await api.urge("LC/1", "0044", "f".repeat(32)), "好");
  await api.rateCase("LC1", "0044", { score: 5, reasons: [] });
  await api.rateReply({ session_id: "s", reply_id: "r" }, { score: 1, reasons: ["unclear"] });
  assert.deepEqual(calls, [
    ["https://host/api/v1/applications/LC%2F1/urge", { verify: "0044", submit_id: "f".repeat(32) }],
    ["https://host/api/v1/applications/LC1/rating", { verify: "0044", score: 5, reasons: [] }],
    [
      "https://host/api/v1/ratings/replies",
      { session_id: "s", reply_id: "r", score: 1, reasons: ["unclear"] },
    ],
  ]);
  const refused = { error: { code: "urge_too_soon", message: "明天可以再催。" } };
  const busy = new Api("https://host", {
    fetch: async () => new Response(JSON.stringify(refused), { status: 429 }),
  });
  await assert.rejects(
    busy.urge("LC1", "0044", "f".repeat(32)),
    (error) => error.message === "明天可以再催。",
  );
});
