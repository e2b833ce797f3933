"""What the routes of applications take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Part, Plain, Reply
from assistant.ratings.schemas import CaseRating, Reasons, Score

Verify = Annotated[Plain, StringConstraints(pattern=r"^[0-9A-Za-z]{4}$")]
"""Last four signs of the id, the phone or the organisation's code; an id may end in X."""
SubmitId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
UrgeState = Literal["open", "answered", "late"]
UrgeFilter = Literal["open", "answered", "late", "undelivered"]


class UrgeIn(Body):
    """催办; with ``submit_id`` a tap that is sent twice counts once."""

    verify: Verify
    text: Annotated[Plain, StringConstraints(max_length=300)] = ""
    submit_id: SubmitId | None = None


class RatingIn(Body):
    """好差评 of a finished application: ``score`` 5 (very satisfied) to 1 (very dissatisfied)."""

    verify: Verify
    score: Score
    reasons: Reasons = []
    text: Annotated[Plain, StringConstraints(max_length=500)] = ""


class AnswerIn(Body):
    """What the department answers."""

    text: Annotated[Plain, StringConstraints(min_length=1, max_length=1000)]


class Stage(Part):
    """One stage; ``due_on`` where a limit is known."""

    name: str
    status: Literal["done", "current", "next"]
    at: date | None
    due_on: date | None
    note: str


class Contact(Part):
    """Whom to ask, from the item's guide."""

    department: str
    place: str
    phone: str
    hours: str


class UrgeEntry(Part):
    """One urge and its answer; ``delivered``: the department's case system has it."""

    at: datetime
    text: str
    routed_to: str
    due_at: datetime
    delivered: bool
    answer: str | None
    answered_at: datetime | None


class Urges(Part):
    """Urges so far; ``next_at`` where one must be waited for."""

    count: int
    left: int
    next_at: datetime | None
    history: tuple[UrgeEntry, ...]


class ApplicationView(Reply):
    """Where an application stands; days are working days. ``due_on`` is null while its clock has not begun or stands still."""

    number: str
    item_id: str | None
    item_name: str
    department: str
    applicant: str
    state: str
    state_text: str
    submitted_on: date
    promised_days: int | None
    due_on: date | None
    due_is_estimate: bool
    days_used: int
    days_left: int | None
    overdue: bool
    limit_text: Annotated[str, Field(description="how it stands against its limit, for people; may be empty")]
    due_text: Annotated[str, Field(description="its last day, for people; empty while nobody knows it")]
    stages: tuple[Stage, ...]
    next_text: str
    contact: Contact
    can_urge: bool
    urge_reason: str
    urges: Urges
    can_rate: bool
    rating: CaseRating | None


class UrgeReply(Reply):
    """What became of an urge."""

    count: int
    left: int
    next_at: datetime | None
    routed_to: str
    answer_by: datetime
    message: str


class DeskUrge(UrgeEntry):
    """An urge as the department's desk reads it; ``late``: answered too late, or not yet and the time is over.

    ``delivery_text`` tells why the case system has not got it, empty where it has.
    """

    id: str
    number: str
    item_name: str
    state: UrgeState
    late: bool
    delivery: Literal["delivered", "waiting", "refused"]
    delivery_text: str
    answered_by: str | None


class DeskUrges(Reply):
    """The urges of the desks, longest waiting first."""

    urges: tuple[DeskUrge, ...]
    total: int
    departments: tuple[str, ...]


class Delivered(Reply):
    """How many urges the case system took just now."""

    delivered: int


class OverdueCase(Part):
    """An application past its promised limit; ``days_over`` in working days."""

    number: str
    item_id: str | None
    item_name: str
    department: str
    state: str
    state_text: str
    submitted_on: date
    promised_days: int
    due_on: date
    days_over: int
    urges: int


class OverdueCases(Reply):
    """Overdue applications, worst first; ``complete`` is false where there are more than were looked through."""

    cases: tuple[OverdueCase, ...]
    total: int
    complete: bool
    departments: tuple[str, ...]


class DepartmentCounts(Part):
    """One department's figures."""

    department: str
    urges_open: int
    urges_late: int
    overdue: int
    followups_open: int


class CaseworkSummary(Reply):
    """Figures for the desks; ``overdue`` is null while the case system is away."""

    urges_open: int
    urges_late: int
    urges_answered: int
    overdue: int | None
    ratings: int
    satisfied_share: Annotated[float | None, Field(description="share of scores 3 to 5, 0 to 1")]
    followups_open: int
    followups_late: int
    departments: tuple[DepartmentCounts, ...]
