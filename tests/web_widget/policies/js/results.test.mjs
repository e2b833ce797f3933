// What matching answers: made safe, put in order, narrowed; addresses of the pages; the list under the name box.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  objectionFaults,
  toPublicities,
  toPublicity,
} from "../../../../web_widget/policies/publicity_records.js";
import { addressOf, placeOf } from "../../../../web_widget/policies/places.js";
import {
  NO_FILTER,
  choicesOf,
  excludedBy,
  narrowed,
  rankMatches,
  rankNear,
} from "../../../../web_widget/policies/ranking.js";
import { toNames, toOutcome } from "../../../../web_widget/policies/records.js";
import { CLOSED, marked, moved, offered } from "../../../../web_widget/policies/suggest_state.js";

const COMPANY = { name: "泉州榛柏熙鞋业有限公司", credit_code: "91350502MAX50L2368", district: "鲤城区" };

test("missing fields are empty and a measure without a title is left out", () => {
  const outcome = toOutcome({ company: COMPANY, matches: [{}, { title: "奖励" }, null, "x"] });
  assert.equal(outcome.matches.length, 1);
  assert.deepEqual(
    [outcome.matches[0].award, outcome.matches[0].documents, outcome.total, outcome.scope, outcome.sample],
    [null, [], 0, "public", true],
  );
});

for (const odd of [null, [], {}, { company: {} }, { company: { name: 5 } }, { candidates: [{}] }, "x"]) {
  test(`${JSON.stringify(odd)} answers nothing`, () => assert.equal(toOutcome(odd), null));
}

test("several companies alike are a choice, not a result", () => {
  const outcome = toOutcome({ company: null, candidates: [COMPANY, { name: "没有代码" }] });
  assert.equal(outcome.company, null);
  assert.deepEqual(
    outcome.candidates.map((each) => each.credit_code),
    [COMPANY.credit_code],
  );
  assert.deepEqual(toNames("x"), []);
});

test("facts are the service's words, else the public fields; the name is not said twice", () => {
  const fields = [
    { field: "name", label: "企业名称", text: COMPANY.name },
    { field: "revenue", label: "营业收入", text: "1,850 万元", source: "年报", as_of: "2026-06-30" },
  ];
  assert.deepEqual(
    toOutcome({ company: { ...COMPANY, fields } }).company.facts.map((fact) => fact.field),
    ["revenue"],
  );
  const plain = toOutcome({ company: { ...COMPANY, founded_on: "2021-03-18" } }).company.facts;
  assert.equal(plain.find((fact) => fact.field === "founded_on").text, "2021年3月18日");
});

const match = (measure_id, award, more = {}) => ({
  measure_id,
  title: measure_id,
  award,
  mode: "申报",
  level: "市",
  deadline: "",
  exclusive_group: "",
  applied_in_total: true,
  closed: false,
  ...more,
});

test("most money first, of equal money what ends soonest; no money and what is closed last", () => {
  const ranked = rankMatches([
    match("service", null),
    match("closed", 900, { closed: true }),
    match("later", 100),
    match("soon", 100, { deadline: "2026-12-01" }),
    match("much", 500),
  ]);
  assert.deepEqual(
    ranked.map((each) => each.measure_id),
    ["much", "soon", "later", "service", "closed"],
  );
});

test("near misses by award times closeness, without a sum by closeness", () => {
  const near = (measure_id, award, closeness) => ({ ...match(measure_id, award), closeness });
  const ranked = rankNear([
    near("far", 1000, 0.1),
    near("none", null, 0.9),
    near("close", 500, 0.9),
    near("less", null, 0.2),
  ]);
  assert.deepEqual(
    ranked.map((each) => each.measure_id),
    ["close", "far", "none", "less"],
  );
});

test("of an exclusive group the one that is paid is named; services and what is closed are not excluded by it", () => {
  const group = { exclusive_group: "g", applied_in_total: false };
  const excluded = excludedBy([
    match("high", 500, { exclusive_group: "g" }),
    match("low", 100, group),
    match("service", null, { applied_in_total: false }),
    match("closed", 900, { ...group, closed: true }),
  ]);
  assert.deepEqual([...excluded], [["low", "high"]]);
});

test("filters narrow, and only what occurs is offered", () => {
  const all = [
    match("a", 1),
    match("b", null, { mode: "免申即享", level: "区" }),
    match("c", 2, { mode: "" }),
  ];
  const ids = (filter) => narrowed(all, { ...NO_FILTER, ...filter }).map((each) => each.measure_id);
  assert.deepEqual(ids({}), ["a", "b", "c"]);
  assert.deepEqual(ids({ mode: "免申即享" }), ["b"]);
  assert.deepEqual(ids({ level: "市", kind: "money" }), ["a", "c"]);
  assert.deepEqual(ids({ kind: "service" }), ["b"]);
  assert.deepEqual(choicesOf(all, "mode"), ["申报", "免申即享"]);
});

test("addresses lead where they came from", () => {
  for (const place of [
    { view: "find", company: "", measure: "", number: "" },
    { view: "find", company: "泉州 & 鞋业", measure: "", number: "" },
    { view: "apply", company: "", measure: "P001-3", number: "" },
    { view: "applications", company: "", measure: "", number: "QY1" },
  ]) {
    assert.deepEqual(placeOf(addressOf(place).replace("/policies", "")), place);
  }
  assert.equal(addressOf({}), "/policies");
});

for (const search of ["?view=nowhere", "?view=apply", "?view=__proto__", "?company=", "?%"]) {
  test(`${search} leads to the name box`, () => assert.equal(placeOf(search).view, "find"));
}

test("arrows go round the suggestions, and nothing is marked at first", () => {
  const three = offered([COMPANY, { ...COMPANY, name: "乙" }, { ...COMPANY, name: "丙" }]);
  assert.equal(marked(three), null);
  assert.equal(marked(moved(three, "ArrowDown")).name, COMPANY.name);
  assert.equal(marked(moved(three, "ArrowUp")).name, "丙");
  assert.equal(moved(moved(three, "ArrowUp"), "ArrowDown").active, 0);
  assert.equal(moved(three, "a"), three);
  assert.equal(moved(CLOSED, "ArrowDown"), CLOSED);
});

test("a publicity without id or title is none, and its sums are exact", () => {
  for (const odd of [null, {}, { id: "a" }, { id: 5, title: "x" }]) assert.equal(toPublicity(odd), null);
  assert.deepEqual(toPublicities({ publicities: [{}, "x"] }), []);
  const { total, lines } = toPublicity({
    id: "a",
    title: "奖励",
    total: "6000000.05",
    lines: [{ seq: 1, name: "甲", amount: "100000.00" }, {}],
  });
  assert.deepEqual([total, lines.length, lines[0].amount], [6_000_000.05, 1, 100_000]);
});

test("an objection says what is wrong, whom it concerns, and how to reach its writer", () => {
  const faults = (typed) =>
    Object.entries(objectionFaults({ text: "", contact: "", line: "", ...typed }, 60))
      .filter(([, message]) => message)
      .map(([id]) => id);
  assert.deepEqual(faults({}), ["objection-text", "objection-contact"]);
  assert.deepEqual(faults({ text: "金额不对吧", contact: "139", line: "６０" }), []);
  for (const line of ["0", "61", "1.5", "x", "-1"])
    assert.deepEqual(faults({ text: "金额不对吧", contact: "139", line }), ["objection-line"]);
});
