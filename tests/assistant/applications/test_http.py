"""A case system over HTTP that fails in every way: the caller gets a case, or one honest failure, in bounded time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.applications.adapters.http import HttpCaseSystem
from assistant.applications.adapters.transport import MOST_BYTES, Patience
from assistant.applications.case import UrgeNote
from assistant.applications.errors import CaseSystemUnavailable
from assistant.applications.wiring import case_system
from assistant.breaker import CircuitBreaker
from assistant.errors import InvalidSetting
from knowledge.settings import Settings
from tests.assistant.applications.schema import DOCUMENT, faults
from tests.assistant.applications.server import TOKEN, CaseServer, Failure, case_server, send, unused_port
from tests.assistant.applications.world import World

QUICK = Patience(total=1.5, connect=0.5, read=0.3, tries=3, pause=0.01)
NOTE = UrgeNote("a" * 32, datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 26, 9, 30, tzinfo=UTC), "请尽快")


def sent_case(number: str = "A-1", **changes: Any) -> dict[str, Any]:
    """A case as a case system sends it."""
    plain = {
        "number": number,
        "item_id": "GA-015",
        "item_name": "居民身份证补领（丢失）",
        "department": "公安分局",
        "applicant": "王*明",
        "state": "reviewing",
        "submitted_on": "2026-11-18",
        "accepted_on": "2026-11-19",
        "promised_days": 20,
        "finished_on": None,
        "stages": [{"name": "收件", "at": "2026-11-18"}, {"name": "决定", "at": None, "limit": "decide"}],
        "pauses": [{"since": "2026-11-19", "until": "2026-11-20"}],
        "further": "others may read this",
    }
    return plain | changes


@pytest.fixture
def server() -> Iterator[CaseServer]:
    with case_server() as running:
        running.cases["A-1", "1234"] = sent_case()
        yield running


@contextmanager
def adapter_of(url: str, breaker: CircuitBreaker | None = None, patience: Patience = QUICK) -> Iterator[HttpCaseSystem]:
    made = HttpCaseSystem(url, TOKEN, patience, breaker or CircuitBreaker(failures=1_000))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def adapter(server: CaseServer) -> Iterator[HttpCaseSystem]:
    with adapter_of(server.url) as made:
        yield made
    assert server.faults == []


def test_the_description_is_openapi_with_every_operation_named() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    names = [operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()]
    assert sorted(names) == ["look_up", "open_cases", "urge"]


def test_a_case_comes_whole_with_its_pauses(adapter: HttpCaseSystem) -> None:
    case = adapter.look_up("A-1", "1234")
    assert case is not None
    assert (case.submitted_on, case.promised_days, case.sample) == (date(2026, 11, 18), 20, False)
    assert case.pauses[0].until == date(2026, 11, 20)
    assert adapter.look_up("A-1", "9999") is None
    assert adapter.look_up("B-2", "1234") is None


def test_open_cases_are_read_page_after_page(server: CaseServer, adapter: HttpCaseSystem) -> None:
    server.cases = {(f"C-{number}", "1234"): sent_case(f"C-{number}") for number in range(1_200)}
    found = adapter.open_cases(5_000)
    assert (len(found.cases), found.complete, server.requests) == (1_200, True, 3)
    few = adapter.open_cases(100)
    assert (len(few.cases), few.complete) == (100, False)


def test_an_urge_sent_twice_is_one_urge(server: CaseServer, adapter: HttpCaseSystem) -> None:
    server.failures.append(lambda handler: handler.connection.close())
    adapter.urge("A-1", NOTE)
    adapter.urge("A-1", NOTE)
    assert list(server.urges) == [NOTE.key]


def answer(status: int = 200, body: bytes | None = None, **more: Any) -> Failure:
    return lambda handler: send(handler, status, json.dumps(sent_case()).encode() if body is None else body, **more)


def closes_at_once(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def slow_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.server.stopped.wait(5)  # type: ignore[attr-defined]


def drips(prefix: bytes) -> Failure:
    """One byte every little while: no single wait is long, only all of them together."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(prefix)
        while not handler.server.stopped.wait(0.1):  # type: ignore[attr-defined]
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return drip


def closes_in_the_middle(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"nu'
    )
    handler.connection.close()


def not_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    handler.close_connection = True


