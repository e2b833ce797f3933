// What is typed, as values; drafts that two places edit; odd records; answers of the questionnaire; addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELDS, STEPS, stepOf } from "../../../../web_widget/claims/fields.js";
import {
  dayFrom,
  faultOf,
  faultsOf,
  fromWire,
  merged,
  toWire,
  today,
} from "../../../../web_widget/claims/form_state.js";
import { answersOf, needsFaults } from "../../../../web_widget/claims/needs.js";
import { addressOf, placeOf } from "../../../../web_widget/claims/places.js";
import { toDraft, toQuestionnaire, toReceipt, toStatus } from "../../../../web_widget/claims/records.js";
import { fileFault } from "../../../../web_widget/claims/upload.js";

const ON = "2026-11-24";
const ID = "0123456789abcdef0123456789abcdef";
const field = (name) => FIELDS.find((each) => each.name === name);
const fault = (name, typed) => faultOf(field(name), typed, ON);

test("days are read as people write them", () => {
  for (const typed of [
    "2026-11-20",
    "2026.11.20",
    "2026/11/20",
    "2026年11月20日",
    "20261120",
    "２０２６－１１－２０",
  ]) {
    assert.equal(dayFrom(typed), "2026-11-20", typed);
  }
  assert.equal(dayFrom("2026-1-5"), "2026-01-05");
  for (const typed of ["", "昨天", "2026-02-30", "2026-13-01", "11-20", "2026111"])
    assert.equal(dayFrom(typed), "", typed);
  assert.equal(today(new Date("2026-11-23T16:30:00Z")), ON);
  assert.equal(today(new Date("2026-11-23T16:30:00Z"), -1), "2026-11-23");
});

test("each kind says what to do", () => {
  for (const [name, good, bad] of [
    [
      "contact_phone",
      ["13905950000", "0595-22000000", "+86 139 0595 0000", "(0595)22000000转8", "4008001234"],
      ["123", "x"],
    ],
    ["happened_on", ["2026-11-24"], ["2026-11-25", "昨天"]],
    ["paid", ["128.50", "1,280", "３０００元"], ["-1", "1.234", "很多"]],
    ["quantity", ["3", "１２"], ["3.5", "三"]],
    ["reporter_code", ["91350502max50l2368"], ["123"]],
    [
      "case_numbers",
      ["A1\nA2"],
      [
        Array(21)
          .fill(0)
          .map((_, at) => `A${at}`)
          .join("\n"),
        "9".repeat(41),
      ],
    ],
  ]) {
    for (const typed of good) assert.equal(fault(name, typed), "", `${name} ${typed}`);
    for (const typed of bad) assert.match(fault(name, typed), /[。]$/, `${name} ${typed}`);
  }
  assert.match(fault("demands", "  "), /请写/);
  assert.equal(fault("coercion", ""), "");
  assert.match(fault("demands", "长".repeat(2001)), /最多 2000/);
});

test("an empty form lacks exactly what the service needs", () => {
  assert.deepEqual(
    faultsOf(FIELDS, {}, ON).map((each) => each.field),
    ["reporter_company", "contact_name", "contact_phone", "happened_on", "channel", "description", "demands"],
  );
  assert.ok(FIELDS.every(({ name }) => stepOf(name)));
  assert.equal(new Set(STEPS.map(({ id }) => id)).size, STEPS.length);
});

test("a draft goes to the service and comes back", () => {
  const wire = toWire({
    happened_on: "2026年11月20日",
    case_numbers: "A1，A1\nA2",
    paid: "1,280.5 元",
    quantity: "１２",
    demands: "  ",
    odd: "x",
  });
  assert.deepEqual(wire, {
    happened_on: "2026-11-20",
    case_numbers: ["A1", "A2"],
    paid: "1280.5",
    quantity: "12",
  });
  assert.deepEqual(fromWire({ ...wire, odd: 1 }), { ...wire, case_numbers: "A1\nA2" });
  assert.ok(toWire({ happened_on: "不记得是哪一天了大概是秋天" }).happened_on.length <= 10);
});

test("what was changed here stands, the rest is as it is elsewhere", () => {
  const last = { product: "茶", demands: "赔", paid: "1" };
  assert.deepEqual(
    merged({ product: "酒", demands: "赔" }, last, { product: "茶", demands: "多赔", paid: "2" }),
    {
      product: "酒",
      demands: "多赔",
    },
  );
});

test("odd records become empty ones", () => {
  for (const odd of [null, 3, [], {}, { draft_id: "x" }]) assert.equal(toDraft(odd), null);
  const draft = toDraft({
    draft_id: ID,
    files: [{ id: "1" }, 4],
    missing: [{ field: "demands", label: "要求" }, {}],
  });
  assert.deepEqual(draft.files, []);
  assert.equal(draft.faults.length, 1);
  assert.equal(toReceipt({}), null);
  assert.equal(toStatus({ receipt: "SP1" }), null);
  assert.equal(toStatus({ receipt: "SP1", state_text: "已提交", steps: [1, {}] }).steps.length, 0);
  assert.equal(toQuestionnaire({ questions: [{ id: "a", text: "?", kind: "choice", options: [] }] }), null);
});

test("answers go as the service takes them", () => {
  const asked = toQuestionnaire({
    version: "1",
    questions: [
      { id: "one", text: "?", kind: "choice", options: [{ value: "a", label: "A" }], required: true },
      { id: "many", text: "?", kind: "many", options: [{ value: "b", label: "B" }] },
      { id: "sum", text: "?", kind: "number" },
      { id: "words", text: "?", kind: "text" },
    ],
  });
  const filled = { company: " 店 ", phone: "", submit_id: "s", answers: {} };
  assert.deepEqual(
    needsFaults(asked, filled).map((each) => each.field),
    ["q-one"],
  );
  filled.answers = { one: ["a"], many: ["b"], sum: ["１,２00"], words: [" "] };
  assert.deepEqual(needsFaults(asked, filled), []);
  assert.deepEqual(answersOf(asked, filled), {
    version: "1",
    submit_id: "s",
    company: "店",
    answers: { one: "a", many: ["b"], sum: 1200 },
  });
  assert.equal(needsFaults(asked, { ...filled, phone: "12", answers: { one: ["a"], sum: ["x"] } }).length, 2);
});

test("an address means a view; a draft's id is taken and never given", () => {
  assert.deepEqual(placeOf(`?draft=${ID}`), { view: "welcome", step: "who", receipt: "", draft: ID });
  assert.equal(placeOf("?draft=../etc").draft, "");
  assert.equal(placeOf("?view=odd&step=odd").view, "welcome");
  for (const place of [
    { view: "report", step: "goods" },
    { view: "status", receipt: "SP1" },
    { view: "questionnaire" },
  ]) {
    const { draft, ...rest } = placeOf(new URL(addressOf(place), "https://host").search);
    assert.equal(draft, "");
    assert.deepEqual({ ...rest, ...place }, rest);
  }
});

test("files are refused before they are sent", () => {
  assert.equal(fileFault({ name: "录音.M4A", size: 5 }), "");
  for (const file of [
    { name: "a.exe", size: 1 },
    { name: "a.pdf", size: 0 },
    { name: "a.pdf", size: 51 << 20 },
  ]) {
    assert.match(fileFault(file), /。$/);
  }
});
