"""What is sent and answered about hand-overs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from assistant.edge.http import Body, Note, Part, Reply

HandoverAction = Literal[
    "send", "cancel", "receive", "ask", "supply", "file", "refuse", "answer", "return", "report", "archive", "withdraw", "message"
]  # fmt: skip
AuthorityWord = Literal["procuratorate", "police", "court", "justice", "hotline"]


class StepIn(Body):
    """A step; ``version`` is the one that was seen."""

    version: int = Field(ge=1, le=2_000_000_000)
    note: Note = ""


class Step(Part):
    """A stage of the way; ``at`` is when it was first reached."""

    name: str
    text: str
    done: bool
    at: datetime | None


class Action(Part):
    """What the reader may do now."""

    action: str
    text: str
    needs_note: bool


class Message(Part):
    """One row of the hand-over's history."""

    at: datetime
    who: str
    authority_text: str
    action_text: str
    note: str


class Handover(Part):
    """A hand-over as one side sees it; ``case_text``: what has become of the case since, empty where the recognition stands."""

    id: str
    case_id: str
    case_title: str
    case_text: str
    authority: str
    authority_text: str
    state: str
    state_text: str
    next_text: str
    version: int
    steps: tuple[Step, ...]
    prepared_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    due_on: date | None
    overdue: bool
    actions: tuple[Action, ...]
    messages: tuple[Message, ...]


class Joint(Reply):
    """What concerns the reader's authority."""

    handovers: tuple[Handover, ...]
    total: int


class Sign(Part):
    """A factor or a circumstance, with how many complaints it rests on."""

    code: str
    label: str
    text: str
    count: int


class CasePart(Part):
    """What a receiver sees of the case."""

    title: str
    facts: str
    factors: tuple[Sign, ...]
    against: tuple[Sign, ...]
    complaints: int
    first_on: date | None
    last_on: date | None


class HandoverDetail(Handover):
    """A hand-over with its case."""

    case: CasePart
    sample: bool


class FlowState(Part):
    """A state and what people call it."""

    name: str
    label: str


class FlowStep(Part):
    """An arrow of the drawing; ``who`` in words, ``from`` null at the beginning."""

    origin: str | None = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    action: str
    label: str
    who: str


class Flow(Part):
    """The way of a hand-over, to be drawn."""

    states: tuple[FlowState, ...]
    transitions: tuple[FlowStep, ...]