PASSING: dict[str, Failure] = {
    "closes at once": closes_at_once,
    "closes in the middle": closes_in_the_middle,
    "truncated": answer(body=b'{"number": "A-1"', length=5_000),
    "slow headers": slow_headers,
    "500": answer(500, b"{}"),
    "503 in a second's time": answer(503, b"", Retry_After="0"),
    "429": answer(429, b"{}"),
    "not HTTP": not_http,
}
LASTING: dict[str, Failure] = {
    "wrong JSON": answer(body=b'{"number": "A-1",}'),
    "not UTF-8": answer(body=json.dumps(sent_case(), ensure_ascii=False).encode("gb18030")),
    "a list": answer(body=b"[]"),
    "NaN": answer(body=b'{"number": NaN}'),
    "twice the same name": answer(body=b'{"number": "A-1", "number": "A-2"}'),
    "endless nesting": answer(body=b'{"a":' + b"[" * 100_000),
    "empty": answer(body=b""),
    "web page": answer(body=b"<html>maintenance</html>", kind="text/html"),
    "no content type": answer(kind=""),
    "compressed": answer(body=b"\x1f\x8b", Content_Encoding="gzip"),
    "huge": answer(body=b'{"a": "' + b"a" * (MOST_BYTES + 1) + b'"}'),
    "redirect to itself": answer(302, b"", Location="/v1/cases/lookup"),
    "somebody else's 404": answer(404, b"<html>not found</html>", kind="text/html"),
    "a gateway's 404": answer(404, b'{"message": "no route"}'),
    "401": answer(401, b"{}"),
    "403": answer(403, b"{}"),
    "418": answer(418, b"{}"),
    "another case": answer(body=json.dumps(sent_case("B-2")).encode()),
    "a name that is missing": answer(body=b'{"number": "A-1"}'),
    "a number as text": answer(body=json.dumps(sent_case(promised_days="20")).encode()),
    "a number below nothing": answer(body=json.dumps(sent_case(promised_days=-1)).encode()),
    "an unknown state": answer(body=json.dumps(sent_case(state="lost")).encode()),
    "a day that is none": answer(body=json.dumps(sent_case(submitted_on="2026-02-30")).encode()),
    "a day before computers": answer(body=json.dumps(sent_case(submitted_on="0001-01-01")).encode()),
    "open and finished": answer(body=json.dumps(sent_case(finished_on="2026-11-20")).encode()),
    "a pause backwards": answer(
        body=json.dumps(sent_case(pauses=[{"since": "2026-11-20", "until": "2026-11-01"}])).encode()
    ),
    "ten thousand stages": answer(body=json.dumps(sent_case(stages=[{"name": "x", "at": None}] * 10_000)).encode()),
}


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(server: CaseServer, adapter: HttpCaseSystem, failure: Failure) -> None:
    server.failures = [failure]
    assert adapter.look_up("A-1", "1234") is not None
    assert server.requests == 2


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_does_not_pass_ends_after_three_tries(
    server: CaseServer, adapter: HttpCaseSystem, failure: Failure
) -> None:
    server.failures = [failure] * 5
    with pytest.raises(CaseSystemUnavailable):
        adapter.look_up("A-1", "1234")
    assert server.requests == 3


@pytest.mark.parametrize("failure", LASTING.values(), ids=LASTING)
def test_what_another_try_would_not_mend_is_not_tried_again(
    server: CaseServer, adapter: HttpCaseSystem, failure: Failure
) -> None:
    server.failures = [failure] * 5
    with pytest.raises(CaseSystemUnavailable):
        adapter.look_up("A-1", "1234")
    assert server.requests == 1


@pytest.mark.parametrize(
    "prefix",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
    ],
    ids=["headers", "body"],
)
def test_an_answer_that_drips_is_given_up(server: CaseServer, prefix: bytes) -> None:
    server.failures = [drips(prefix)] * 5
    with adapter_of(server.url) as adapter, pytest.raises(CaseSystemUnavailable):
        adapter.look_up("A-1", "1234")
    assert server.requests == 1


def test_a_long_retry_after_is_not_waited_for(server: CaseServer, adapter: HttpCaseSystem) -> None:
    server.failures = [answer(503, b"", Retry_After="3600")] * 3
    with pytest.raises(CaseSystemUnavailable):
        adapter.look_up("A-1", "1234")
    assert server.requests == 1


