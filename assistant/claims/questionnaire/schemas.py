"""The questionnaire, its leads and its counts on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from assistant.claims.questionnaire.questions import Kind
from assistant.claims.reports.schemas import SubmitId
from assistant.edge.http import Body, Note, Part, Plain, Reply


class Choice(Part):
    """One thing to choose."""

    value: str
    label: str


class Asked(Part):
    """One question."""

    id: str
    text: str
    kind: Kind
    options: tuple[Choice, ...]
    required: bool


class Sheet(Reply):
    """The questionnaire in force."""

    version: str
    title: str
    intro: str
    questions: tuple[Asked, ...]


class AnswersIn(Body):
    """Answers to one version; ``submit_id`` makes a repeated sending count once."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    company: Annotated[Plain, StringConstraints(min_length=1, max_length=120)]
    contact_phone: Annotated[Plain, StringConstraints(max_length=32)] | None = None
    answers: dict[str, Any]
    submit_id: SubmitId | None = None


class Thanks(Reply):
    """The answer to answers."""

    receipt: str
    message: str
    lead: bool


class LeadAnswer(Part):
    """A question and its answer in words."""

    question: str
    answer: str


class Lead(Part):
    """Answers that speak of malicious claims; ``contact_phone`` is null unless the company left one."""

    id: str
    receipt: str
    company: str
    contact_phone: str | None
    because: tuple[str, ...]
    answers: tuple[LeadAnswer, ...]
    state: str
    state_text: str
    handled_at: datetime | None
    note: str
    at: datetime


class Leads(Reply):
    """A page of leads, open ones first, oldest first."""

    leads: tuple[Lead, ...]
    total: int
    open: int


class HandleIn(Body):
    """What became of a lead."""

    note: Note


class Cell(Part):
    """How many chose something; null: too few to be told apart from persons."""

    value: str
    label: str
    count: int | None


class Counted(Part):
    """One question counted; for numbers the median, for texts only how many answered."""

    id: str
    text: str
    kind: Kind
    answered: int | None
    cells: tuple[Cell, ...]
    median: float | None


class Summary(Reply):
    """Counts of one version, without small cells."""

    version: str
    title: str
    total: int | None
    least: int
    questions: tuple[Counted, ...]
