// Policy files from outside: links to their articles, and the file itself made safe.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toPolicy } from "../../../web_widget/policy_records.js";
import { policyPlace, toReply } from "../../../web_widget/records.js";
import { citationText, dayText } from "../../../web_widget/strings.js";

test("a link names the file and its article", () => {
  assert.deepEqual(policyPlace("/?policy=P001#第三条"), { id: "P001", section: "第三条" });
  assert.deepEqual(policyPlace("/?policy=P%20%2F1#%E7%AC%AC"), { id: "P /1", section: "第" });
  for (const whole of ["/?policy=P001", "/?policy=P001#", "/?policy=P001#%E7"])
    assert.deepEqual(policyPlace(whole), { id: "P001", section: "" });
});

const NO_LINKS = ["", "/?policy=", "/?policy=%", "https://x/?policy=P", "//x/?policy=P", null, 7];
for (const link of [...NO_LINKS, "/?guide=GA-015", `/?policy=${"x".repeat(65)}`]) {
  test(`${JSON.stringify(link)?.slice(0, 40)} is no link to a policy file`, () =>
    assert.equal(policyPlace(link), null));
}

test("a citation of a policy file keeps its place", () => {
  const citations = [
    { title: "《措施》", section: "第三条", source_id: "P001", url: "/?policy=P001#第三条" },
  ];
  const [citation] = toReply({ text: "x", citations }).citations;
  assert.deepEqual([citation.policy, citation.url], [{ id: "P001", section: "第三条" }, null]);
});

const POLICY = { id: "P001", title: "措施", passages: [{ section: "第一条", text: "第一条 为了。" }] };

test("missing fields of a policy file are empty", () => {
  const policy = toPolicy(POLICY);
  assert.deepEqual(
    [policy.number, policy.valid_to, policy.status, policy.measures, policy.sample],
    ["", null, "unknown", [], true],
  );
});

for (const odd of [
  null,
  [],
  {},
  { ...POLICY, id: "" },
  { ...POLICY, title: 5 },
  { ...POLICY, passages: [{}] },
]) {
  test(`${JSON.stringify(odd)} is no policy file`, () => assert.equal(toPolicy(odd), null));
}

test("marks of the source file are not shown, its words are", () => {
  const text = "# 关于印发的通知\n\n现将#1号文件印发\n---\n## 措施";
  const [article] = toPolicy({ ...POLICY, passages: [{ section: "", text }] }).articles;
  assert.equal(article.text.replaceAll(/\n+/g, "|"), "关于印发的通知|现将#1号文件印发|措施");
});

test("days are said as people say them, titles are quoted once", () => {
  assert.equal(dayText("2026-01-09"), "2026年1月9日");
  assert.equal(dayText("soon"), "soon");
  assert.equal(citationText("《措施》（泉政〔2024〕7号）", "第三条"), "《措施》（泉政〔2024〕7号）第三条");
  assert.equal(citationText("身份证办事指南", ""), "《身份证办事指南》");
});
