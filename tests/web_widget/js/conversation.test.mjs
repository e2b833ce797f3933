// One conversation running: one question at a time, nothing lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, Cancelled } from "../../../web_widget/api.js";
import { cardText } from "../../../web_widget/card_text.js";
import { Conversation } from "../../../web_widget/conversation.js";
import { telephone, toCard, toOrigin, webAddress } from "../../../web_widget/records.js";
import { tabStore } from "../../../web_widget/storage.js";

const REPLY = { session_id: "s1", text: "好", citations: [], suggestions: [], actions: [], card: null };

/** A service whose replies the test lets come. */
function service() {
  const waiting = [];
  const chat = (ask, sessionId, cancel, progress) =>
    new Promise((resolve, reject) => {
      cancel.addEventListener("abort", () => reject(new Cancelled()));
      waiting.push({ ask, sessionId, progress, resolve, reject });
    });
  return { chat, waiting };
}

function memory() {
  const map = new Map();
  const storage = {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => map.set(key, value),
    removeItem: (key) => map.delete(key),
  };
  return { map, store: tabStore(() => storage, "test") };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a second question is refused while the first is on its way", async () => {
  const { chat, waiting } = service();
  const conversation = new Conversation({ chat }, memory().store, () => {});
  assert.equal(conversation.ask({ text: " 你好 " }), "sent");
  assert.equal(conversation.ask({ text: "你好" }), "busy");
  waiting[0].resolve(REPLY);
  await settled();
  assert.equal(conversation.ask({ text: "再问" }), "sent");
  assert.deepEqual(
    waiting.map(({ ask, sessionId }) => [ask.text, sessionId]),
    [
      ["你好", null],
      ["再问", "s1"],
    ],
  );
});

test("a retry sends the same question, pins and all", async () => {
  const { chat, waiting } = service();
  const conversation = new Conversation({ chat }, memory().store, () => {});
  conversation.ask({ text: "收费", item_id: "GA-015", facet: "fee" });
  waiting[0].reject(new ApiError("network", "x"));
  await settled();
  conversation.retry();
  conversation.retry();
  assert.equal(waiting.length, 2);
  assert.deepEqual(waiting[1].ask, waiting[0].ask);
  assert.ok(waiting[0].ask.ask_id);
});

test("a new conversation hears nothing of the old one", async () => {
  const { chat, waiting } = service();
  const { map, store } = memory();
  const conversation = new Conversation({ chat }, store, () => {});
  conversation.ask({ text: "你好" });
  conversation.reset();
  waiting[0].resolve(REPLY);
  await settled();
  assert.deepEqual([conversation.state.messages, map.size], [[], 0]);
});

test("a full store keeps the newest messages", async () => {
  const { chat, waiting } = service();
  const kept = [];
  const write = (value) => (JSON.parse(value).messages.length > 1 ? false : (kept.push(value), true));
  const conversation = new Conversation({ chat }, { read: () => null, write, clear() {} }, () => {});
  conversation.ask({ text: "你好" });
  waiting[0].resolve(REPLY);
  await settled();
  assert.equal(JSON.parse(kept.at(-1)).messages[0].from, "assistant");
});

test("blocked storage is as good as none", () => {
  const store = tabStore(() => {
    throw new Error("SecurityError");
  }, "test");
  assert.deepEqual([store.read(), store.write("x"), store.clear()], [null, false, undefined]);
});

test("only telephone numbers ring and only web addresses open", () => {
  assert.equal(telephone("0595-2228 8888"), "tel:059522288888");
  assert.equal(telephone("12345"), "tel:12345");
  for (const bad of ["", "javascript:1", "123;ext=4", "12345\n", "-"])
    assert.equal(telephone(bad), null, bad);
  for (const bad of ["javascript:1", "data:text/html,x", "//x", 7, null]) assert.equal(webAddress(bad), null);
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
});

test("a card's figures are put in words", () => {
  const base = {
    item_id: "GA-015",
    name: "补领",
    materials: [{ name: "户口簿", form: "原件", copies: 1, required: false }],
  };
  const text = (more) => cardText(toCard({ ...base, ...more }));
  assert.match(
    text({ fee: { amount: 40, text: "每证40元" }, promised_days: 0, statutory_days: null, visits: 0 }),
    /收费：40元\n承诺办结：当场办结\n最多跑：不用跑/,
  );
  assert.match(text({ promised_days: 20, statutory_days: 60 }), /承诺办结：20个工作日\n法定时限：60个工作日/);
  assert.match(text({ fee: { amount: 0 } }), /收费：不收费/);
  assert.match(text({ fee: { amount: null } }), /收费：看情况/);
  assert.match(text({}), /1\. 户口簿（原件1份，非必要）/);
});

test("an answer is seen while it comes, and only the whole is kept", async () => {
  const { chat, waiting } = service();
  const [seen, { map, store }] = [[], memory()];
  const conversation = new Conversation({ chat }, store, (state) => seen.push(state.partial));
  conversation.ask({ text: "你好" });
  waiting[0].progress("每证");
  assert.deepEqual([seen.at(-1), [...map.values()].join().includes("每证")], ["每证", false]);
  waiting[0].resolve(REPLY);
  await settled();
  assert.equal(seen.at(-1), "");
  conversation.ask({ text: "再问" });
  conversation.reset();
  waiting[1].progress("晚了");
  assert.equal(conversation.state.partial, "");
});

test("what a guide does not say is copied as unsaid", () => {
  const text = cardText(toCard({ item_id: "ZJ-009", name: "公租房申请" }));
  assert.match(text, /收费：未写明\n承诺办结：未写明\n最多跑：未写明/);
  assert.match(text, /没有写明要带哪些材料/);
  assert.match(text, /也可以打12345/);
  assert.doesNotMatch(text, /不收费|不用|null|undefined|办理地点和电话：\n/);
});

test("only a file for people is an origin, and only a web address opens it", () => {
  assert.deepEqual(toOrigin({ file: "住建/a.docx", place: "第 1 段", url: "https://h/a" }), {
    file: "a.docx",
    place: "第 1 段",
    url: "https://h/a",
  });
  assert.deepEqual(toOrigin({ file: "b\\a.pdf", place: null, url: "file:///a" }), {
    file: "a.pdf",
    place: "",
    url: null,
  });
  for (const none of ["", "a/", null, 7, "guides/GA-015.json", "x.JSONL", "items.tsv"])
    assert.equal(toOrigin({ file: none }), null, String(none));
  assert.equal(toOrigin({ file: "a.zip", place: "b/c.json，第 3 行" }), null);
  assert.equal(toOrigin(null), null);
});
