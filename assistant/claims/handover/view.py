"""A hand-over as one side sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row

from assistant.claims.handover import schemas
from assistant.claims.handover.compose import INTERNAL, identity_shown
from assistant.claims.handover.states import AUTHORITY_TEXT, MACHINE, NEXT, SIDE_TEXT, STEPS, machine_of, news
from assistant.claims.handover.told import Told
from assistant.claims.persons import masks
from assistant.claims.persons.dossier import Clue, Identity
from assistant.machine import Transition

Side = Literal["market", "receiver"]


@dataclass(frozen=True)
class Seen:
    """A hand-over before the eyes of one side: its case, its rows, what was told of the case, and all that is masked."""

    case: Row[Any]
    row: Row[Any]
    events: Sequence[Row[Any]]
    told: Told
    known: Identity
    side: Side

    @property
    def reached(self) -> list[str]:
        """The states that it went through."""
        return [each.to_state for each in self.events]

    def words(self, text: str) -> str:
        """Words as this side may read them: masked for whoever may not have the identity."""
        if self.side == "market" or identity_shown(self.row.authority, self.reached, self.case.state):
            return text
        return masks.words(text, self.known)


def handover(seen: Seen, day: date) -> schemas.Handover:
    """The shown hand-over; a receiver reads no row that was written before it was sent."""
    row, side = seen.row, seen.side
    rows = [each for each in seen.events if side == "market" or each.action not in INTERNAL]
    return schemas.Handover(
        id=row.id,
        case_id=row.case_id,
        case_title=seen.words(seen.case.title),
        case_text=news(seen.case.state, seen.reached),
        authority=row.authority,
        authority_text=AUTHORITY_TEXT[row.authority],
        state=row.state,
        state_text=MACHINE.states[row.state],
        next_text=NEXT[row.state],
        version=row.version,
        steps=_steps(row, seen.events),
        prepared_at=row.prepared_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        due_on=row.due_on,
        overdue=row.due_on is not None and row.due_on < day,
        actions=_actions(row, side),
        messages=tuple(_message(each, seen.words(each.note)) for each in rows if each.action != "packet"),
    )


def case_part(seen: Seen) -> schemas.CasePart:
    """What of the case is shown beside the hand-over: what its receiver was told."""
    shown = seen.told.shown
    return schemas.CasePart(
        title=seen.words(seen.case.title),
        facts=seen.words(seen.case.facts),
        factors=_signs(shown.factors if shown else (), seen.known),
        against=_signs(shown.against if shown else (), seen.known),
        complaints=shown.total if shown else 0,
        first_on=shown.first_on if shown else None,
        last_on=shown.last_on if shown else None,
    )


def flow(authority: str | None) -> schemas.Flow:
    """The way of one authority, or the whole."""
    machine = MACHINE if authority is None else machine_of(authority)
    arrows = [(origin, each) for each in machine.transitions for origin in each.origins or (None,)]
    return schemas.Flow(
        states=tuple(schemas.FlowState(name=name, label=label) for name, label in machine.states.items()),
        transitions=tuple(
            schemas.FlowStep(origin=origin, target=each.target, action=each.action, label=each.text, who=_sides(each))
            for origin, each in arrows
        ),
    )


def _sides(step: Transition) -> str:
    return "、".join(SIDE_TEXT[each] for each in step.roles)


def _steps(row: Row[Any], events: Sequence[Row[Any]]) -> tuple[schemas.Step, ...]:
    named = machine_of(row.authority).states
    reached: dict[str, Any] = {}
    for event in events:
        reached.setdefault(event.to_state, event.at)
    return tuple(
        schemas.Step(name=each, text=named[each], done=each in reached, at=reached.get(each))
        for each in STEPS
        if each in named
    )


def _actions(row: Row[Any], side: Side) -> tuple[schemas.Action, ...]:
    found = [each for each in machine_of(row.authority).transitions if row.state in each.origins and side in each.roles]
    return tuple(schemas.Action(action=each.action, text=each.text, needs_note=each.needs_note) for each in found)


def _message(row: Row[Any], note: str) -> schemas.Message:
    side = AUTHORITY_TEXT.get(row.authority, "")
    words = MACHINE.text(row.action) or row.action
    return schemas.Message(at=row.at, who=row.who_name, authority_text=side, action_text=words, note=note)


def _signs(clues: Sequence[Clue], known: Identity) -> tuple[schemas.Sign, ...]:
    return tuple(
        schemas.Sign(code=each.code, label=each.label, text=masks.words(each.text, known), count=each.count)
        for each in clues
    )
