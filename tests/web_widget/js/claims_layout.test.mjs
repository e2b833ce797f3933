// Where things stand in the drawings of claims, and the words of its pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, network, ticks } from "../../../web_widget/staff_claims/layout.js";
import {
  daysBetween,
  dueText,
  likeness,
  period,
  today,
  unready,
} from "../../../web_widget/staff_claims/words.js";

test("a step stands as far off as the shortest way to it, and ways back do not move it", () => {
  const arrows = [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "a", to: "c" },
    { from: "c", to: "e" },
    { from: "e", to: "a" },
  ];
  const places = columns(["a", "b", "c", "d", "e"], arrows);
  assert.deepEqual(
    [...places].map(([name, { column }]) => [name, column]),
    [
      ["a", 0],
      ["b", 1],
      ["c", 1],
      ["d", 0],
      ["e", 2],
    ],
  );
  assert.notDeepEqual(places.get("a"), places.get("d"));
});

test("no two steps stand in one place", () => {
  const names = ["a", "b", "c", "d", "e"];
  const arrows = names.slice(1).map((to) => ({ from: "a", to }));
  const spots = [...columns(names, arrows).values()].map(({ column, row }) => `${column}/${row}`);
  assert.equal(new Set(spots).size, names.length);
});

test("a network is the same twice, stays inside, and has neighbours nearer than strangers", () => {
  const names = ["a", "b", "c", "d"];
  const links = [
    { from: "a", to: "b" },
    { from: "c", to: "d" },
    { from: "a", to: "nobody" },
  ];
  const box = { width: 400, height: 300, margin: 20 };
  const places = network(names, links, box);
  assert.deepEqual(places, network(names, links, box));
  const far = (one, other) =>
    Math.hypot(places.get(one).x - places.get(other).x, places.get(one).y - places.get(other).y);
  assert.ok(far("a", "b") < far("a", "c"));
  for (const { x, y } of places.values()) assert.ok(x >= 20 && x <= 380 && y >= 20 && y <= 280);
});

test("a network of one and of none is drawn", () => {
  const box = { width: 400, height: 300 };
  assert.equal(network([], [], box).size, 0);
  const [{ x, y }] = network(["a"], [], box).values();
  assert.ok(Number.isFinite(x) && Number.isFinite(y));
});

test("an axis begins at nought, has whole steps and reaches the most", () => {
  for (const most of [0, 1, 3, 7, 12, 99, 100, 1234, 500_000]) {
    const axis = ticks(most);
    assert.equal(axis[0], 0);
    assert.ok(axis.at(-1) >= most && axis.length <= 7, String(axis));
    assert.ok(axis.every(Number.isInteger));
  }
});

test("the due day is said in words; what is overdue is the service's word", () => {
  assert.equal(dueText("2026-12-01", false, "2026-11-24"), "期限 2026-12-01，还有 7 天");
  assert.equal(dueText("2026-11-24", false, "2026-11-24"), "今天到期（2026-11-24）");
  assert.equal(dueText("2026-11-20", true, "2026-11-24"), "已超期 4 天（期限 2026-11-20）");
  assert.equal(dueText("2026-11-20", false, "2026-11-24"), "期限 2026-11-20");
  assert.equal(dueText(null, false, "2026-11-24"), "");
  assert.equal(daysBetween("2026-02-28", "2026-03-01"), 1);
  assert.equal(daysBetween("x", "2026-03-01"), null);
  assert.equal(today(new Date("2026-11-23T17:00:00Z")), "2026-11-24");
  assert.equal(period("2026-01-01", "2026-01-01"), "2026-01-01");
});

test("a signature waits for every protecting circumstance and one factor", () => {
  assert.match(unready({ picked: 1, free: false, seen: 1, against: 3 }), /还差 2 条/);
  assert.match(unready({ picked: 0, free: false, seen: 3, against: 3 }), /至少一条/);
  assert.match(unready({ picked: 0, free: true, seen: 0, against: 0 }), /写明依据/);
  assert.equal(unready({ picked: 1, free: false, seen: 0, against: 0 }), "");
});

test("a likeness is never said to be certain", () => {
  assert.equal(likeness(1), "99.9% 以上");
  assert.equal(likeness(0.9876), "98.7%");
});
