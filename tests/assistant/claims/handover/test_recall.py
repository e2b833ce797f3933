"""A recognition that falls takes back what was handed over, whoever was quicker and whatever was cut off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.claims.cases.ports import NoHandovers
from assistant.claims.handover.repository import HandoverRepository
from assistant.state.database import Database
from tests.assistant.claims.handover.world import FIRST, World

THIRD = Person("third", "陈科员", "officer", None, "market")


def handed(world: World) -> tuple[str, list[str]]:
    case_id = world.case()
    own = world.prepared(case_id, "police", "court", "justice")
    for each in own[:2]:
        world.done("market", each, "send")
    return case_id, own


def states(world: World, case_id: str) -> dict[str, str]:
    return {each.authority: each.state for each in world.handovers.of_case(case_id)}


def test_the_police_who_receive_at_that_moment_stop_no_recall(any_world: World) -> None:
    case_id, (police, *_others) = handed(any_world)

    class Quicker(HandoverRepository):
        """The police receive after their hand-over was read, and before anything is done with it."""

        def find(self, handover_id: str) -> Row[Any] | None:
            row = super().find(handover_id)
            if row is not None and row.id == police and row.state == "sent":
                any_world.done("police", police, "receive")
            return row

    any_world.step(FIRST, case_id, "appeal")
    any_world.cases.handovers = replace(any_world.handovers, repository=Quicker(Database(any_world.engine)))
    case = any_world.step(THIRD, case_id, "decide_appeal", upheld=True)
    assert (case.state, case.chain.whole) == ("dismissed", True)
    assert states(any_world, case_id) == {"police": "withdrawn", "court": "withdrawn", "justice": "cancelled"}


def test_what_was_cut_off_after_the_decision_is_recalled_later(any_world: World) -> None:
    case_id, _own = handed(any_world)
    any_world.step(FIRST, case_id, "appeal")
    any_world.cases.handovers = NoHandovers()
    any_world.step(THIRD, case_id, "decide_appeal", upheld=True)
    assert set(states(any_world, case_id).values()) == {"sent", "preparing"}
    assert any_world.handovers.recall_fallen() == 3
    assert set(states(any_world, case_id).values()) == {"withdrawn", "cancelled"}
    assert any_world.handovers.recall_fallen() == 0
    assert any_world.cases.audit(case_id).whole


def test_what_still_stands_is_not_recalled(world: World) -> None:
    case_id, _own = handed(world)
    world.step(FIRST, case_id, "appeal")
    assert world.handovers.recall_fallen() == 0
    assert set(states(world, case_id).values()) == {"sent", "preparing"}


def test_a_case_that_is_not_recognised_again_drops_what_was_in_preparation(world: World) -> None:
    case_id = world.case()
    (police,) = world.prepared(case_id, "police")
    world.done("market", police, "send")
    world.done("police", police, "return")
    world.prepared(case_id, "court")
    world.step(FIRST, case_id, "review")
    world.step(FIRST, case_id, "dismiss")
    assert states(world, case_id) == {"police": "returned", "court": "cancelled"}
