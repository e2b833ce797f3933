// Every way to fail ends in a sentence for the reader.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, Refusal, Cancelled, refusalOf } from "../../../../web_widget/policies/client.js";

const NO_HEADERS = { get: () => null };
const answer = (status, body, headers = {}) =>
  new Response(body === null ? null : JSON.stringify(body), { status, headers });
const clientOf = (fetch, more = {}) => new Client({ fetch, online: () => true, timeoutMs: 50, ...more });

for (const [status, code, kind, words] of [
  [401, "sign_in_required", "signed_out", "请先登录。"],
  [401, "wrong_password", "rejected", "账号或者密码不对。"],
  [404, "company_not_found", "rejected", "没有找到这家企业。"],
  [409, "urge_limit", "rejected", "不能再催了。"],
  [429, "account_locked", "rate_limited", "账号暂时锁定。"],
  [503, "state_unavailable", "server", "系统暂时不能登录。"],
]) {
  test(`${status} ${code} is ${kind} in the service's words`, () => {
    const refusal = refusalOf(status, { error: { code, message: words } }, NO_HEADERS);
    assert.deepEqual([refusal.kind, refusal.code, refusal.message], [kind, code, words]);
  });
}

test("an answer that is no error shape still ends in words", () => {
  for (const body of [null, "x", [], { error: 5 }, { error: { message: 7 } }]) {
    for (const status of [400, 401, 403, 429, 500, 502]) {
      assert.match(refusalOf(status, body, NO_HEADERS).message, /。$/);
    }
  }
  assert.match(refusalOf(429, null, { get: () => "12.2" }).message, /13秒/);
});

test("faults of fields are kept for the form", () => {
  const error = {
    code: "invalid_form",
    message: "填得不对",
    fields: [{ field: "output_value", message: "太大" }, {}],
  };
  assert.deepEqual(refusalOf(422, { error }, NO_HEADERS).fields, [
    { field: "output_value", message: "太大" },
  ]);
});

test("no network, no connection, no answer and no JSON are told apart", async () => {
  const broken = () => Promise.reject(new TypeError("failed"));
  const silent = (_path, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  for (const [client, kind] of [
    [clientOf(broken), "network"],
    [clientOf(broken, { online: () => false }), "offline"],
    [clientOf(silent, { timeoutMs: 1 }), "timeout"],
    [clientOf(async () => new Response("<html>")), "server"],
    [clientOf(async () => answer(200, {})), "server"],
  ]) {
    await assert.rejects(client.match("鞋业"), (error) => error instanceof Refusal && error.kind === kind);
  }
});

test("what the page gives up is told to nobody", async () => {
  const silent = (_path, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const cancel = new AbortController();
  const asked = clientOf(silent).companies("鞋业", cancel.signal);
  cancel.abort();
  await assert.rejects(asked, Cancelled);
});

test("changes carry the page's own mark and the session, and names are escaped in addresses", async () => {
  const seen = [];
  const client = clientOf(async (path, init) => (seen.push([path, init]), answer(200, { companies: [] })));
  await client.companies("榛&柏 熙");
  await client.signIn("林榛", "secret");
  assert.equal(seen[0][0], "/api/v1/companies?q=%E6%A6%9B%26%E6%9F%8F%20%E7%86%99");
  assert.equal(seen[1][1].headers["X-Quanquan-Request"], "1");
  assert.equal(seen[1][1].credentials, "same-origin");
});

test("nobody signed in is no failure", async () => {
  assert.equal(await clientOf(async () => answer(401, { error: { code: "sign_in_required" } })).me(), null);
  const me = { name: "lin", role: "company", credit_code: "9135", company: "榛柏熙" };
  assert.deepEqual(await clientOf(async () => answer(200, me)).me(), me);
});
