"""Rows of a case's history: how one is made, and what was signed since the last review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from assistant.accounts.person import Person
from assistant.claims.cases.chain import COVERED, GENESIS, row_digest
from assistant.machine import SYSTEM, THE_SYSTEM

SIGNING: Final = ("recognise", "confirm")
Event = dict[str, Any]
"""A row without ``case_id``, ``seq``, ``previous`` and ``digest``, which the repository gives it."""


def event(
    person: Person | None,
    at: datetime,
    action: str,
    from_state: str | None,
    to_state: str,
    note: str = "",
    *,
    handover_id: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """What somebody did; ``person`` None is the system itself. ``details`` holds only what JSON gives back as it was."""
    return {
        "handover_id": handover_id,
        "at": at,
        "action": action,
        "from_state": from_state,
        "to_state": to_state,
        "who_id": person.id if person else SYSTEM,
        "who_name": person.name if person else THE_SYSTEM.name,
        "authority": side_of(person),
        "note": note,
        "details": dict(details or {}),
    }


def side_of(person: Person | None) -> str:
    """For which authority somebody acts; administrators act for the market regulator."""
    if person is None:
        return SYSTEM
    return person.authority or "market"


def sealed(made: Mapping[str, Any], case_id: str, seq: int, previous: str) -> Event:
    """The row as it is kept, with its digest."""
    row = {**made, "case_id": case_id, "seq": seq, "previous": previous or GENESIS}
    assert row.keys() == set(COVERED), row.keys() ^ set(COVERED)
    return row | {"digest": row_digest(row)}


def since_review(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows from the last ``review`` on; none where nobody has begun one."""
    begun = [number for number, row in enumerate(rows) if row["action"] == "review"]
    return list(rows[begun[-1] :]) if begun else []


def signatures(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sign-offs that count: those since the last review, first to last."""
    return [row for row in since_review(rows) if row["action"] in SIGNING]


def signers(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Who signed since the last review."""
    return {row["who_id"] for row in signatures(rows)}


def has_seen(rows: Sequence[Mapping[str, Any]], person_id: str) -> bool:
    """Has somebody recorded, since the last review, that he looked at what speaks for and against?"""
    return any(row["action"] == "seen" and row["who_id"] == person_id for row in since_review(rows))


def last(rows: Sequence[Mapping[str, Any]], actions: Iterable[str]) -> Mapping[str, Any] | None:
    """The newest row of some actions."""
    wanted = set(actions)
    return next((row for row in reversed(rows) if row["action"] in wanted), None)


def asked_to_extend(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """Who asked for more time and has not been answered: ``extend`` asks, ``extended`` agrees, a new recognition ends the asking."""
    row = last(rows, ("extend", "extended", "confirm", "review"))
    return row["who_id"] if row is not None and row["action"] == "extend" else None
