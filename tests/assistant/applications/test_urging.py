"""催办: recorded, routed, answered in time or flagged; not too often, and a double tap is one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from assistant.applications.errors import UrgeTooSoon
from assistant.applications.schemas import UrgeIn
from knowledge.working_days import Pause
from tests.assistant.applications.world import AGENT, World, case_of, fake_system, finished

TAP = "tap-0123456789abcdef"


def urge(world: World, number: str = "T1", **sent: Any) -> Any:
    return world.ask(None, "POST", f"/applications/{number}/urge", json={"verify": "1234"} | sent)


def test_an_urge_goes_to_the_departments_desk_and_says_until_when_it_is_answered(world: World) -> None:
    told = urge(world, text="孩子等着用").json()
    assert (told["count"], told["left"], told["routed_to"]) == (1, 2, "公安分局")
    assert datetime.fromisoformat(told["answer_by"]) == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert told["message"] == "已经转给公安分局催办，最迟 2026 年 11 月 26 日答复您。还可以催办 2 次。"
    waiting = world.ask("agent", "GET", "/casework/urges?state=open").json()["urges"]
    assert [(each["number"], each["text"], each["state"], each["delivered"]) for each in waiting] == [
        ("T1", "孩子等着用", "open", True)
    ]


def test_an_answer_is_given_once_and_read_by_the_applicant(world: World) -> None:
    urge(world)
    urge_id = world.ask("agent", "GET", "/casework/urges").json()["urges"][0]["id"]
    done = world.ask("agent", "POST", f"/casework/urges/{urge_id}/answer", json={"text": "明天办好"})
    assert (done.status_code, done.json()["answered_by"], done.json()["late"]) == (200, "agent", False)
    again = world.ask("admin", "POST", f"/casework/urges/{urge_id}/answer", json={"text": "另一个答复"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "wrong_state")
    seen = world.ask(None, "GET", "/applications/T1?verify=1234").json()["urges"]["history"]
    assert [each["answer"] for each in seen] == ["明天办好"]
    with world.engine.connect() as connection:
        trail = connection.execute(text("SELECT name, action, subject FROM audit")).all()
    assert trail == [("agent", "urge_answered", urge_id)]


def test_an_urge_that_is_not_answered_in_time_is_flagged_and_stays_flagged(world: World) -> None:
    urge(world)
    assert world.ask("agent", "GET", "/casework/urges?state=late").json()["total"] == 0
    world.clock.forward(days=2, hours=8)
    late = world.ask("agent", "GET", "/casework/urges?state=late").json()["urges"]
    assert [(each["state"], each["late"]) for each in late] == [("late", True)]
    assert world.ask("agent", "GET", "/casework/summary").json()["urges_late"] == 1
    world.desk.answer(AGENT, late[0]["id"], "对不起，来晚了")
    answered = world.ask("agent", "GET", "/casework/urges?state=answered").json()["urges"]
    assert [(each["state"], each["late"]) for each in answered] == [("answered", True)]


def test_urges_keep_their_distance_and_end_after_three(world: World) -> None:
    assert urge(world).status_code == 200
    soon = urge(world)
    assert (soon.status_code, soon.json()["error"]["code"], soon.headers["Retry-After"]) == (
        429,
        "urge_too_soon",
        "86400",
    )
    seen = world.ask(None, "GET", "/applications/T1?verify=1234").json()
    assert (seen["can_urge"], seen["urges"]["next_at"]) == (False, "2026-11-25T02:00:00Z")
    assert "11 月 25 日 10:00" in seen["urge_reason"]
    for left in (1, 0):
        world.clock.forward(hours=24)
        assert urge(world).json()["left"] == left
    world.clock.forward(hours=24)
    used_up = urge(world)
    assert (used_up.status_code, used_up.json()["error"]["code"]) == (409, "urge_limit")


def test_a_tap_sent_twice_is_one_urge(world: World) -> None:
    first, second = urge(world, submit_id=TAP).json(), urge(world, submit_id=TAP).json()
    assert first == second
    assert first["count"] == 1


@pytest.mark.parametrize("tap", [TAP, None], ids=["one tap", "several taps"])
def test_urges_at_the_same_moment_are_one(make_world: Callable[..., World], any_url: str, tap: str | None) -> None:
    world = make_world(any_url, system=fake_system(case_of("T1")))
    results: list[str] = []

    def send(number: int) -> None:
        try:
            world.service.urge("T1", UrgeIn(verify="1234", submit_id=tap), f"client {number}")
            results.append("taken")
        except UrgeTooSoon:
            results.append("too soon")

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == (["taken"] * 6 if tap else ["taken"] + ["too soon"] * 5)
    with world.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM service_urge")).scalar_one() == 1


@pytest.mark.parametrize(
    "case",
    [finished("T1"), case_of("T1", state="waiting", pauses=(Pause(date(2026, 11, 20)),))],
    ids=["finished", "waiting for papers"],
)
def test_what_is_over_or_waits_for_the_applicant_cannot_be_urged(make_world: Callable[..., World], case: Any) -> None:
    world = make_world(system=fake_system(case))
    assert urge(world).json()["error"]["code"] == "not_open"
    seen = world.ask(None, "GET", "/applications/T1?verify=1234").json()
    assert not seen["can_urge"]
    assert seen["urge_reason"]


def test_who_does_not_know_the_factor_can_neither_urge_nor_rate_nor_learn_why(world: World) -> None:
    for path, body in (("urge", {}), ("rating", {"score": 5})):
        answers = [
            world.ask(
                None,
                "POST",
                f"/applications/{number}/{path}",
                json=body | {"verify": "0000"},
                headers={"X-Request-ID": "x" * 8},
            )
            for number in ("T1", "T2", "NONE")
        ]
        assert {each.status_code for each in answers} == {404}
        assert len({each.text for each in answers}) == 1


def test_overdue_cases_stand_before_the_staff_worst_first(sample: World) -> None:
    found = sample.ask("agent", "GET", "/casework/overdue").json()
    assert [(each["number"], each["days_over"]) for each in found["cases"]] == [
        ("LC2026000111", 6),
        ("LC2026000110", 3),
        ("LC2026000112", 2),
    ]
    assert found["complete"]
    only = sample.ask("agent", "GET", "/casework/overdue", params={"department": "民政局"}).json()
    assert [each["number"] for each in only["cases"]] == ["LC2026000112"]
    summary = sample.ask("admin", "GET", "/casework/summary").json()
    assert summary["overdue"] == 3
    assert {each["department"]: each["overdue"] for each in summary["departments"]} == {
        "公安分局": 1,
        "医疗保障局": 1,
        "民政局": 1,
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/casework/urges"),
        ("POST", f"/casework/urges/{'0' * 32}/answer"),
        ("POST", "/casework/urges/deliver"),
        ("GET", "/casework/overdue"),
        ("GET", "/casework/summary"),
        ("GET", "/casework/ratings"),
        ("POST", f"/casework/ratings/{'0' * 32}/followup"),
    ],
)
def test_desks_open_for_agents_and_admins_only(world: World, method: str, path: str) -> None:
    assert world.ask(None, method, path, json={"text": "x"}).status_code == 401
    for role in ("company", "tester", "editor", "analyst", "officer"):
        assert world.ask(role, method, path, json={"text": "x"}).status_code == 403, role
    for role in ("agent", "admin"):
        assert world.ask(role, method, path, json={"text": "x"}).status_code in (200, 404)
    if method == "POST":
        forged = world.ask("agent", method, path, json={"text": "x"}, headers={"X-Quanquan-Request": "0"})
        assert forged.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verify": 1234},
        {"verify": "12345"},
        {"verify": "1234", "text": "x" * 301},
        {"verify": "1234", "text": None},
        {"verify": "1234", "submit_id": "short"},
        {"verify": "1234", "more": 1},
    ],
)
def test_bodies_of_another_form_are_refused(world: World, body: dict[str, Any]) -> None:
    assert urge(world).status_code == 200
    response = world.ask(None, "POST", "/applications/T1/urge", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_request")


def test_an_answer_by_friday_evening_is_due_after_the_weekend(world: World) -> None:
    world.clock.moment = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
    told = world.service.urge("T1", UrgeIn(verify="1234"), "a")
    assert told.answer_by - timedelta(hours=9, minutes=30) == datetime(2026, 12, 1, tzinfo=UTC)
