"""Handing urges over: one that is refused or breaks holds up no other, and what is said is what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from assistant.applications.adapters.http import HttpCaseSystem
from assistant.applications.adapters.transport import Patience
from assistant.applications.case import Case
from assistant.applications.errors import CaseSystemRefused, CaseSystemUnavailable
from assistant.applications.ports import FakeCaseSystem
from assistant.breaker import CircuitBreaker
from tests.assistant.applications.server import TOKEN, CaseServer, case_server
from tests.assistant.applications.test_http import NOTE, answer, sent_case
from tests.assistant.applications.world import World, case_of, fake_system


@pytest.fixture
def system() -> FakeCaseSystem:
    cases: list[Case] = [case_of(f"T{number}") for number in range(1, 5)]
    return fake_system(*cases)


@pytest.fixture
def town(make_world: Callable[..., World], system: FakeCaseSystem) -> World:
    return make_world(system=system)


def urge(world: World, number: str) -> str:
    """What the citizen reads."""
    sent = world.ask(None, "POST", f"/applications/{number}/urge", json={"verify": "1234", "text": "等着用"})
    assert sent.status_code == 200, sent.text
    return str(sent.json()["message"])


def undelivered(world: World) -> list[Any]:
    return list(world.ask("agent", "GET", "/casework/urges?state=undelivered").json()["urges"])


def test_an_urge_that_is_refused_holds_up_no_other_and_is_left_to_the_desk(town: World, system: FakeCaseSystem) -> None:
    system.refuses = {"T1"}
    said = urge(town, "T1")
    assert said.startswith("已经记下您的催办，办件系统没有收下，由工作人员转告公安分局")
    assert "已经转给" not in said
    assert urge(town, "T2").startswith("已经转给公安分局催办")
    left = undelivered(town)
    assert [(each["number"], each["delivery"], each["delivered"]) for each in left] == [("T1", "refused", False)]
    assert "没有这个编号" in left[0]["delivery_text"]
    before = len(system.asked)
    town.clock.forward(days=1)
    assert town.built.caretaker.once()["urges_delivered"] == 0
    assert len(system.asked) == before  # it is no use to send it again
    seen = town.ask(None, "GET", "/applications/T1?verify=1234").json()
    assert not seen["urges"]["history"][0]["delivered"]


def test_the_caretaker_hands_over_what_waited(town: World, system: FakeCaseSystem) -> None:
    system.breaks = {"T1", "T2"}
    assert urge(town, "T1").startswith("已经记下您的催办，办件系统暂时连接不上")
    urge(town, "T2")
    system.breaks = set()
    assert town.built.caretaker.once()["urges_delivered"] == 0  # not at once again
    town.clock.forward(minutes=6)
    assert town.built.caretaker.once()["urges_delivered"] == 2
    assert undelivered(town) == []


def test_one_at_which_the_system_breaks_lets_the_others_through_and_waits_longer_each_time(
    town: World, system: FakeCaseSystem
) -> None:
    system.breaks = {"T1", "T2", "T3"}
    for number in ("T1", "T2", "T3"):
        urge(town, number)
    system.breaks = {"T1"}
    system.asked.clear()
    for _ in range(24 * 12):
        town.clock.forward(minutes=5)
        town.built.caretaker.once()
    assert [each["number"] for each in undelivered(town)] == ["T1"]
    assert set(system.asked) == {"T1", "T2", "T3"}
    assert 5 <= system.asked.count("T1") <= 12


def test_while_the_system_is_away_a_round_asks_it_once(town: World, system: FakeCaseSystem) -> None:
    system.breaks = {"T1", "T2", "T3"}
    for number in ("T1", "T2", "T3"):
        urge(town, number)
    system.asked.clear()
    town.clock.forward(minutes=6)
    assert town.built.caretaker.once()["urges_delivered"] == 0
    assert len(system.asked) == 1


def test_the_desk_may_send_again_also_what_was_refused(town: World, system: FakeCaseSystem) -> None:
    system.refuses = {"T1"}
    urge(town, "T1")
    system.refuses = set()
    assert town.ask("agent", "POST", "/casework/urges/deliver").json() == {"delivered": 1, "sample": True}
    assert undelivered(town) == []


def test_what_the_department_has_not_got_is_not_said_to_be_there(town: World, system: FakeCaseSystem) -> None:
    system.breaks = {"T1"}
    for _ in range(3):
        urge(town, "T1")
        reason = town.ask(None, "GET", "/applications/T1?verify=1234").json()["urge_reason"]
        assert "收到" not in reason
        assert "已经记下" in reason
        town.clock.forward(hours=25)
    urge(town, "T2")
    assert "部门已经收到" in town.ask(None, "GET", "/applications/T2?verify=1234").json()["urge_reason"]


def test_words_are_kept_as_long_as_those_of_conversations(town: World, system: FakeCaseSystem) -> None:
    urge(town, "T1")
    town.clock.forward(days=170)
    urge(town, "T2")
    town.clock.forward(days=11)
    assert town.built.caretaker.once()["urge_texts_erased"] == 1
    with town.engine.connect() as connection:
        kept = connection.execute(text("SELECT number, text FROM service_urge ORDER BY number")).all()
    assert [tuple(row) for row in kept] == [("T1", ""), ("T2", "等着用")]


@pytest.fixture
def server() -> Iterator[CaseServer]:
    with case_server() as running:
        running.cases["A-1", "1234"] = sent_case()
        yield running


@pytest.fixture
def adapter(server: CaseServer) -> Iterator[HttpCaseSystem]:
    """One that leaves the system alone after its first failure."""
    made = HttpCaseSystem(server.url, TOKEN, Patience(total=5, tries=1), CircuitBreaker(failures=1))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, b'{"code": "case_not_found"}', "case_not_found"),
        (400, b"{}", "status 400"),
        (409, b"{}", "status 409"),
        (422, b"{}", "status 422"),
    ],
)
def test_a_request_at_fault_is_refused_and_no_trouble_of_the_system(
    server: CaseServer, adapter: HttpCaseSystem, status: int, body: bytes, why: str
) -> None:
    server.failures = [answer(status, body)]
    with pytest.raises(CaseSystemRefused) as refused:
        adapter.urge("A-1", NOTE)
    assert refused.value.why == why
    assert adapter.look_up("A-1", "1234") is not None


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_ran_out_is_no_fault_of_the_urge(server: CaseServer, adapter: HttpCaseSystem, status: int) -> None:
    server.failures = [answer(status, b"{}")]
    with pytest.raises(CaseSystemUnavailable) as failed:
        adapter.urge("A-1", NOTE)
    assert not isinstance(failed.value, CaseSystemRefused)
    assert adapter.look_up("A-1", "1234") is not None


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_system_in_trouble_is_left_alone(server: CaseServer, adapter: HttpCaseSystem, status: int) -> None:
    server.failures = [answer(status, b"{}")]
    with pytest.raises(CaseSystemUnavailable) as failed:
        adapter.urge("A-1", NOTE)
    assert not isinstance(failed.value, CaseSystemRefused)
    with pytest.raises(CaseSystemUnavailable):
        adapter.look_up("A-1", "1234")
    assert server.requests == 1
