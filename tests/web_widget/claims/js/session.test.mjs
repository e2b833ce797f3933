// What is typed reaches the service, whatever happens on the way; the browser holds it only until then.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftSession } from "../../../../web_widget/claims/draft_session.js";
import { KeptDraft } from "../../../../web_widget/claims/kept.js";
import { Saver } from "../../../../web_widget/claims/saver.js";
import { Refusal } from "../../../../web_widget/policies/client.js";

const ID = "0123456789abcdef0123456789abcdef";
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Timers that ring when the test says so. */
function handClock() {
  let waiting = null;
  return {
    clock: { set: (work) => ((waiting = work), 1), clear: () => (waiting = null) },
    ring: async () => {
      const work = waiting;
      waiting = null;
      work?.();
      await settled();
    },
  };
}

function memory() {
  const held = new Map();
  return {
    held,
    open: () => ({
      getItem: (key) => held.get(key) ?? null,
      setItem: (key, value) => held.set(key, value),
      removeItem: (key) => held.delete(key),
    }),
  };
}

const draftOf = (fields, version = 1) => ({ draft_id: ID, version, fields, files: [], faults: [] });

function sessionOf(claims, store = memory()) {
  const hand = handClock();
  const said = [];
  const states = [];
  const session = new DraftSession(
    claims,
    new KeptDraft(store.open, store.open),
    {
      saving: (state) => states.push(state),
      say: (words) => said.push(words),
      refill: () => said.push("refill"),
    },
    { clock: hand.clock },
  );
  return { session, store, ring: hand.ring, said, states };
}

test("one request at a time, and what came meanwhile goes next", async () => {
  const hand = handClock();
  let [open, most, saves] = [0, 0, 0];
  let release = () => undefined;
  const saver = new Saver(
    async () => {
      most = Math.max(most, (open += 1));
      saves += 1;
      await new Promise((resolve) => (release = resolve));
      open -= 1;
    },
    () => undefined,
    { clock: hand.clock },
  );
  saver.touch();
  const first = saver.flush();
  saver.touch();
  const others = [saver.flush(), saver.flush()];
  for (let turn = 0; turn < 4; turn += 1) {
    release();
    await settled();
  }
  assert.deepEqual(await Promise.all([first, ...others]), [true, true, true]);
  assert.deepEqual([most, saves, saver.dirty], [1, 2, false]);
});

test("words lie in the browser until the service has them, then only the way to them", async () => {
  const { session, store, ring, states } = sessionOf({ begin: async (fields) => draftOf(fields) });
  session.set("contact_name", "林海");
  assert.match([...store.held.values()][0], /林海/);
  await ring();
  assert.doesNotMatch([...store.held.values()][0], /林海/);
  assert.match([...store.held.values()][0], new RegExp(ID));
  assert.deepEqual(states, ["waiting", "saving", "saved"]);
});

test("a refused save is tried again and keeps the words", async () => {
  let away = true;
  const begin = async (fields) => {
    if (away) throw new Refusal("network", "连不上");
    return draftOf(fields);
  };
  const { session, store, ring, states } = sessionOf({ begin });
  session.set("contact_name", "林海");
  await ring();
  assert.equal(states.at(-1), "failed");
  assert.match([...store.held.values()][0], /林海/);
  away = false;
  await ring();
  assert.equal(states.at(-1), "saved");
});

test("what somebody else saved meanwhile is joined", async () => {
  const saved = [];
  const claims = {
    begin: async (fields) => draftOf(fields),
    draft: async () => draftOf({ contact_name: "陈山", demands: "赔钱" }, 7),
    save: async (_id, fields, version) => {
      if (version !== 7) throw new Refusal("rejected", "改过", { code: "draft_changed" });
      saved.push(fields);
      return draftOf(fields, 8);
    },
  };
  const { session, ring, said } = sessionOf(claims);
  session.set("contact_name", "林海");
  await ring();
  session.set("product", "茶");
  await ring();
  assert.deepEqual(saved, [{ contact_name: "陈山", product: "茶", demands: "赔钱" }]);
  assert.ok(said.includes("refill"));
});

test("what the service will not take says why, and is not lost", async () => {
  const begin = async () => {
    throw new Refusal("rejected", "事情经过太长了。", { code: "invalid_request" });
  };
  const { session, store, ring, states } = sessionOf({ begin });
  session.set("description", "长");
  await ring();
  assert.deepEqual(
    [states.at(-1), session.problem, session.endangered],
    ["failed", "事情经过太长了。", false],
  );
  assert.match([...store.held.values()][0], /长/);
});

test("leaving is warned of only where neither the service nor the browser has the words", async () => {
  const full = () => ({
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  });
  const { session, ring } = sessionOf({ begin: async (fields) => draftOf(fields) }, { open: full });
  session.set("demands", "赔");
  assert.equal(session.endangered, true);
  await ring();
  assert.equal(session.endangered, false);
});

test("an expired draft is begun anew", async () => {
  const begun = [];
  const claims = {
    begin: async (fields) => (begun.push(fields), draftOf(fields)),
    save: async () => {
      throw new Refusal("rejected", "没有", { code: "draft_not_found" });
    },
  };
  const { session, ring } = sessionOf(claims);
  session.set("contact_name", "林海");
  await ring();
  session.set("product", "茶");
  await ring();
  assert.deepEqual(begun.at(-1), { contact_name: "林海", product: "茶" });
});

test("what the service knows of a company is filled in, and what is typed stands", async () => {
  const begin = async (fields) => draftOf({ reporter_company: "某公司", contact_name: "旧", ...fields });
  const { session, ring, said } = sessionOf({ begin });
  session.set("contact_name", "林海");
  await ring();
  assert.deepEqual(session.values, { reporter_company: "某公司", contact_name: "林海" });
  assert.deepEqual(said, ["refill"]);
});

test("a report is sent under one name, with everything saved before", async () => {
  const order = [];
  let lost = true;
  const claims = {
    begin: async (fields) => (order.push("begin"), draftOf(fields)),
    submit: async (id, name) => {
      order.push(name);
      if (lost) throw new Refusal("server", "没有回音");
      return { receipt: "SP1", code: "C" };
    },
  };
  const { session, store } = sessionOf(claims);
  session.set("demands", "赔");
  await assert.rejects(session.submit(), Refusal);
  lost = false;
  assert.equal((await session.submit()).receipt, "SP1");
  assert.equal(order[0], "begin");
  assert.equal(order[1], order[2]);
  const kept = new KeptDraft(store.open, store.open);
  assert.equal(kept.read(), null);
  assert.deepEqual(kept.wasSent(), { id: ID, submit_id: order[1] });
});

test("odd or forbidden storage keeps nothing and breaks nothing", () => {
  const forbidden = () => {
    throw new Error("blocked");
  };
  const blocked = new KeptDraft(forbidden, forbidden);
  assert.equal(blocked.read(), null);
  assert.equal(blocked.write({ id: ID, submit_id: "s", unsaved: null }), false);
  for (const words of ["x", "null", "[]", '{"id": "../x"}', '{"id": 5, "unsaved": {"odd": "y"}}']) {
    const odd = () => ({ getItem: () => words });
    assert.equal(new KeptDraft(odd, odd).read(), null);
    assert.equal(new KeptDraft(odd, odd).wasSent(), null);
  }
});
