// One filling of a form: prefilled, kept, checked, sent once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toApplication, toDraft } from "../../../../web_widget/policies/benefit_records.js";
import { Drafts, LASTS_MS, newSubmitId } from "../../../../web_widget/policies/drafts.js";
import {
  bodyOf,
  fieldFault,
  faultsOf,
  filled,
  isChanged,
  restored,
  resumed,
  shownOf,
} from "../../../../web_widget/policies/form_state.js";
import { MAX_BYTES, fileFault, shortDigest } from "../../../../web_widget/policies/upload.js";
import { urgeText } from "../../../../web_widget/policies/words_apply.js";

const field = (name, kind, value, more = {}) => ({
  field: name,
  label: name,
  kind,
  value,
  editable: true,
  ...more,
});
const DRAFT = toDraft({
  measure_id: "P001-3",
  measure_title: "增产奖励",
  company: { name: "榛柏熙", credit_code: "9135" },
  fields: [
    field("revenue", "number", 1850),
    field("employees", "count", null),
    field("first_above_scale", "flag", true),
    field("qualifications", "set", ["规上工业企业"]),
    field("industry_code", "code", "C1951", { editable: false }),
  ],
  documents: ["申请表"],
});
const PAPER = { id: "u1", name: "表.pdf", document: "申请表", size: 9, sha256: "ab" };
const complete = () => {
  const filling = filled(DRAFT, "s".repeat(32));
  Object.assign(filling.contact, { contact_name: "林榛", contact_phone: "139 0595 1234" });
  filling.uploads["申请表"] = PAPER;
  filling.promised = true;
  return filling;
};

test("the portrait fills the form, and what it has is not sent back as changed", () => {
  const filling = complete();
  assert.equal(filling.values.revenue, "1850");
  const body = bodyOf(DRAFT, filling);
  assert.deepEqual(body.form, { fields: {}, contact_name: "林榛", contact_phone: "13905951234" });
  assert.deepEqual([body.documents, body.submit_id, body.measure_id], [["u1"], "s".repeat(32), "P001-3"]);
});

test("what is typed is sent as the field's kind, full-width digits and commas too", () => {
  const filling = complete();
  Object.assign(filling.values, {
    revenue: "２，１００.5",
    employees: "68",
    first_above_scale: "false",
    qualifications: "规上工业企业、老字号",
    industry_code: "C9999",
  });
  assert.deepEqual(bodyOf(DRAFT, filling).form.fields, {
    revenue: 2100.5,
    employees: 68,
    first_above_scale: false,
    qualifications: ["规上工业企业", "老字号"],
  });
});

test("a complete filling has no faults, an empty one names all in the order of the page", () => {
  assert.deepEqual(faultsOf(DRAFT, complete()), []);
  const ids = faultsOf(DRAFT, filled(DRAFT, "x")).map((fault) => fault.id);
  assert.deepEqual(ids, ["contact-contact_name", "contact-contact_phone", "paper-0", "promise"]);
});

test("a paper on its way must arrive before sending", () => {
  const [fault] = faultsOf(DRAFT, complete(), new Set(["申请表"]));
  assert.match(fault.message, /还在上传/);
});

for (const [kind, typed, right] of [
  ["number", "1850.5", true],
  ["number", "-3", true],
  ["number", "一千", false],
  ["number", "1e5", false],
  ["count", "20", true],
  ["count", "2.5", false],
  ["date", "2021-03-18", true],
  ["date", "2021-13-40", false],
  ["text", "随便", true],
  ["number", "", true],
]) {
  test(`${JSON.stringify(typed)} is ${right ? "a" : "no"} ${kind}`, () =>
    assert.equal(fieldFault({ kind }, typed) === "", right));
}

for (const [phone, right] of [
  ["13905951234", true],
  ["0595-22123456", true],
  ["22123456", true],
  ["123", false],
  ["电话", false],
]) {
  test(`${phone} is ${right ? "a" : "no"} telephone number`, () => {
    const filling = complete();
    filling.contact.contact_phone = phone;
    assert.equal(faultsOf(DRAFT, filling).length === 0, right);
  });
}

test("an account needs its bank and only digits", () => {
  const filling = complete();
  filling.contact.bank_account = "6222 0000 1111";
  assert.deepEqual(
    faultsOf(DRAFT, filling).map((fault) => fault.id),
    ["contact-bank_name"],
  );
  Object.assign(filling.contact, { bank_name: "泉州银行", bank_account: "62220000111x" });
  assert.deepEqual(
    faultsOf(DRAFT, filling).map((fault) => fault.id),
    ["contact-bank_account"],
  );
});

