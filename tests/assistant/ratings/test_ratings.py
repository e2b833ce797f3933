"""好差评: five levels, one rating a case and a reply, and a duty to follow up on the two lowest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, text

from assistant.applications.errors import NotOpen
from assistant.applications.schemas import RatingIn
from assistant.ratings.errors import AlreadyRated
from assistant.ratings.levels import options
from assistant.state.models import SessionRow, TurnRow
from tests.assistant.applications.conftest import any_url, make_world, world
from tests.assistant.applications.world import NOW, World, case_of, fake_system, finished

__all__ = ["any_url", "make_world", "world"]  # fixtures

SESSION = "s" * 32


def rate(world: World, score: int, number: str = "T2", **more: Any) -> Any:
    body = {"verify": "1234", "score": score} | more
    return world.ask(None, "POST", f"/applications/{number}/rating", json=body)


def reply(world: World, reply_id: str = "r1", session_id: str = SESSION) -> None:
    """A turn of a conversation, as the dialogue saved it."""
    with world.engine.begin() as connection:
        if not connection.execute(text("SELECT 1 FROM session WHERE id = :id"), {"id": session_id}).first():
            connection.execute(insert(SessionRow).values(id=session_id, created_at=NOW, last_at=NOW, state={}))
        turn = {"id": reply_id, "session_id": session_id, "seq": len(reply_id) * 100 + ord(reply_id[-1])}
        more: dict[str, Any] = {
            "user_text": "身份证丢了",
            "reply": {},
            "outcome": "answered",
            "item_id": "GA-015",
            "facet": None,
        }
        connection.execute(
            insert(TurnRow).values(**turn, **more, confidence=1.0, snapshot_id=None, took_ms=1.0, at=NOW)
        )


def rate_reply(world: World, score: int, reply_id: str = "r1", session_id: str = SESSION, **more: Any) -> Any:
    body = {"session_id": session_id, "reply_id": reply_id, "score": score} | more
    return world.ask(None, "POST", "/ratings/replies", json=body)


def test_there_are_five_levels_with_reasons_for_each(world: World) -> None:
    found = world.ask(None, "GET", "/ratings/options").json()
    assert [level["label"] for level in found["levels"]] == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    assert set(found["reasons"]) == {"1", "2", "3", "4", "5"}
    assert all(found["reasons"].values())
    for given in options().reasons.values():
        assert len({each.code for each in given}) == len(given) <= 8


def test_a_finished_case_is_rated_once(world: World) -> None:
    assert world.service.look_up("T2", "1234", "a").can_rate
    first = rate(world, 5, reasons=["fast", "polite"], text="谢谢")
    assert (first.status_code, first.json()["followup"]) == (200, False)
    seen = world.ask(None, "GET", "/applications/T2?verify=1234").json()
    assert (seen["can_rate"], seen["rating"]["text_of_score"]) == (False, "非常满意")
    assert seen["rating"]["reasons"] == ["办得快", "态度好"]
    assert rate(world, 5, text="谢谢").status_code == 200
    other = rate(world, 1)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "already_rated")


@pytest.mark.parametrize(
    "case",
    [
        case_of("T1"),
        finished(
            "T1",
        ),
        case_of("T1", state="waiting"),
    ],
    ids=lambda case: case.state,
)
def test_only_what_is_decided_can_be_rated(make_world: Callable[..., World], case: Any) -> None:
    world = make_world(system=fake_system(case))
    assert world.service.look_up("T1", "1234", "a").can_rate is (case.state == "approved")
    response = rate(world, 4, "T1")
    assert response.status_code == (200 if case.state == "approved" else 409)


def test_what_was_withdrawn_cannot_be_rated(make_world: Callable[..., World]) -> None:
    withdrawn = case_of("T1", state="withdrawn", finished_on=NOW.date())
    with pytest.raises(NotOpen, match="撤回"):
        make_world(system=fake_system(withdrawn)).service.rate("T1", RatingIn(verify="1234", score=5), "a")


@pytest.mark.parametrize("score", [1, 2])
def test_the_two_lowest_levels_bring_a_duty_whose_answer_the_applicant_reads(world: World, score: int) -> None:
    told = rate(world, score, reasons=["too_slow"], text="等了一个月").json()
    assert told["followup"]
    assert "2026 年 12 月 1 日" in told["message"]
    waiting = world.ask("agent", "GET", "/casework/ratings?followup=open").json()["ratings"]
    assert [(each["subject"], each["department"], each["followup"], each["late"]) for each in waiting] == [
        ("T2", "公安分局", "open", False)
    ]
    assert datetime.fromisoformat(waiting[0]["due_at"]) == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    path = f"/casework/ratings/{waiting[0]['id']}/followup"
    assert world.ask("agent", "POST", path, json={"text": "已经上门道歉并发证"}).json()["followup"] == "done"
    assert world.ask("admin", "POST", path, json={"text": "再来一次"}).status_code == 409
    seen = world.ask(None, "GET", "/applications/T2?verify=1234").json()["rating"]["followup"]
    assert seen == {"state": "done", "answer": "已经上门道歉并发证"}
    with world.engine.connect() as connection:
        trail = connection.execute(text("SELECT name, action, subject FROM audit")).all()
    assert trail == [("agent", "rating_followed_up", waiting[0]["id"])]


def test_words_are_kept_as_long_as_those_of_conversations_and_levels_for_good(world: World) -> None:
    rate(world, 2, reasons=["too_slow"], text="我叫王小明，等了一个月")
    world.clock.forward(days=179)
    assert world.built.caretaker.once()["rating_texts_erased"] == 0
    world.clock.forward(days=2)
    assert world.built.caretaker.once()["rating_texts_erased"] == 1
    seen = world.ask(None, "GET", "/applications/T2?verify=1234").json()["rating"]
    assert (seen["score"], seen["reasons"], seen["text"]) == (2, ["办得慢、超过承诺时间"], "")


def test_an_answer_is_promised_only_to_who_can_read_it(world: World) -> None:
    assert "答复会写在办件进度里" in rate(world, 1).json()["message"]
    reply(world)
    told = rate_reply(world, 1).json()["message"]
    assert "最迟 2026 年 12 月 1 日处理完" in told
    assert "答复" not in told


def test_a_follow_up_past_its_day_is_flagged(world: World) -> None:
    rate(world, 1)
    world.clock.forward(days=8)
    late = world.ask("agent", "GET", "/casework/ratings?followup=open").json()["ratings"]
    assert [each["late"] for each in late] == [True]
    summary = world.ask("agent", "GET", "/casework/summary").json()
    assert (summary["followups_open"], summary["followups_late"], summary["satisfied_share"]) == (1, 1, 0.0)


def test_a_good_rating_needs_no_follow_up_and_gets_none(world: World) -> None:
    rate(world, 3)
    rating_id = world.ask("agent", "GET", "/casework/ratings").json()["ratings"][0]["id"]
    assert world.ask("agent", "GET", "/casework/ratings?followup=open").json()["total"] == 0
    assert world.ask("agent", "POST", f"/casework/ratings/{rating_id}/followup", json={"text": "x"}).status_code == 409


def test_ratings_at_the_same_moment_are_one(make_world: Callable[..., World], any_url: str) -> None:
    world = make_world(any_url, system=fake_system(finished("T2")))
    results: list[str] = []

    def send(score: int) -> None:
        try:
            world.service.rate("T2", RatingIn(verify="1234", score=score), f"client {score}")
            results.append("kept")
        except AlreadyRated:
            results.append("refused")

    threads = [threading.Thread(target=send, args=(score,)) for score in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["kept"] + ["refused"] * 4


def test_a_reply_is_rated_and_changed_within_the_hour(world: World) -> None:
    reply(world)
    assert rate_reply(world, 2, reasons=["wrong_answer"]).json()["followup"]
    world.clock.forward(minutes=59)
    assert not rate_reply(world, 5, reasons=["clear_guidance"]).json()["followup"]
    kept = world.ask("agent", "GET", "/casework/ratings").json()["ratings"]
    assert [(each["kind"], each["score"], each["title"], each["followup"]) for each in kept] == [
        ("reply", 5, "居民身份证补领（丢失）", None)
    ]
    world.clock.forward(minutes=2)
    assert rate_reply(world, 1).json()["error"]["code"] == "already_rated"


def test_a_rating_that_was_followed_up_is_not_changed_any_more(world: World) -> None:
    reply(world)
    rate_reply(world, 1)
    rating_id = world.ask("agent", "GET", "/casework/ratings").json()["ratings"][0]["id"]
    world.ask("agent", "POST", f"/casework/ratings/{rating_id}/followup", json={"text": "已改正"})
    assert rate_reply(world, 5).status_code == 409


def test_only_replies_of_ones_own_conversation_can_be_rated(world: World) -> None:
    reply(world)
    reply(world, "q1", "o" * 32)
    answers = [rate_reply(world, 5, "q1"), rate_reply(world, 5, "none"), rate_reply(world, 5, "r1", "o" * 32)]
    assert {(each.status_code, each.json()["error"]["code"]) for each in answers} == {(404, "reply_not_found")}


@pytest.mark.parametrize(
    "body",
    [
        {"score": 0},
        {"score": 6},
        {"score": "5"},
        {"score": True},
        {"score": 5, "reasons": ["too_slow"]},
        {"score": 1, "reasons": ["no_such_reason"]},
        {"score": 1, "reasons": ["too_slow"] * 9},
        {"score": 1, "text": "x" * 501},
        {"score": 1, "reasons": "too_slow"},
        {"score": 1, "more": 1},
    ],
)
def test_ratings_of_another_form_are_refused(world: World, body: dict[str, Any]) -> None:
    reply(world)
    sent = world.ask(None, "POST", "/applications/T2/rating", json={"verify": "1234"} | body)
    also = world.ask(None, "POST", "/ratings/replies", json={"session_id": SESSION, "reply_id": "r1"} | body)
    assert {sent.status_code, also.status_code} == {422}


def test_signs_that_no_database_takes_do_no_harm(make_world: Callable[..., World], any_url: str) -> None:
    world = make_world(any_url, system=fake_system(case_of("T1")))
    reply(world)
    body = '{"session_id": "%s", "reply_id": "%s", "score": 1, "text": "\\u574f\\u0000\\ud83d"}'
    kind = {"Content-Type": "application/json"}
    for reply_id, status in (("r1", 200), ("r1\\u0000", 422), ("\\ud83d", 422)):
        sent = world.ask(None, "POST", "/ratings/replies", content=body % (SESSION, reply_id), headers=kind)
        assert sent.status_code == status
    assert world.ask("agent", "GET", "/casework/ratings").json()["ratings"][0]["text"] == "坏"
    for path in ("ratings", "urges", "overdue"):
        found = world.ask("agent", "GET", f"/casework/{path}?department=%00%ed%a0%bd")
        assert found.status_code == 200
    assert world.ask(None, "GET", "/applications/T%001%ed%a0%bd?verify=1234").status_code == 200
