"""Fair shares: counted per address and per session, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.edge.rate_limit import Rate, RateLimiter, address_key, parse_rate
from assistant.errors import InvalidSetting, TooManyRequests
from tests.assistant.fakes import Bench
from tests.assistant.test_app import assert_error

CHAT = "/api/v1/chat"


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_setting_is_read_as_written() -> None:
    assert parse_rate("60/minute") == Rate(60, 60.0)
    assert parse_rate("5/second") == Rate(5, 1.0)
    assert parse_rate(" OFF ") is None


@pytest.mark.parametrize("setting", ["", "0/minute", "60", "60/fortnight", "-1/minute", "1.5/minute", "x/minute", "on"])
def test_a_setting_that_makes_no_sense_is_refused_at_start_up(make_bench: Callable[..., Bench], setting: str) -> None:
    with pytest.raises(InvalidSetting, match="QUANQUAN_RATE_LIMIT"):
        make_bench(rate_limit=setting)


def test_a_share_is_used_up_and_comes_back_little_by_little() -> None:
    clock = Clock()
    limiter = RateLimiter(Rate(3, 60.0), clock=clock)
    for _ in range(3):
        limiter.spend("a")
    with pytest.raises(TooManyRequests) as refused:
        limiter.spend("a")
    assert refused.value.retry_after == 20
    limiter.spend("b")
    clock.now += 20
    limiter.spend("a")
    with pytest.raises(TooManyRequests):
        limiter.spend("a")


def test_a_request_may_cost_more_than_one() -> None:
    limiter = RateLimiter(Rate(10, 60.0), clock=Clock())
    limiter.spend("a", units=7)
    with pytest.raises(TooManyRequests):
        limiter.spend("a", units=4)
    limiter.spend("a", units=3)
    with pytest.raises(TooManyRequests):
        limiter.spend("a")


def test_being_refused_costs_nothing() -> None:
    clock = Clock()
    limiter = RateLimiter(Rate(1, 60.0), clock=clock)
    limiter.spend("a")
    for _ in range(100):
        with pytest.raises(TooManyRequests):
            limiter.spend("a")
    clock.now += 60
    limiter.spend("a")


@given(
    count=st.integers(1, 20),
    gaps=st.lists(st.floats(min_value=0, max_value=30, allow_nan=False), min_size=1, max_size=120),
)
def test_never_more_than_twice_the_share_in_any_period(count: int, gaps: list[float]) -> None:
    clock = Clock()
    limiter = RateLimiter(Rate(count, 60.0), clock=clock)
    admitted: list[float] = []
    for gap in gaps:
        clock.now += gap
        try:
            limiter.spend("a")
        except TooManyRequests:
            continue
        admitted.append(clock.now)
    for start in admitted:
        assert sum(start <= moment < start + 60 for moment in admitted) <= 2 * count


def test_memory_is_bounded_whatever_addresses_come() -> None:
    limiter = RateLimiter(Rate(1, 3600.0), size=100, clock=Clock())
    for number in range(1000):
        limiter.spend(f"client {number}")
    assert len(limiter) == 100


def test_clients_with_their_whole_share_are_forgotten() -> None:
    clock = Clock()
    limiter = RateLimiter(Rate(10, 60.0), clock=clock)
    for number in range(50):
        limiter.spend(f"client {number}")
    clock.now += 61
    limiter.spend("late")
    assert len(limiter) == 1


def test_an_ipv6_client_cannot_multiply_itself() -> None:
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff")
    assert address_key("2001:db8::1") != address_key("2001:db8:0:1::1")
    assert address_key("::ffff:192.0.2.1") == address_key("192.0.2.1")
    assert address_key(None) == address_key("")


def test_too_many_turns_from_an_address_are_told_when_to_come_back(make_bench: Callable[..., Bench]) -> None:
    with TestClient(create_app(make_bench(rate_limit="3/hour").assistant)) as http:
        for _ in range(3):
            assert http.post(CHAT, json={"text": "身份证丢了"}).status_code == 200
        refused = http.post(CHAT, json={"text": "身份证丢了"})
        assert "1200" in assert_error(refused, 429, "too_many_requests")
        assert refused.headers["retry-after"] == "1200"
        assert refused.headers["access-control-allow-origin"] == "*"
        assert http.get("/api/v1/site").status_code == 200
        assert http.get("/healthz").status_code == 200


def test_a_session_has_one_share_from_whatever_addresses(make_bench: Callable[..., Bench]) -> None:
    app = create_app(make_bench(rate_limit="3/hour").assistant)
    with TestClient(app, client=("192.0.2.1", 1)) as first:
        session_id = first.post(CHAT, json={"text": "身份证丢了"}).json()["session_id"]
    for host in ("192.0.2.2", "192.0.2.3", "192.0.2.4"):
        with TestClient(app, client=(host, 1)) as http:
            assert http.post(CHAT, json={"text": "多少钱", "session_id": session_id}).status_code == 200
    with TestClient(app, client=("192.0.2.5", 1)) as http:
        assert_error(http.post(CHAT, json={"text": "多少钱", "session_id": session_id}), 429)
        assert http.post(CHAT, json={"text": "多少钱"}).status_code == 200


def test_searching_is_limited_too(make_bench: Callable[..., Bench]) -> None:
    with TestClient(create_app(make_bench(rate_limit="1/hour").assistant)) as http:
        assert http.get("/api/v1/search?q=a").status_code == 200
        assert_error(http.get("/api/v1/search?q=a"), 429)