test("a draft comes back with its submit id, and odd contents of the storage are left out", () => {
  const kept = complete();
  kept.values.revenue = "2100";
  const back = restored(filled(DRAFT, "new"), JSON.parse(JSON.stringify(kept)));
  assert.deepEqual(
    [back.values.revenue, back.submit_id, back.uploads["申请表"].id],
    ["2100", "s".repeat(32), "u1"],
  );
  // Whether it is true is said anew each time.
  assert.equal(back.promised, false);
  for (const odd of [null, 5, [], { values: { revenue: {} }, uploads: { a: 1 }, submit_id: "<" }]) {
    assert.deepEqual(restored(filled(DRAFT, "new"), odd), filled(DRAFT, "new"));
  }
});

test("an application that came back is filled as it was sent", () => {
  const sent = toApplication({
    number: "QY1",
    form: { fields: [{ field: "revenue", value: 2100 }], contact_name: "林榛" },
    documents: [PAPER],
  });
  const filling = resumed(filled(DRAFT, "x"), sent);
  assert.deepEqual(
    [filling.values.revenue, filling.contact.contact_name, filling.uploads["申请表"].id],
    ["2100", "林榛", "u1"],
  );
});

test("drafts are kept by company and measure, for thirty days, and a blocked storage breaks nothing", () => {
  const shelf = new Map();
  const storage = {
    getItem: (key) => shelf.get(key) ?? null,
    setItem: (key, value) => shelf.set(key, value),
    removeItem: (key) => shelf.delete(key),
  };
  let now = 0;
  const drafts = new Drafts(
    () => storage,
    () => now,
  );
  assert.equal(drafts.write("c", "m", { a: 1 }), true);
  assert.deepEqual(
    [drafts.read("c", "m"), drafts.read("c", "other"), drafts.read("other", "m")],
    [{ a: 1 }, null, null],
  );
  now = LASTS_MS;
  assert.equal(drafts.read("c", "m"), null);
  shelf.set("quanquan:application:c:m", "{broken");
  assert.equal(drafts.read("c", "m"), null);
  drafts.drop("c", "m");
  assert.equal(shelf.size, 0);
  const blocked = new Drafts(() => {
    throw new Error("blocked");
  });
  assert.deepEqual(
    [blocked.write("c", "m", {}), blocked.read("c", "m"), blocked.drop("c", "m")],
    [false, null, undefined],
  );
});

test("a submit id is one that the service takes, and never the same twice", () => {
  assert.match(newSubmitId(), /^[\w-]{16,64}$/);
  assert.notEqual(newSubmitId(), newSubmitId());
});

test("files are refused before they are sent", () => {
  assert.equal(fileFault({ name: "报告.PDF", size: 5 }), "");
  assert.match(fileFault({ name: "报告.pdf", size: 0 }), /空的/);
  assert.match(fileFault({ name: "报告.pdf", size: MAX_BYTES + 1 }), /10 MB/);
  for (const name of ["a.exe", "pdf", "a.pdf.exe"]) assert.match(fileFault({ name, size: 5 }), /收不了/);
  assert.equal(shortDigest("0123456789abcdef99"), "0123 4567 89ab cdef");
});

test("values are shown in words", () => {
  assert.deepEqual(
    [shownOf(true, ""), shownOf(null, "万元"), shownOf(["甲", "乙"], ""), shownOf(1850, "万元")],
    ["是", "没有填", "甲、乙", "1850万元"],
  );
  assert.equal(isChanged(DRAFT.fields[0], " "), false);
  assert.equal(isChanged(DRAFT.fields[4], "C1"), false);
});

test("urging says how often it was done, how often it can be, and from when on", () => {
  const urges = { count: 0, left: 3, next_at: "", routed_to: "区工信局" };
  assert.equal(urgeText(urges), "还没有催过，还可以催 3 次。会转给区工信局。");
  assert.match(
    urgeText({ ...urges, count: 1, left: 2, next_at: "2026-11-24T01:00:00Z" }),
    /已催 1 次.*09:00以后/,
  );
  assert.match(urgeText({ ...urges, count: 3, left: 0 }), /不能再催了/);
});

test("odd applications and drafts are none", () => {
  for (const odd of [null, {}, [], { number: 5 }, "x"]) assert.equal(toApplication(odd), null);
  for (const odd of [null, {}, { measure_id: "P" }]) assert.equal(toDraft(odd), null);
  assert.equal(toApplication({ number: "1", steps: Array(9).fill({ name: "x" }) }).steps.length, 6);
});
