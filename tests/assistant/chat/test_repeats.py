"""A question sent again, as phones do when the network leaves them, is answered once."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient

from assistant.chat import repeats
from assistant.chat.repeats import Repeats, key_of
from assistant.chat.schemas import ChatRequest
from assistant.errors import StateUnavailable
from assistant.pipeline.reply import Reply
from tests.assistant.fakes import Bench
from tests.coroutines import run_coroutine

CHAT = "/api/v1/chat"
SOCKET = "/api/v1/ws/chat"
ASK = {"text": "身份证丢了", "ask_id": "0123456789abcdef" * 2}


def _reply(number: int = 1) -> Reply:
    return Reply(session_id="s", reply_id=str(number), outcome="answered", text="40元", spoken_text="四十元")


def _turns(http: TestClient, bench: Bench, session_id: str) -> int:
    return len(bench.assistant.state.repository.turns(session_id))


def test_a_question_posted_again_gets_its_first_reply_and_is_one_turn(http: TestClient, bench: Bench) -> None:
    first, again = http.post(CHAT, json=ASK).json(), http.post(CHAT, json=ASK).json()
    assert again == first
    assert len(bench.engine.seen) == 1
    assert _turns(http, bench, first["session_id"]) == 1


def test_a_question_asked_over_a_lost_socket_is_not_doubled_by_http(http: TestClient, bench: Bench) -> None:
    with http.websocket_connect(SOCKET) as socket:
        socket.send_json({"type": "ask", "id": "x"} | ASK)
        assert socket.receive_json()["type"] == "accepted"  # and gone, without its reply
    reply = http.post(CHAT, json=ASK).json()
    assert len(bench.engine.seen) == 1
    assert _turns(http, bench, reply["session_id"]) == 1


@pytest.mark.parametrize(
    "changed", [{"ask_id": "f" * 32}, {"ask_id": None}, {"text": "多少钱"}, {"item_id": "GA-015"}, {"facet": "fee"}]
)
def test_another_question_is_answered_by_itself(http: TestClient, bench: Bench, changed: dict[str, str]) -> None:
    first, other = http.post(CHAT, json=ASK).json(), http.post(CHAT, json=ASK | changed).json()
    assert other["reply_id"] != first["reply_id"]
    assert len(bench.engine.seen) == 2


def test_a_conversation_does_not_get_anothers_reply(http: TestClient) -> None:
    mine = http.post(CHAT, json=ASK).json()
    other = http.post(CHAT, json={"text": "你好"}).json()
    stolen = http.post(CHAT, json=ASK | {"session_id": other["session_id"]}).json()
    assert stolen["session_id"] == other["session_id"] != mine["session_id"]


@pytest.mark.parametrize("ask_id", ["", "abc", "g" * 32, "A" * 32, "0" * 33, 7])
def test_an_id_that_could_be_guessed_or_is_none_is_refused(http: TestClient, ask_id: object) -> None:
    assert http.post(CHAT, json=ASK | {"ask_id": ask_id}).status_code == 422


def test_who_asks_while_the_first_is_under_way_waits_for_its_reply() -> None:
    async def scene() -> list[Reply]:
        known, go = Repeats(), asyncio.Event()

        async def answer() -> Reply:
            await go.wait()
            return _reply()

        async def surprise() -> Reply:
            return _reply(2)

        first = asyncio.create_task(known.once("a", answer))
        await asyncio.sleep(0)
        second = asyncio.create_task(known.once("a", surprise))
        await asyncio.sleep(0)
        go.set()
        return [await first, await second]

    assert [reply.reply_id for reply in run_coroutine(scene())] == ["1", "1"]


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_failure_is_not_remembered(cancelled: bool) -> None:
    async def scene() -> Reply:
        known, go = Repeats(), asyncio.Event()

        async def fail() -> Reply:
            await go.wait()
            raise StateUnavailable

        async def answer() -> Reply:
            return _reply()

        first = asyncio.create_task(known.once("a", fail))
        await asyncio.sleep(0)
        second = asyncio.create_task(known.once("a", answer))
        await asyncio.sleep(0)
        if cancelled:
            first.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError if cancelled else StateUnavailable):
            await first
        return await second

    assert run_coroutine(scene()).reply_id == "1"


def test_old_replies_and_too_many_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    known = Repeats(seconds=10.0, clock=lambda: now)
    made = 0

    async def answer() -> Reply:
        nonlocal made
        made += 1
        return _reply(made)

    async def ask(key: str) -> str:
        return (await known.once(key, answer)).reply_id

    assert [run_coroutine(ask(key)) for key in ("a", "a", "b")] == ["1", "1", "2"]
    now = 10.0
    assert run_coroutine(ask("a")) == "3"
    assert len(known) == 1
    monkeypatch.setattr(repeats, "MOST", 2)
    assert [run_coroutine(ask(key)) for key in ("b", "c", "d", "a")][-1] == "7"
    assert len(known) <= 3


def test_a_question_without_an_id_has_no_key() -> None:
    assert key_of(ChatRequest(text="你好")) is None
