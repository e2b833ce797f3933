// The WebSocket as the widget uses it, and what takes its place when it fails.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiError, Cancelled } from "../../../web_widget/api.js";
import { ChatSocket, SocketLost } from "../../../web_widget/socket.js";
import { Talk } from "../../../web_widget/talk.js";

const REPLY = { session_id: "s", reply_id: "r", outcome: "answered", text: "每证40元。" };
const TURN = { text: "多少钱", ask_id: "a1" };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A socket that the test moves. */
class Wire extends EventTarget {
  readyState = 0;
  sent = [];

  constructor(url) {
    super();
    this.url = url;
  }

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  send(data) {
    this.sent.push(JSON.parse(data));
  }

  close() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  hear(event) {
    const data = typeof event === "string" ? event : JSON.stringify(event);
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

/** A client with its wires at hand; `ask` gives the promise, what was shown, and the way to give up. */
function scene() {
  const wires = [];
  const socket = new ChatSocket("https://host/", (url) => (wires.push(new Wire(url)), wires.at(-1)));
  const ask = (turn = TURN) => {
    const [shown, cancel] = [[], new AbortController()];
    const reply = socket.ask(turn, cancel.signal, (text) => shown.push(text));
    reply.catch(() => {});
    return { reply, shown, cancel };
  };
  return { wires, ask, socket };
}

/** The same with the first question on its way. */
async function asking() {
  const all = scene();
  const asked = all.ask();
  all.wires[0].open();
  await settled();
  return { ...all, ...asked, wire: all.wires[0] };
}

test("a question goes out under its own name, and its words come together", async () => {
  const { wire, reply, shown, socket } = await asking();
  assert.equal(wire.url, "wss://host/api/v1/ws/chat");
  assert.deepEqual(wire.sent, [{ ...TURN, type: "ask", id: "a1" }]);
  wire.hear({ type: "accepted", id: "a1", request_id: "x" });
  wire.hear({ type: "delta", id: "a1", text: "每证" });
  wire.hear({ type: "delta", id: "a1", text: "40元。" });
  wire.hear({ type: "reply", id: "a1", reply: REPLY });
  assert.equal((await reply).text, REPLY.text);
  assert.deepEqual(shown, ["每证", "每证40元。"]);
  socket.close();
});

test("withdrawn words are replaced", async () => {
  const { wire, reply, shown, socket } = await asking();
  wire.hear({ type: "delta", id: "a1", text: "每证400元。" });
  wire.hear({ type: "replace", id: "a1", text: "每证40元。" });
  wire.hear({ type: "reply", id: "a1", reply: REPLY });
  await reply;
  assert.equal(shown.at(-1), "每证40元。");
  socket.close();
});

test("events of another question, and no events at all, are passed over", async () => {
  const { wire, reply, shown, socket } = await asking();
  const strange = [
    "{",
    "null",
    "7",
    '"x"',
    "[]",
    { type: "pong" },
    { type: "delta", id: "b", text: "x" },
    {},
  ];
  for (const event of strange) wire.hear(event);
  wire.hear({ type: "reply", id: "other", reply: { ...REPLY, text: "x" } });
  wire.hear({ type: "delta", id: "a1", text: 5 });
  wire.hear({ type: "reply", id: "a1", reply: REPLY });
  assert.equal((await reply).text, REPLY.text);
  assert.deepEqual(shown, [""]);
  socket.close();
});

test("the connection serves the next question, and a closed one is opened anew", async () => {
  const { wires, wire, reply, ask, socket } = await asking();
  wire.hear({ type: "reply", id: "a1", reply: REPLY });
  await reply;
  const second = ask({ ...TURN, ask_id: "a2" });
  await settled();
  assert.equal(wires.length, 1);
  wire.hear({ type: "reply", id: "a2", reply: REPLY });
  await second.reply;
  wire.close();
  const third = ask({ ...TURN, ask_id: "a3" });
  wires[1].open();
  await settled();
  wires[1].hear({ type: "reply", id: "a3", reply: REPLY });
  await third.reply;
  socket.close();
});

const LOSSES = {
  "a connection that breaks off": (wire) => wire.close(),
  "a reply of no known shape": (wire) => wire.hear({ type: "reply", id: "a1", reply: { no: "text" } }),
  "a fault of the server": (wire) => wire.hear({ type: "error", id: "a1", error: { code: "internal" } }),
  "a turn that is still under way": (wire) =>
    wire.hear({ type: "error", id: "a1", error: { code: "turn_in_progress" } }),
};
for (const [name, lose] of Object.entries(LOSSES)) {
  test(`${name} loses the socket, not the question`, async () => {
    const { wire, reply, socket } = await asking();
    lose(wire);
    await assert.rejects(reply, SocketLost);
    socket.close();
  });
}

test("a connection that is refused, forbidden or swallowed is lost", async () => {
  const refused = scene();
  const asked = refused.ask();
  refused.wires[0].close();
  await assert.rejects(asked.reply, SocketLost);
  refused.socket.close();
  const forbidden = new ChatSocket("https://host", () => {
    throw new DOMException("policy", "SecurityError");
  });
  await assert.rejects(
    forbidden.ask(TURN, new AbortController().signal, () => {}),
    SocketLost,
  );
  forbidden.close();
});

test("silence is given up, before and after the connection stands", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const swallowed = scene();
    const first = swallowed.ask();
    mock.timers.tick(4_000);
    await assert.rejects(first.reply, SocketLost);
    const { wire, reply } = await asking();
    wire.hear({ type: "accepted", id: "a1", request_id: "x" });
    mock.timers.tick(14_000);
    wire.hear({ type: "delta", id: "a1", text: "每证" });
    mock.timers.tick(14_000);
    assert.equal(wire.readyState, 1);
    mock.timers.tick(1_000);
    await assert.rejects(reply, SocketLost);
    assert.equal(wire.readyState, 3);
  } finally {
    mock.timers.reset();
  }
});

