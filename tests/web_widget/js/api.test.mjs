// The service as the widget meets it: every way to fail has a name and a sentence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, ApiError, Cancelled } from "../../../web_widget/api.js";

const ASK = { text: "你好", item_id: null, facet: "fee" };
const REPLY = { session_id: "s", reply_id: "r", outcome: "answered", text: "好" };
const answer = (body, init) => async () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), init);
const api = (fetch, more = {}) => new Api("https://host/", { fetch, online: () => true, ...more });
const never = (_url, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("a question is sent without empty fields and without cookies", async () => {
  const calls = [];
  const fetch = (...call) => (calls.push(call), answer(REPLY)());
  await api(fetch).chat(ASK, null);
  const [url, init] = calls[0];
  assert.equal(url, "https://host/api/v1/chat");
  assert.deepEqual(JSON.parse(init.body), { text: "你好", facet: "fee" });
  assert.equal(init.credentials, "omit");
});

test("a missing list in a reply is an empty list", async () => {
  const reply = await api(answer(REPLY)).chat(ASK, "s");
  assert.deepEqual([reply.citations, reply.suggestions, reply.actions, reply.card], [[], [], [], null]);
});

const KINDS = [
  ["server", answer("oops", { status: 500 })],
  ["server", answer("<html>")],
  ["server", answer({ no: "text" })],
  ["rejected", answer({ error: { message: "太长" } }, { status: 422 })],
  ["rejected", answer("no json", { status: 404 })],
  ["network", () => Promise.reject(new TypeError("Failed to fetch"))],
];
for (const [kind, fetch] of KINDS) {
  test(`a failure is named ${kind}`, async () => {
    await assert.rejects(
      api(fetch).chat(ASK, null),
      (error) => error instanceof ApiError && error.kind === kind,
    );
  });
}

test("the server's reason is told, shortened", async () => {
  const fetch = answer({ error: { message: "长".repeat(5000) } }, { status: 422 });
  await assert.rejects(api(fetch).chat(ASK, null), (error) => error.message.length === 200);
});

for (const [header, wait] of [
  ["12", 12],
  ["999999", 300],
  ["soon", 0],
  ["-3", 0],
]) {
  test(`Retry-After ${header} means a wait of ${wait} s`, async () => {
    const fetch = answer({}, { status: 429, headers: { "Retry-After": header } });
    await assert.rejects(
      api(fetch).chat(ASK, null),
      (error) => error.kind === "rate_limited" && error.waitSeconds === wait,
    );
  });
}

test("no network is told from no server", async () => {
  const fetch = () => Promise.reject(new TypeError("x"));
  await assert.rejects(
    api(fetch, { online: () => false }).chat(ASK, null),
    (error) => error.kind === "offline",
  );
});

test("a silent server is given up", async () => {
  await assert.rejects(api(never, { timeoutMs: 1 }).chat(ASK, null), (error) => error.kind === "timeout");
});

test("a request that the page gave up is no failure", async () => {
  const cancel = new AbortController();
  const asked = api(never).chat(ASK, null, cancel.signal);
  cancel.abort();
  await assert.rejects(asked, Cancelled);
});

test("an item's id cannot leave its path", async () => {
  const urls = [];
  const fetch = (url) => (urls.push(url), answer({ item_id: "GA-015", name: "x" })());
  await api(fetch).guide("../../secret?x");
  assert.deepEqual(urls, ["https://host/api/v1/guides/..%2F..%2Fsecret%3Fx"]);
});
