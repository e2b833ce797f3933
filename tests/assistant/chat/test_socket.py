"""The WebSocket without a language model: its events, its limits, and who may open it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from assistant.app import create_app
from assistant.chat import connection
from assistant.chat.gate import Gate, parse_origins
from assistant.errors import InvalidSetting, TooManyConnections
from assistant.pipeline.context import TurnInput
from tests.assistant.fakes import Bench, wait_for

SOCKET = "/api/v1/ws/chat"


@pytest.fixture
def socket(http: TestClient) -> Iterator[WebSocketTestSession]:
    """An open connection to the service over fakes."""
    with http.websocket_connect(SOCKET) as opened:
        yield opened


def ask(socket: WebSocketTestSession, text: str = "身份证丢了", **fields: Any) -> list[dict[str, Any]]:
    """Ask, and return all events up to the last."""
    socket.send_json({"type": "ask", "text": text} | fields)
    return until_last(socket)


def until_last(socket: WebSocketTestSession) -> list[dict[str, Any]]:
    """Return the events up to the last of an ask."""
    events = [socket.receive_json()]
    while events[-1]["type"] not in ("reply", "error"):
        events.append(socket.receive_json())
    return events


def assert_failure(event: dict[str, Any], code: str) -> str:
    """Check the one error shape inside an event; return the message."""
    assert event["type"] == "error"
    assert set(event["error"]) == {"code", "message", "request_id"}
    assert event["error"]["code"] == code
    return str(event["error"]["message"])


def test_an_ask_is_accepted_and_ends_with_the_whole_reply(socket: WebSocketTestSession, http: TestClient) -> None:
    accepted, replied = ask(socket, id="a1")
    assert (accepted["type"], accepted["id"]) == ("accepted", "a1")
    assert (replied["type"], replied["id"]) == ("reply", "a1")
    over_http = http.post("/api/v1/chat", json={"text": "身份证丢了"}).json()
    own = {"session_id", "reply_id", "took_ms"}
    assert {k: v for k, v in replied["reply"].items() if k not in own} == {
        k: v for k, v in over_http.items() if k not in own
    }
    assert set(replied["reply"]) == set(over_http)


def test_a_conversation_goes_on_and_taps_pin(socket: WebSocketTestSession, bench: Bench) -> None:
    first = ask(socket)[-1]["reply"]
    second = ask(socket, "要带什么", session_id=first["session_id"], item_id="GA-015", facet="materials")[-1]["reply"]
    assert second["session_id"] == first["session_id"]
    assert len(bench.assistant.state.repository.turns(first["session_id"])) == 2
    assert (bench.engine.seen[1].item_id, bench.engine.seen[1].facet) == ("GA-015", "materials")


def test_a_turn_is_on_disk_when_its_reply_arrives(socket: WebSocketTestSession, bench: Bench) -> None:
    reply = ask(socket)[-1]["reply"]
    with sqlite3.connect(bench.database) as database:
        rows = database.execute("SELECT id, user_text FROM turn").fetchall()
    database.close()
    assert rows == [(reply["reply_id"], "身份证丢了")]


def test_ping_is_answered_and_cancel_of_nothing_is_nothing(socket: WebSocketTestSession) -> None:
    socket.send_json({"type": "cancel"})
    socket.send_json({"type": "ping"})
    assert socket.receive_json() == {"type": "pong"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "malformed_body"),
        ("{", "malformed_body"),
        ("[]", "malformed_body"),
        ("null", "malformed_body"),
        ('{"type":"ask","text":NaN}', "malformed_body"),
        ('{"type":"ask","type":"ask","text":"a"}', "malformed_body"),
        ("[" * 5_000, "malformed_body"),
        ("{}", "invalid_request"),
        ('{"type":7}', "invalid_request"),
        ('{"type":["ask"]}', "invalid_request"),
        ('{"type":"subscribe"}', "invalid_request"),
        ('{"type":"ask"}', "invalid_request"),
        ('{"type":"ask","text":""}', "invalid_request"),
        ('{"type":"ask","text":"a","id":7}', "invalid_request"),
        ('{"type":"ask","text":"a","session_id":"no"}', "invalid_request"),
        ('{"type":"ask","text":"a","facet":"price"}', "invalid_request"),
        ('{"type":"ask","text":"' + "长" * 501 + '"}', "invalid_request"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_connection_stays(
    socket: WebSocketTestSession, bench: Bench, message: str, code: str
) -> None:
    socket.send_text(message)
    assert_failure(socket.receive_json(), code)
    assert bench.engine.seen == []
    assert ask(socket)[-1]["type"] == "reply"


def test_a_refused_ask_names_its_id(socket: WebSocketTestSession) -> None:
    [refused] = ask(socket, "", id="x" * 64)
    assert refused["id"] == "x" * 64


def test_binary_messages_are_refused(socket: WebSocketTestSession) -> None:
    socket.send_bytes(b'{"type":"ping"}')
    assert_failure(socket.receive_json(), "unsupported_media_type")


def test_a_message_too_large_is_said_and_ends_the_connection(socket: WebSocketTestSession) -> None:
    socket.send_text(json.dumps({"type": "ask", "text": "a", "pad": "x" * 20_000}))
    assert_failure(socket.receive_json(), "payload_too_large")
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 1009


def test_a_flood_of_messages_ends_the_connection(socket: WebSocketTestSession) -> None:
    for _ in range(121):
        socket.send_json({"type": "ping"})
    said = [socket.receive_json() for _ in range(121)]
    assert [event["type"] for event in said] == ["pong"] * 120 + ["error"]
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 1008


def test_asks_share_the_rate_limit_with_http(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(rate_limit="3/minute")
    with TestClient(create_app(bench.assistant)) as http, http.websocket_connect(SOCKET) as socket:
        assert http.post("/api/v1/chat", json={"text": "a"}).status_code == 200
        assert ask(socket)[-1]["type"] == "reply"
        assert ask(socket)[-1]["type"] == "reply"
        [refused] = ask(socket, id="late")
        assert_failure(refused, "too_many_requests")
        assert refused["id"] == "late"
        assert refused["retry_after"] >= 1
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_silent_connection_is_closed(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.Connection.run, "__defaults__", (0.05,))
    with http.websocket_connect(SOCKET) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 1001


def test_without_a_snapshot_the_ask_fails_in_the_one_shape(make_bench: Callable[..., Bench]) -> None:
    app = create_app(make_bench(published=False).assistant)
    with TestClient(app) as http, http.websocket_connect(SOCKET) as socket:
        accepted, failed = ask(socket)
        assert "12345" in assert_failure(failed, "knowledge_unavailable")
        assert failed["error"]["request_id"] == accepted["request_id"]


def test_a_surprise_tells_nothing_and_leaves_the_connection_open(make_bench: Callable[..., Bench]) -> None:
    faults = iter([True, False])

    def fail_once(_turn: TurnInput) -> None:
        if next(faults):
            raise RuntimeError("13800138000 secret")

    app = create_app(make_bench(before=fail_once).assistant)
    with TestClient(app) as http, http.websocket_connect(SOCKET) as socket:
        failed = ask(socket)[-1]
        assert_failure(failed, "internal")
        assert "secret" not in json.dumps(failed)
        assert ask(socket)[-1]["type"] == "reply"


def test_a_turn_that_cannot_be_saved_is_not_acknowledged(
    make_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.state.engine.BUSY_SECONDS", 0.05)
    bench = make_bench()
    with TestClient(create_app(bench.assistant)) as http, http.websocket_connect(SOCKET) as socket:
        other = sqlite3.connect(bench.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        failed = ask(socket)[-1]
        assert_failure(failed, "state_unavailable")
        assert failed["retry_after"] == 5
        other.execute("ROLLBACK")
        other.close()
        assert ask(socket)[-1]["type"] == "reply"


def test_what_was_asked_is_saved_though_the_client_left(make_bench: Callable[..., Bench]) -> None:
    arrived, go = threading.Event(), threading.Event()

    def hold(_turn: TurnInput) -> None:
        arrived.set()
        go.wait(20)

    bench = make_bench(before=hold)
    with TestClient(create_app(bench.assistant)) as http:
        with http.websocket_connect(SOCKET) as socket:
            socket.send_json({"type": "ask", "text": "身份证丢了"})
            assert arrived.wait(20)
            threading.Timer(0.1, go.set).start()
        wait_for(lambda: bench.assistant.state.repository.count_turns() == 1)
        assert "quanquan_sockets 0.0" in http.get("/metrics").text


@pytest.mark.parametrize("origin", ["http://testserver", "https://testserver", None])
def test_our_own_pages_and_programs_may_connect(http: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with http.websocket_connect(SOCKET, headers=headers) as socket:
        assert ask(socket)[-1]["type"] == "reply"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "https://testserver.evil.example",
        "https://testserver:8443",
        "file://testserver",
    ],
)
def test_a_page_of_another_site_may_not_connect(http: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as denied, http.websocket_connect(SOCKET, headers={"Origin": origin}):
        pass
    assert denied.value.status_code == 403
    error = denied.value.json()["error"]
    assert error["code"] == "foreign_origin"
    assert error["request_id"] == denied.value.headers["x-request-id"]


def test_a_page_of_an_allowed_site_may_connect(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(allowed_origins="https://www.example.gov.cn, https://m.example.gov.cn")
    with TestClient(create_app(bench.assistant)) as http:
        with http.websocket_connect(SOCKET, headers={"Origin": "https://m.example.gov.cn"}) as socket:
            assert ask(socket)[-1]["type"] == "reply"
        with pytest.raises(WebSocketDenialResponse), http.websocket_connect(SOCKET, headers={"Origin": "https://x.cn"}):
            pass


@pytest.mark.parametrize("setting", ["www.example.gov.cn", "https://a.example/path", "javascript:1", "https://a b"])
def test_a_nonsense_list_of_origins_is_refused(setting: str) -> None:
    with pytest.raises(InvalidSetting, match="QUANQUAN_ALLOWED_ORIGINS"):
        parse_origins(setting)


def test_connections_are_bounded_in_all_and_for_one_address() -> None:
    gate = Gate(frozenset(), most=3, most_of_one=2)
    with gate.seat("a"), gate.seat("a"):
        with pytest.raises(TooManyConnections), gate.seat("a"):
            pass
        with gate.seat("b"), pytest.raises(TooManyConnections), gate.seat("c"):
            pass
    with gate.seat("a"):
        assert gate._open == {"a": 1}
    assert not gate._open


def test_a_plain_request_is_told_to_upgrade(http: TestClient) -> None:
    response = http.get(SOCKET)
    assert (response.status_code, response.json()["error"]["code"]) == (426, "upgrade_required")


def test_the_events_are_described_with_the_api(http: TestClient) -> None:
    operation = http.get("/openapi.json").json()["paths"][SOCKET]["get"]
    events = operation["x-websocket-events"]
    assert set(events["client"]["discriminator"]["mapping"]) == {"ask", "cancel", "ping"}
    assert set(events["server"]["discriminator"]["mapping"]) == {
        "accepted",
        "delta",
        "replace",
        "reply",
        "error",
        "pong",
    }
    assert {"text", "session_id", "item_id", "facet", "id"} <= set(events["client"]["$defs"]["Ask"]["properties"])


_JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    message=st.text(max_size=60)
    | st.dictionaries(st.sampled_from(["type", "id", "text", "session_id"]), _JSON_VALUES).map(json.dumps)
    | st.fixed_dictionaries({"type": st.just("ask"), "text": _JSON_VALUES, "id": _JSON_VALUES}).map(json.dumps)
)
def test_no_message_breaks_the_connection(http: TestClient, message: str) -> None:
    with http.websocket_connect(SOCKET) as socket:
        socket.send_text(message)
        events = until_last(socket)
        assert events[-1]["type"] == "reply" or events[-1]["error"]["code"] != "internal"
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}
