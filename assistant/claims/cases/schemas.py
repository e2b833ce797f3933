"""Cases on the wire; a dossier is always masked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, SerializeAsAny, StringConstraints

from assistant.accounts.person import Authority
from assistant.claims.persons.dossier import Identity
from assistant.claims.persons.schemas import Person
from assistant.edge.http import Body, Label, Note, Part, Plain, Reply

Action = Literal[
    "review",
    "seen",
    "recognise",
    "confirm",
    "dismiss",
    "handover",
    "extend",
    "close",
    "appeal",
    "decide_appeal",
    "decide_complaint",
]
Decision = Literal["not_accepted", "ended", "accepted"]
Title = Annotated[Plain, StringConstraints(min_length=1, max_length=100)]
Facts = Annotated[Plain, StringConstraints(min_length=1, max_length=4000)]
Ref = Annotated[Plain, StringConstraints(min_length=1, max_length=128)]
Codes = Annotated[list[Label], Field(max_length=40)]


class Opening(Body):
    """A new case: of a person of the register, of a company's report, or of neither (found at work)."""

    person_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")] | None = None
    receipt: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,32}$")] | None = None
    title: Title
    facts: Facts


class Step(Body):
    """A step; ``version`` is the one that was on the screen. What else is needed, the action says."""

    version: Annotated[int, Field(ge=1, le=2**31 - 2)]
    note: Note = ""
    factors: Codes = []
    against_seen: Codes = []
    upheld: bool | None = None
    to: Annotated[list[Authority], Field(max_length=6)] = []
    complaint: Ref | None = None
    decision: Decision | None = None


class Asking(Body):
    """Why somebody wants to see who it is."""

    note: Note = ""


class Named(Part):
    """A factor or circumstance that a person ticks."""

    code: str
    label: str


class ActionView(Part):
    """What may be done now."""

    action: str
    text: str
    needs_note: bool


class Signature(Part):
    """One sign-off that counts."""

    who: str
    at: datetime
    note: str
    factors: tuple[str, ...]


class EventView(Part):
    """One row of the history."""

    seq: int
    at: datetime
    action: str
    action_text: str
    from_: str | None = Field(serialization_alias="from")
    to: str
    who: str
    authority_text: str
    note: str


class SealedEvent(Part):
    """One row with what chains it to the row before."""

    seq: int
    at: datetime
    action: str
    action_text: str
    from_: str | None = Field(serialization_alias="from")
    to: str
    who: str
    note: str
    digest: str
    previous: str


class Chain(Part):
    """Does the history hold together?"""

    whole: bool
    length: int
    head: str
    reason: str


class StateView(Part):
    """A state of the drawing."""

    name: str
    label: str


class Arrow(Part):
    """An arrow of the drawing; ``from`` null: the beginning."""

    from_: str | None = Field(serialization_alias="from")
    to: str
    action: str
    label: str
    who: str


class Flow(Part):
    """The way of a case as it is drawn."""

    states: tuple[StateView, ...]
    transitions: tuple[Arrow, ...]


class ComplaintDecision(Part):
    """What was decided on one complaint; the newest of each counts."""

    complaint: str
    decision: Decision
    decision_text: str
    who: str
    at: datetime
    note: str


class Head(Part):
    """One case in a list."""

    id: str
    title: str
    origin: str
    origin_text: str
    person_id: str | None
    receipt: str | None
    state: str
    state_text: str
    next_text: str
    version: int
    opened_by: str
    opened_at: datetime
    updated_at: datetime
    expires_on: date | None


class Cases(Reply):
    """A page of cases, longest untouched first; ``counts`` by state."""

    cases: tuple[Head, ...]
    total: int
    counts: dict[str, int]


class Case(Head):
    """One case whole."""

    sample: bool
    facts: str
    actions: tuple[ActionView, ...]
    dossier: Person | None
    factors: tuple[Named, ...]
    against: tuple[Named, ...]
    signatures: tuple[Signature, ...]
    i_have_seen: bool
    history: tuple[EventView, ...]
    chain: Chain
    handovers: Sequence[SerializeAsAny[Part]]
    flow: Flow
    complaint_decisions: tuple[ComplaintDecision, ...]


class Revealed(Part):
    """Who it is, unmasked; ``version`` is the case's after the look was written down."""

    identity: Identity
    version: int


class Audit(Part):
    """The history as it is chained, and whether it holds; ``broken_at``: number of the first row that does not fit."""

    whole: bool
    broken_at: int | None
    reason: str
    head: str
    length: int
    events: tuple[SealedEvent, ...]
