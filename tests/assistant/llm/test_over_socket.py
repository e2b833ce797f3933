"""What a citizen sees arrive: checked words as they come, withdrawn where they do not stand, and one whole reply."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from assistant.llm.phraser import texts
from tests.assistant.chat.test_socket import ask, assert_failure, until_last
from tests.assistant.fakes import wait_for
from tests.assistant.llm.model_server import Behaviour, ModelServer, chunk, fails, raw, says, stalls, streams
from tests.assistant.llm.stage import composed

SOCKET = "/api/v1/ws/chat"
QUESTION = "补身份证要多少钱"
WORDED = f"补领身份证每证收40元。换领每证20元。\n{texts().label}"


def _told(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return kind and words of what was shown."""
    return [(event["type"], event["text"]) for event in events if event["type"] in ("delta", "replace")]


def test_deltas_put_together_are_the_reply(stage: TestClient, model: ModelServer) -> None:
    model.say("补领身份证每证收40", "元。换领每证", "20元。")
    with stage.websocket_connect(SOCKET) as socket:
        events = ask(socket, QUESTION, id="1")
    assert [event["type"] for event in events] == ["accepted", "delta", "delta", "delta", "reply"]
    assert "".join(text for _kind, text in _told(events)) == WORDED == events[-1]["reply"]["text"]
    assert {event["id"] for event in events} == {"1"}


def test_the_first_sentence_is_shown_before_the_model_has_ended(stage: TestClient, model: ModelServer) -> None:
    go = threading.Event()

    async def held() -> AsyncIterator[str]:
        yield chunk("补领身份证每证收40元。换领")
        await asyncio.to_thread(go.wait, 20)
        yield chunk("每证20元。")
        yield chunk(None, "stop")
        yield "data: [DONE]\n\n"

    model.behaviour = streams(held)
    with stage.websocket_connect(SOCKET) as socket:
        socket.send_json({"type": "ask", "text": QUESTION})
        assert socket.receive_json()["type"] == "accepted"
        assert socket.receive_json()["text"] == "补领身份证每证收40元。"
        go.set()
        assert until_last(socket)[-1]["reply"]["text"] == WORDED


@pytest.mark.parametrize(
    "behaviour",
    [
        says("补领身份证每证收40元。", "换领每证", "90元。"),
        says("补领身份证每证收40元。", "详见 https://evil.example。"),
        says("补领身份证每证收40元。"),
        says("补领身份证每证收40元。", "换领每证20元。", finish="length"),
        stalls("补领身份证每证收40元。换领"),
        raw(chunk("补领身份证每证收40元。换领"), breaks=True),
    ],
    ids=["a lie", "a link", "a fee left out", "cut off", "a stall", "a broken connection"],
)
def test_words_that_do_not_stand_are_withdrawn(
    make_stage: Callable[..., TestClient], model: ModelServer, behaviour: Behaviour
) -> None:
    model.behaviour = behaviour
    with make_stage(llm_gap=0.5).websocket_connect(SOCKET) as socket:
        events = ask(socket, QUESTION)
    told = _told(events)
    # How much was shown before a connection breaks is the network's affair; what stands at the end is ours.
    assert set(told[:-1]) <= {("delta", "补领身份证每证收40元。"), ("delta", "换领每证20元。")}
    assert told == [] or told[-1] == ("replace", composed("fee"))
    assert events[-1]["reply"]["text"] == composed("fee")
    assert "evil" not in str(events)


@pytest.mark.parametrize("behaviour", [says("补领每证90元。"), fails(500)], ids=["a lie at once", "a failure"])
def test_where_nothing_was_shown_nothing_is_withdrawn(
    stage: TestClient, model: ModelServer, behaviour: Behaviour
) -> None:
    model.behaviour = behaviour
    with stage.websocket_connect(SOCKET) as socket:
        events = ask(socket, QUESTION)
    assert [event["type"] for event in events] == ["accepted", "reply"]
    assert events[-1]["reply"]["text"] == composed("fee")


def _begun(socket: WebSocketTestSession, model: ModelServer) -> None:
    """Ask, and wait until the first words are there and the model stalls."""
    model.behaviour = stalls("补领身份证每证收40元。换领")
    socket.send_json({"type": "ask", "id": "1", "text": QUESTION})
    assert [socket.receive_json()["type"] for _ in range(2)] == ["accepted", "delta"]


def test_cancel_ends_the_wording_with_the_composed_reply(stage: TestClient, model: ModelServer) -> None:
    with stage.websocket_connect(SOCKET) as socket:
        _begun(socket, model)
        socket.send_json({"type": "cancel"})
        replaced, replied = until_last(socket)
        assert (replaced["type"], replaced["text"]) == ("replace", composed("fee"))
        assert (replied["type"], replied["id"], replied["reply"]["text"]) == ("reply", "1", composed("fee"))
        assert 'quanquan_llm_wordings_total{result="stopped"} 1.0' in stage.get("/metrics").text
        model.say("补领身份证每证收40元。换领每证20元。")
        assert ask(socket, QUESTION)[-1]["reply"]["text"] == WORDED


def test_a_second_ask_while_one_is_answered_is_refused_and_harms_nothing(stage: TestClient, model: ModelServer) -> None:
    with stage.websocket_connect(SOCKET) as socket:
        _begun(socket, model)
        socket.send_json({"type": "ask", "id": "2", "text": "还有呢"})
        refused = socket.receive_json()
        assert_failure(refused, "turn_in_progress")
        assert refused["id"] == "2"
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}
        socket.send_json({"type": "cancel"})
        assert until_last(socket)[-1]["id"] == "1"


def test_what_was_asked_is_saved_though_the_client_left_in_the_middle(stage: TestClient, model: ModelServer) -> None:
    repository = stage.app.state.assistant.state.repository  # type: ignore[attr-defined]
    with stage.websocket_connect(SOCKET) as socket:
        _begun(socket, model)
    wait_for(lambda: repository.count_turns() == 1)
    wait_for(lambda: "quanquan_sockets 0.0" in stage.get("/metrics").text)


def test_two_turns_of_one_conversation_side_by_side_are_both_saved(stage: TestClient, model: ModelServer) -> None:
    model.say("补领身份证每证收40元。换领每证20元。")
    session_id = stage.post("/api/v1/chat", json={"text": QUESTION}).json()["session_id"]
    with stage.websocket_connect(SOCKET) as slow:
        model.behaviour = stalls("补领身份证每证收40元。换领")
        slow.send_json({"type": "ask", "text": QUESTION, "session_id": session_id})
        assert [slow.receive_json()["type"] for _ in range(2)] == ["accepted", "delta"]
        quick = stage.post("/api/v1/chat", json={"text": "你好", "session_id": session_id}).json()
        slow.send_json({"type": "cancel"})
        late = until_last(slow)[-1]["reply"]
    turns = stage.app.state.assistant.state.repository.turns(session_id)  # type: ignore[attr-defined]
    assert {turn.id for turn in turns} >= {quick["reply_id"], late["reply_id"]}
    assert len(turns) == 3