test("a connection that nobody uses is given back", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { wire, reply } = await asking();
    wire.hear({ type: "reply", id: "a1", reply: REPLY });
    await reply;
    mock.timers.tick(60_000);
    assert.equal(wire.readyState, 3);
  } finally {
    mock.timers.reset();
  }
});

test("asking too often says how long to wait", async () => {
  const { wire, reply, socket } = await asking();
  wire.hear({ type: "error", id: "a1", error: { code: "too_many_requests" }, retry_after: 12 });
  await assert.rejects(reply, (error) => error.kind === "rate_limited" && error.waitSeconds === 12);
  assert.equal(wire.readyState, 1);
  socket.close();
});

test("a question given up closes the connection, so that the service stops wording", async () => {
  for (const opened of [true, false]) {
    const { wires, ask, socket } = scene();
    const { reply, shown, cancel } = ask();
    if (opened) wires[0].open();
    await settled();
    cancel.abort();
    await assert.rejects(reply, Cancelled);
    wires[0].hear({ type: "delta", id: "a1", text: "x" });
    assert.deepEqual([wires[0].readyState, shown], [3, []]);
    socket.close();
  }
});

/** A talk over a socket and an API that do as told. */
function talking(socketAsk) {
  const calls = { socket: [], http: [] };
  let now = 0;
  const api = { chat: async (...call) => (calls.http.push(call), REPLY) };
  const socket = { ask: (...call) => (calls.socket.push(call), socketAsk(...call)) };
  const talk = new Talk(api, socket, () => now);
  talk.streaming = true;
  const chat = (ask = { ...TURN, item_id: null }, cancel = new AbortController()) =>
    talk.chat(ask, "s1", cancel.signal, () => {});
  return { calls, talk, chat, pass: (ms) => (now += ms) };
}

test("the socket is used only where the service streams", async () => {
  const { calls, talk, chat } = talking(async () => REPLY);
  talk.streaming = false;
  await chat();
  talk.streaming = true;
  await chat();
  assert.deepEqual([calls.http.length, calls.socket.length], [1, 1]);
  assert.deepEqual(calls.socket[0][0], { text: "多少钱", session_id: "s1", ask_id: "a1" });
});

test("a lost socket is replaced by HTTP for the same question, and left alone for a while", async () => {
  const { calls, chat, pass } = talking(async () => {
    throw new SocketLost("closed");
  });
  assert.equal(await chat(), REPLY);
  assert.equal(calls.http[0][0].ask_id, calls.socket[0][0].ask_id);
  await chat();
  assert.deepEqual([calls.http.length, calls.socket.length], [2, 1]);
  pass(300_000);
  await chat();
  assert.equal(calls.socket.length, 2);
});

test("what the service itself refused is not asked again over HTTP", async () => {
  const { calls, chat } = talking(async () => {
    throw new ApiError("rate_limited", "x", 3);
  });
  await assert.rejects(chat(), ApiError);
  assert.equal(calls.http.length, 0);
});

test("a question given up is not asked over HTTP", async () => {
  const cancel = new AbortController();
  const { calls, chat } = talking(async () => {
    cancel.abort();
    throw new SocketLost("closed");
  });
  await assert.rejects(chat(undefined, cancel), Cancelled);
  assert.equal(calls.http.length, 0);
});