def test_a_refused_connection_and_an_unknown_host_are_unavailable() -> None:
    for url in (f"http://127.0.0.1:{unused_port()}", "http://no-such-host.invalid"):
        with adapter_of(url) as adapter, pytest.raises(CaseSystemUnavailable):
            adapter.look_up("A-1", "1234")


def test_after_failures_in_a_row_it_is_left_alone_until_a_trial_succeeds(server: CaseServer) -> None:
    moment = [0.0]
    breaker = CircuitBreaker(failures=2, pause=30, clock=lambda: moment[0])
    with adapter_of(server.url, breaker, Patience(total=1, tries=1)) as adapter:

        def outcome() -> str:
            try:
                return "found" if adapter.look_up("A-1", "1234") else "none"
            except CaseSystemUnavailable:
                return "away"

        server.failures = [answer(500, b"{}")] * 3
        assert [outcome() for _ in range(6)] == ["away"] * 6
        assert server.requests == 2
        moment[0] = 31
        assert [outcome() for _ in range(4)] == ["away"] * 4
        assert server.requests == 3
        moment[0] = 62
        assert [outcome() for _ in range(4)] == ["found"] * 4
        assert server.requests == 7


def test_not_found_is_no_failure_of_the_system(server: CaseServer) -> None:
    with adapter_of(server.url, CircuitBreaker(failures=1)) as adapter:
        assert [adapter.look_up("A-1", "0000") for _ in range(3)] == [None] * 3


def test_a_citizen_sees_one_honest_answer_and_the_desk_its_other_figures(
    server: CaseServer, make_world: Callable[..., World]
) -> None:
    with ExitStack() as open_:
        world = make_world(system=open_.enter_context(adapter_of(server.url)))
        assert world.ask(None, "GET", "/applications/a-1?verify=1234").json()["applicant"] == "王**"
        server.failures = [answer(500, b"{}")] * 50
        response = world.ask(None, "GET", "/applications/A-1?verify=1234")
        assert (response.status_code, response.json()["error"]["code"]) == (503, "case_system_unavailable")
        assert response.headers["Retry-After"] == "30"
        assert world.ask("agent", "GET", "/casework/overdue").status_code == 503
        summary = world.ask("agent", "GET", "/casework/summary").json()
        assert (summary["overdue"], summary["urges_open"]) == (None, 0)
    assert server.faults == []


def test_an_urge_waits_while_the_system_is_away_and_is_handed_over_once(
    server: CaseServer, make_world: Callable[..., World]
) -> None:
    def only_urges_fail(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 500, b"{}")

    with ExitStack() as open_:
        world = make_world(system=open_.enter_context(adapter_of(server.url)))
        server.failures = [answer(), *[only_urges_fail] * 3]
        urged = world.ask(None, "POST", "/applications/A-1/urge", json={"verify": "1234", "text": "请尽快"})
        assert urged.status_code == 200
        assert [each["delivered"] for each in world.ask("agent", "GET", "/casework/urges").json()["urges"]] == [False]
        for taken in (1, 0):
            assert world.ask("agent", "POST", "/casework/urges/deliver").json()["delivered"] == taken
        assert len(server.urges) == 1
        assert [each["delivered"] for each in world.ask("agent", "GET", "/casework/urges").json()["urges"]] == [True]
    assert server.faults == []


def test_the_checker_of_this_test_finds_faults() -> None:
    schema = DOCUMENT["components"]["schemas"]["Case"]
    assert faults(schema, sent_case()) == []
    for wrong in ({"state": "lost"}, {"promised_days": "1"}, {"submitted_on": "x"}, {"number": ""}):
        assert faults(schema, sent_case(**wrong))


@pytest.mark.parametrize("url", ["ftp://cases.example", "cases.example", "https://", "https://cases.example/?a=1"])
def test_an_address_of_another_form_stops_the_start(url: str) -> None:
    with pytest.raises(InvalidSetting):
        case_system(Settings(case_system_url=url))


def test_the_secret_stays_out_of_the_address() -> None:
    with pytest.raises(ValueError, match="QUANQUAN_CASE_SYSTEM_TOKEN"):
        Settings(case_system_url="https://user:secret@cases.example")
    made = case_system(Settings(case_system_url="https://cases.example/quanquan", case_system_token=SecretStr("s")))
    assert isinstance(made, HttpCaseSystem)
    made.close()
    made.close()
