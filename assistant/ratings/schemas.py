"""What the routes of ratings take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Part, Plain, Reply

Score = Annotated[int, Field(ge=1, le=5)]
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,32}$")]
Reasons = Annotated[list[Reason], Field(max_length=8)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Subject = Literal["application", "reply"]


class ReplyRatingIn(Body):
    """A rating of one reply of the assistant in a conversation of one's own."""

    session_id: Id
    reply_id: Id
    score: Score
    reasons: Reasons = []
    text: Annotated[Plain, StringConstraints(max_length=500)] = ""


class FollowupIn(Body):
    """What was done about a low rating."""

    text: Annotated[Plain, StringConstraints(min_length=1, max_length=1000)]


class FollowupView(Part):
    """What the citizen sees of the follow-up; ``state`` is ``open`` or ``done``."""

    state: Literal["open", "done"]
    answer: str | None


class CaseRating(Part):
    """A rating as its giver sees it again."""

    score: int
    text_of_score: str
    reasons: tuple[str, ...]
    text: str
    at: datetime
    followup: FollowupView | None


class RatingReply(Reply):
    """What became of a rating; ``followup``: somebody must look into it."""

    message: str
    followup: bool


class Level(Part):
    """One of the five levels."""

    score: int
    label: str


class ReasonOption(Part):
    """A reason to tick."""

    code: str
    label: str


class Options(Reply):
    """The levels, best first, and the reasons of each, by score."""

    levels: tuple[Level, ...]
    reasons: dict[str, tuple[ReasonOption, ...]]


class DeskRating(Part):
    """A rating as the staff reads it; ``due_at`` is the day by which a follow-up must be answered."""

    id: str
    kind: Subject
    subject: str
    title: str
    department: str
    score: int
    text_of_score: str
    reasons: tuple[str, ...]
    text: str
    at: datetime
    followup: Literal["open", "done"] | None
    due_at: datetime | None
    late: bool
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


class DeskRatings(Reply):
    """Ratings for the desks, the most urgent first."""

    ratings: tuple[DeskRating, ...]
    total: int
    departments: tuple[str, ...]


class FollowupCounts(Part):
    """Ratings in all, the satisfied among them (scores 3 to 5), follow-ups past their day, and those open by department."""

    ratings: int
    satisfied: int
    late: int
    open: dict[str, int]
