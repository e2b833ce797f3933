"""The case follows how each hand-over ended, not only where it stands."""

from __future__ import annotations

from datetime import timedelta

from tests.assistant.claims.handover.world import FIRST, SECOND, World


def went(world: World, handover_id: str, authority: str, *actions: str) -> None:
    for action in actions:
        world.done("market" if action in ("send", "supply", "archive") else authority, handover_id, action)


def state(world: World, case_id: str) -> str:
    return world.cases.one(FIRST, case_id).state


def test_to_explain_a_refusal_or_file_it_away_makes_it_no_success(world: World) -> None:
    case_id = world.case()
    (own,) = world.prepared(case_id, "police")
    went(world, own, "police", "send", "receive", "refuse")
    assert state(world, case_id) == "returned"
    went(world, own, "police", "report")
    assert state(world, case_id) == "returned"
    went(world, own, "police", "archive")
    assert state(world, case_id) == "returned"


def test_a_success_that_was_filed_away_still_counts(world: World) -> None:
    case_id = world.case()
    police, court = world.prepared(case_id, "police", "court")
    went(world, court, "court", "send")
    went(world, police, "police", "send", "receive", "file", "report", "archive")
    went(world, court, "court", "return")
    assert state(world, case_id) == "received"


def test_what_was_filed_away_before_a_new_review_speaks_no_more(world: World) -> None:
    case_id = world.case()
    (police,) = world.prepared(case_id, "police")
    went(world, police, "police", "send", "receive", "file", "report", "archive")
    world.clock.now += timedelta(days=366)
    world.cases.expire()
    world.step(FIRST, case_id, "review")
    for who, action in ((FIRST, "recognise"), (SECOND, "confirm")):
        world.step(who, case_id, "seen")
        world.step(who, case_id, action)
    (court,) = world.prepared(case_id, "court")
    assert state(world, case_id) == "confirmed"
    went(world, court, "court", "send", "return")
    assert state(world, case_id) == "returned"
