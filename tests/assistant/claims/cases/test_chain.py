"""The history notices what was changed; the tables of states hold together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.accounts.person import AUTHORITIES
from assistant.claims.cases import states
from assistant.claims.cases.chain import COVERED, GENESIS, row_digest, verify
from assistant.claims.handover import states as handover
from assistant.machine import Machine


def history(length: int = 4) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        row: dict[str, Any] = dict.fromkeys(COVERED, "")
        at = datetime(2026, 11, 24, 1, seq, tzinfo=UTC)
        row |= {"seq": seq, "at": at, "handover_id": None, "to_state": "proposed", "details": {"factors": ["coercion"]}}
        row["previous"] = rows[-1]["digest"] if rows else GENESIS
        rows.append(row | {"digest": row_digest(row)})
    return rows


def test_an_untouched_history_is_whole() -> None:
    rows = history()
    assert verify(rows, rows[-1]["digest"], 4, "proposed").whole


@pytest.mark.parametrize("field", [name for name in COVERED if name not in ("seq", "at")])
def test_any_changed_field_is_noticed(field: str) -> None:
    rows = history()
    rows[1][field] = "changed"
    assert verify(rows, rows[-1]["digest"], 4).broken_at == 2


def test_a_row_taken_out_or_cut_off_is_noticed() -> None:
    rows = history()
    head = rows[-1]["digest"]
    assert not verify(rows[:1] + rows[2:], head, 4).whole
    assert not verify(rows[:-1], head, 4).whole
    assert not verify(rows, head, 4, "confirmed").whole


@pytest.mark.parametrize("machine", [states.MACHINE, handover.MACHINE, *map(handover.machine_of, AUTHORITIES)])
def test_every_state_can_be_reached_and_every_action_is_clear(machine: Machine) -> None:
    assert {each.target for each in machine.transitions} == set(machine.states)
    pairs = [(origin, each.action) for each in machine.transitions for origin in each.origins]
    assert len(pairs) == len(set(pairs))
    assert all(each.roles and each.text for each in machine.transitions)


def test_the_tables_let_no_machine_beyond_a_proposal_and_nothing_out_without_confirmation() -> None:
    by_system = {(each.action, each.target) for each in states.MACHINE.transitions if "system" in each.roles}
    assert ("open", "proposed") in by_system
    assert not {target for _action, target in by_system} & {"under_review", "recognised", "confirmed", "dismissed"}
    confirmed = [each for each in states.MACHINE.transitions if each.action == "confirm"]
    assert [(each.origins, each.roles) for each in confirmed] == [(("recognised",), ("market",))]
    for each in states.MACHINE.transitions:
        if each.action in ("handover", "sent"):
            assert set(each.origins) <= set(states.STANDING)
