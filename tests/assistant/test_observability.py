"""Logs and metrics say how the service runs, and nothing about who asks what."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.observability import configure_logging, describe_exception, holds_personal_number, mask_personal_numbers
from assistant.pipeline.context import TurnInput
from knowledge.settings import Settings
from tests.assistant.fakes import Bench

PHONE = "13805951234"
IDENTITY = "35050219900307123X"
CARD = "6222021402001234567"
WORDS = "我的秘密心事"


@pytest.fixture
def logs(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Real logging to standard error; the value reads what was written since."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(Settings.model_validate({"log_level": "debug"}))
    yield lambda: capfd.readouterr().err
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("secret", [PHONE, IDENTITY, CARD, f"号{IDENTITY.lower()}号", f"手机{PHONE}。"])
def test_what_could_be_a_persons_number_is_recognised(secret: str) -> None:
    assert holds_personal_number(secret)
    event = mask_personal_numbers(None, "info", {"event": f"前{secret}后", "status": 200})
    assert PHONE not in event["event"]
    assert IDENTITY.lower() not in event["event"].lower()
    assert CARD not in event["event"]
    assert event["status"] == 200


@pytest.mark.parametrize("plain", ["12345", "0595-22355901", "GA-015", "20260415T093000123456Z", "40元", "2026-04-15"])
def test_public_numbers_and_ids_stay_readable(plain: str) -> None:
    assert mask_personal_numbers(None, "info", {"event": plain}) == {"event": plain}


def test_ids_of_requests_and_replies_stay_whole() -> None:
    event = {"request_id": "ab13805951234cd", "reply_id": "f1234567890123456e", "snapshot": "20260415T093000123456Z-1"}
    assert mask_personal_numbers(None, "info", dict(event)) == event


@given(before=st.text(alphabet="ab身份 -", max_size=5), after=st.text(alphabet="ab身份 -", max_size=5))
def test_a_phone_is_masked_whatever_surrounds_it(before: str, after: str) -> None:
    event = mask_personal_numbers(None, "info", {"event": before + PHONE + after})
    assert PHONE not in event["event"]


def test_no_log_line_holds_what_a_citizen_sent(
    make_bench: Callable[..., Bench], logs: Callable[[], str], tmp_path: Path
) -> None:
    secrets = [PHONE, IDENTITY, CARD, WORDS]

    def fail_at_times(turn: TurnInput) -> None:
        if "失败" in turn.text:
            raise RuntimeError(turn.text)

    bench = make_bench(before=fail_at_times)
    with TestClient(create_app(bench.assistant)) as http:
        for secret in secrets:
            encoded = secret.encode().hex("%")
            headers = {"X-Request-ID": secret if secret.isascii() else "x", "User-Agent": PHONE, "Referer": f"/{PHONE}"}
            http.post("/api/v1/chat", json={"text": f"办证{secret}"}, headers=headers)
            http.post("/api/v1/chat", json={"text": f"失败{secret}"})
            http.post("/api/v1/chat", json={"text": "a", "session_id": secret})
            http.post(
                "/api/v1/chat", json={"text": "a", "session_id": secret.rjust(32, "A") if secret.isascii() else "A"}
            )
            http.post("/api/v1/chat", json={"text": "a", "item_id": secret, "facet": secret})
            http.post(
                "/api/v1/chat", content=f'{{"text": {secret}'.encode(), headers={"Content-Type": "application/json"}
            )
            http.get("/api/v1/search", params={"q": secret, "k": secret})
            http.get("/api/v1/guides", params={"department": secret, "audience": secret})
            http.get(f"/api/v1/guides/%{encoded}")
            http.get(f"/{secret}?{secret}={secret}")
            http.get(f"/widget/{secret}.js")
            http.request(PHONE, "/api/v1/site")
    written = logs()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 12 * len(secrets)
    assert [line["event"] for line in lines].count("surprise") == len(secrets)
    for secret in secrets:
        assert secret not in written


def test_a_line_tells_route_status_time_and_outcome(http: TestClient, logs: Callable[[], str]) -> None:
    response = http.post("/api/v1/chat", json={"text": "身份证丢了"})
    http.post("/api/v1/chat", json={})
    http.get("/healthz")
    answered, refused, probe = [json.loads(line) for line in logs().splitlines()]
    assert answered["request_id"] == response.headers["x-request-id"]
    assert answered["level"] == "info"
    assert (answered["route"], answered["method"], answered["status"]) == ("/api/v1/chat", "POST", 200)
    assert (answered["outcome"], answered["item_id"], answered["confidence"]) == ("answered", "GA-015", 0.9)
    assert answered["took_ms"] > 0
    assert (refused["status"], refused["error"]) == (422, "invalid_request")
    assert probe["level"] == "debug"


def test_libraries_log_through_the_same_fences(logs: Callable[[], str]) -> None:
    try:
        raise ValueError(f"parameters: {WORDS} {PHONE}")
    except ValueError:
        logging.getLogger("sqlalchemy").exception("failed for %s", PHONE)
        structlog.get_logger("own").exception("failed", phone=PHONE)
    written = logs()
    foreign, own = [json.loads(line) for line in written.splitlines()]
    assert foreign["exception"]["type"] == own["exception"]["type"] == "ValueError"
    assert any("test_libraries_log" in frame for frame in foreign["exception"]["frames"])
    assert foreign["event"] == "failed for [masked]"
    assert PHONE not in written
    assert WORDS not in written


def test_text_logs_are_for_people(capfd: pytest.CaptureFixture[str], logs: Callable[[], str]) -> None:
    configure_logging(Settings.model_validate({"log_format": "text"}))
    structlog.get_logger("own").info("hello", number=1)
    structlog.get_logger("own").debug("unseen")
    line = capfd.readouterr().err
    assert "hello" in line
    assert "number=1" in line
    assert not line.startswith("{")
    assert "unseen" not in line


def test_text_logs_tell_where_an_exception_arose_and_not_what_it_said(
    capfd: pytest.CaptureFixture[str], logs: Callable[[], str]
) -> None:
    configure_logging(Settings.model_validate({"log_format": "text"}))
    try:
        raise ValueError(f"parameters: {WORDS} {PHONE}")
    except ValueError:
        logging.getLogger("sqlalchemy").exception("failed for a library")
        structlog.get_logger("own").exception("failed for us")
    written = capfd.readouterr().err
    assert written.count("ValueError") == 2
    assert written.count("test_text_logs_tell_where") == 2
    assert WORDS not in written
    assert PHONE not in written


def test_an_exception_is_described_without_its_words() -> None:
    try:
        raise KeyError(PHONE)
    except KeyError as error:
        described = describe_exception(error)
    assert described["type"] == "KeyError"
    assert PHONE not in str(described)
