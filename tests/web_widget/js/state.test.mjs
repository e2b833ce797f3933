// The conversation as a value: what each event makes of it, and what storage gives back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toReply } from "../../../web_widget/records.js";
import * as states from "../../../web_widget/state.js";

const ASK = { text: "身份证丢了咋整", item_id: null, facet: null };
const REPLY = {
  session_id: "abc",
  reply_id: "r",
  outcome: "answered",
  text: "40元",
  item_id: "GA-015",
  facet: "fee",
  facets: ["fee"],
  card: null,
  citations: [],
  suggestions: [],
  actions: [],
  heard: null,
};
const NAMED = { ...ASK, ask_id: states.newAskId() };
const FAILURE = { kind: "network", message: "连不上", waitSeconds: 0 };

test("a question waits until its reply comes", () => {
  const waiting = states.asked(states.empty(), ASK);
  assert.equal(waiting.pending, true);
  const done = states.replied(waiting, REPLY);
  assert.deepEqual([done.pending, done.sessionId, done.messages.length], [false, "abc", 2]);
});

test("no event changes the state it was given", () => {
  const state = Object.freeze(states.empty());
  Object.freeze(state.messages);
  Object.freeze(state.ticks);
  states.ticked(states.replied(states.asked(state, ASK), REPLY), "GA-015", 0, true);
  assert.equal(state.messages.length, 0);
});

test("a failed question keeps its words and can be asked again", () => {
  const failed = states.failed(states.asked(states.empty(), ASK), FAILURE);
  assert.equal(states.lastQuestion(failed).text, ASK.text);
  const again = states.retried(failed);
  assert.deepEqual([again.pending, again.failure, again.messages.length], [true, null, 1]);
});

test("another question marks the failed one as not delivered", () => {
  const failed = states.failed(states.asked(states.empty(), ASK), FAILURE);
  const next = states.asked(failed, { ...ASK, text: "护照" });
  assert.deepEqual(
    next.messages.map((message) => message.undelivered),
    [true, false],
  );
});

test("old messages leave, new ids never repeat", () => {
  let state = states.empty();
  for (let turn = 0; turn < states.MAX_MESSAGES; turn += 1) {
    state = states.replied(states.asked(state, ASK), REPLY);
  }
  assert.equal(state.messages.length, states.MAX_MESSAGES);
  assert.equal(new Set(state.messages.map((message) => message.id)).size, states.MAX_MESSAGES);
});

test("a text is judged by what a reader would count", () => {
  assert.equal(states.checkText(" \n　"), "empty");
  assert.equal(states.checkText("😀".repeat(states.MAX_TEXT)), "ok");
  assert.equal(states.checkText(" " + "证".repeat(states.MAX_TEXT) + " "), "ok");
  assert.equal(states.checkText("证".repeat(states.MAX_TEXT + 1)), "too_long");
});

test("a tick is made once and taken back", () => {
  const once = states.ticked(states.ticked(states.empty(), "GA-015", 2, true), "GA-015", 2, true);
  assert.deepEqual(states.ticksOf(once, "GA-015"), [2]);
  assert.deepEqual(states.ticksOf(states.ticked(once, "GA-015", 2, false), "GA-015"), []);
  assert.deepEqual(states.ticksOf(once, "__proto__"), []);
});

test("storage gives back what was kept", () => {
  const kept = states.ticked(states.replied(states.asked(states.empty(), NAMED), REPLY), "GA-015", 1, true);
  const back = states.restore(states.serialize(kept));
  assert.deepEqual(back, kept);
});

test("a question on its way when the page went comes back as one to send again", () => {
  const back = states.restore(states.serialize(states.asked(states.empty(), ASK)));
  assert.deepEqual([back.pending, back.failure.kind], [false, "interrupted"]);
});

for (const stored of [null, "", "{", "null", "7", '"x"', "[]", "{}", '{"version":99,"messages":[]}']) {
  test(`storage with ${stored} in it begins anew`, () => assert.equal(states.restore(stored), null));
}

test("hostile storage gives no message of unknown shape", () => {
  const messages = [
    null,
    7,
    {},
    { from: "citizen" },
    { from: "citizen", text: {} },
    { from: "assistant", reply: { text: [] } },
  ];
  const back = states.restore(
    JSON.stringify({ version: 1, messages, ticks: { x: [1], "GA-015": ["a", 1, {}] } }),
  );
  assert.deepEqual([back.messages, back.ticks], [[], { "GA-015": [1] }]);
});

test("an answer on its way grows, and is gone when the whole is there, or when it fails", () => {
  const waiting = states.worded(states.asked(states.empty(), ASK), "每证");
  assert.equal(waiting.partial, "每证");
  assert.equal(states.worded(states.empty(), "x").partial, "");
  assert.equal(states.replied(waiting, REPLY).partial, "");
  assert.equal(states.failed(waiting, FAILURE).partial, "");
  assert.equal(states.restore(states.serialize(waiting)).partial, "");
});

test("a question keeps its own name over a reload, and never takes a stranger's", () => {
  const ask = { ...ASK, ask_id: states.newAskId() };
  assert.match(ask.ask_id, /^[0-9a-f]{32}$/);
  assert.notEqual(states.newAskId(), ask.ask_id);
  const kept = states.serialize(states.asked(states.empty(), ask));
  assert.equal(states.lastQuestion(states.restore(kept)).ask.ask_id, ask.ask_id);
  const spoiled = states.restore(kept.replace(ask.ask_id, "../x"));
  assert.match(states.lastQuestion(spoiled).ask.ask_id, /^[0-9a-f]{32}$/);
});

test("what a source leads to is still there after a reload", () => {
  const policy = { title: "《措施》", section: "第三条", source_id: "P001", url: "/?policy=P001#第三条" };
  const guide = { title: "办事指南", section: "收费标准", source_id: "GA-015", url: "/?guide=GA-015" };
  const file = { file: "a.docx", place: "第 1 段", original: "https://h/a" };
  const reply = toReply({ text: "好", citations: [policy, { ...guide, ...file }] });
  const state = { ...states.empty(), messages: [{ id: 1, from: "assistant", reply }] };
  assert.deepEqual(states.restore(states.serialize(state)).messages[0].reply.citations, reply.citations);
  assert.deepEqual(reply.citations[0].policy, { id: "P001", section: "第三条" });
  assert.deepEqual(reply.citations[1].origin, { file: "a.docx", place: "第 1 段", url: "https://h/a" });
});
