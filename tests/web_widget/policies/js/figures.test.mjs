// Sums, days and moments as people read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  amountOrNull,
  dayOf,
  daysBetween,
  grouped,
  momentOf,
  sizeText,
  sumText,
} from "../../../../web_widget/policies/figures.js";
import { deadlineText } from "../../../../web_widget/policies/words.js";

for (const [yuan, words] of [
  [0, "0元"],
  [1600, "1,600元"],
  [9999.99, "9,999.99元"],
  [10_000, "1万元"],
  [413_000, "41.3万元"],
  [225_050, "225,050元"],
  [1_234_567.89, "1,234,567.89元"],
  [12_345_600, "1,234.56万元"],
  [-50_000, "-5万元"],
]) {
  test(`${yuan} yuan is ${words}, exact to the cent`, () => assert.equal(sumText(yuan), words));
}

test("a sum comes as a number or as decimal text, and nothing else is one", () => {
  assert.deepEqual(["100000.00", 7, "-3.5"].map(amountOrNull), [100_000, 7, -3.5]);
  for (const odd of [null, undefined, "", "1e9", "abc", NaN, Infinity, {}, [1], true])
    assert.equal(amountOrNull(odd), null);
});

test("cents that binary fractions miss come out right", () => {
  assert.equal(grouped(0.1 + 0.2), "0.30");
  assert.equal(grouped(1_000_000.1), "1,000,000.10");
});

test("days are counted from day to day, whatever the clock", () => {
  assert.equal(daysBetween("2026-11-23", "2026-12-20"), 27);
  assert.equal(daysBetween("2026-11-23", "2026-11-22"), -1);
  assert.equal(daysBetween("soon", "2026-11-22"), null);
  assert.equal(dayOf("2026-01-09"), "2026年1月9日");
  assert.equal(dayOf("长期"), "长期");
});

test("a deadline says how long there is, and when it is past", () => {
  const said = (day) => deadlineText(day, "2026-11-23");
  assert.deepEqual(said("2026-12-20"), { text: "2026年12月20日截止，还有 27 天", state: "soon" });
  assert.deepEqual(said("2026-11-23"), { text: "2026年11月23日，今天截止", state: "soon" });
  assert.equal(said("2027-12-20").state, "later");
  assert.deepEqual(said("2025-09-30"), { text: "2025年9月30日已截止", state: "past" });
});

test("moments are told by Quanzhou's clock wherever the reader is", () => {
  const now = new Date("2026-11-23T00:00:00Z");
  assert.equal(momentOf("2026-11-23T01:05:00Z", now), "11月23日 09:05");
  assert.equal(momentOf("2025-12-31T17:00:00Z", now), "1月1日 01:00");
  assert.equal(momentOf("2025-12-31T15:00:00Z", now), "2025年12月31日 23:00");
  assert.equal(momentOf("", now), "");
});

test("sizes of files", () => {
  assert.deepEqual([12, 2048, 3 * 1024 * 1024].map(sizeText), ["12 字节", "2 KB", "3.0 MB"]);
});
