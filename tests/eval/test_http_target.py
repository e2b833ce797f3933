"""The HTTP target against scripted transports: the contract, refusals, busy servers, and what is no assistant."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from eval.errors import BadInput, TargetUnreachable
from eval.http_target import PATIENCE, HttpTarget

Handler = Callable[[httpx.Request], httpx.Response]
ERROR = {"error": {"code": "x", "message": "请换个说法", "request_id": "r"}}


def serving(chat: Handler, ready: httpx.Response | None = None) -> HttpTarget:
    """A target whose server is ready, and gives what ``chat`` gives for all else."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/readyz":
            return ready or httpx.Response(200, json={"status": "ready", "snapshot": "s1"})
        return chat(request)

    return HttpTarget("http://127.0.0.1:1/", httpx.MockTransport(handle))


def always(status: int, body: object) -> Handler:
    return lambda _: httpx.Response(status, json=body)


def test_a_reply_of_the_contract_is_read_with_fields_that_are_still_unknown() -> None:
    body = {"outcome": "answered", "item_id": "GA-001", "confidence": 0.5, "suggestions": [{"text": "x"}], "new": 1}
    reply = serving(always(200, body)).ask("补身份证")
    assert (reply.outcome, reply.item_id, reply.offered) == ("answered", "GA-001", ("GA-001",))
    assert reply.elapsed_ms > 0


def test_a_turn_carries_its_session() -> None:
    seen: list[object] = []

    def chat(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(200, json={"outcome": "answered", "session_id": "s"})

    with serving(chat) as target:
        target.ask("带啥", target.ask("办护照").session_id)
    assert seen == [{"text": "办护照"}, {"text": "带啥", "session_id": "s"}]


def test_a_search_is_asked_for_its_depth() -> None:
    def chat(request: httpx.Request) -> httpx.Response:
        assert dict(request.url.params) == {"q": "护照 & ?", "k": "3"}
        return httpx.Response(200, json={"results": [{"item_id": "GA-020", "score": 2.0, "confidence": 0.9}]})

    found = serving(chat).search("护照 & ?", 3)
    assert (found.ranked, found.confidence) == (("GA-020",), 0.9)


def test_names_come_from_the_directory() -> None:
    target = serving(always(200, {"items": [{"item_id": "GA-020", "name": "护照"}], "total": 1}))
    assert target.names() == {"GA-020": "护照"}


@pytest.mark.parametrize("status", [422, 500])
def test_one_refused_question_is_a_failed_turn_not_a_failed_run(status: int) -> None:
    target = serving(always(status, ERROR))
    assert target.ask("x").outcome == "error"
    assert target.search("x").ranked == ()
    assert target.names() == {}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, ERROR),
        (404, {"detail": "Not Found"}),
        (200, ["answered"]),
        (200, {"outcome": 5}),
        (200, {"outcome": "answered", "confidence": 7}),
        (200, {"text": "hello"}),
    ],
)
def test_what_is_not_the_contract_ends_the_run(status: int, body: object) -> None:
    with pytest.raises(TargetUnreachable):
        serving(always(status, body)).ask("x")


def test_a_page_instead_of_json_ends_the_run() -> None:
    with pytest.raises(TargetUnreachable, match="without the contract's JSON"):
        serving(lambda _: httpx.Response(200, html="<html>")).ask("x")


def test_a_server_that_is_not_ready_is_unreachable() -> None:
    with pytest.raises(TargetUnreachable, match="not ready"):
        serving(always(200, {}), ready=httpx.Response(503, json={"status": "not_ready"}))


def test_a_busy_server_is_waited_for() -> None:
    answers = iter(
        [httpx.Response(429, headers={"Retry-After": "0"})] * 3 + [httpx.Response(200, json={"outcome": "answered"})]
    )
    assert serving(lambda _: next(answers)).ask("x").answered


def test_a_server_that_stays_busy_ends_the_run() -> None:
    asked: list[int] = []

    def chat(_: httpx.Request) -> httpx.Response:
        asked.append(1)
        return httpx.Response(429, headers={"Retry-After": "0"})

    with pytest.raises(TargetUnreachable, match="too often"):
        serving(chat).ask("x")
    assert len(asked) == PATIENCE


def test_a_broken_connection_ends_the_run() -> None:
    def chat(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(TargetUnreachable, match="does not answer: refused"):
        serving(chat).ask("x")


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host", "http://", "http://[::1", "file:///etc/passwd"])
def test_an_address_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput):
        HttpTarget(url)
