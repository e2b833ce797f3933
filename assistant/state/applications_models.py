"""Tables of applications (办件), wrong tries, urges (催办) and ratings (好差评)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class CaseRow(Base):
    """A case of the embedded case system: the applicant's name is kept masked, the second factors as keyed hashes only."""

    __tablename__ = "service_case"
    __table_args__ = (Index("ix_service_case_state", "state", "submitted_on"),)

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    factors: Mapped[list[str]] = mapped_column(JSON)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    submitted_on: Mapped[date]
    sample: Mapped[bool]
    laid_on: Mapped[date]


class TryRow(Base):
    """Wrong tries under one keyed hash (of a number, a client, or both), also of numbers that nobody has."""

    __tablename__ = "lookup_try"
    __table_args__ = (Index("ix_lookup_try_expires_at", "expires_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proven_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceUrgeRow(Base):
    """催办: ``seq`` counts the urges of one case, so that two at once are one; ``delivered_at``: the case system has it.

    ``tries`` to hand it over went wrong, and ``try_at`` is the next; ``refused`` tells why the case system will not have it.
    """

    __tablename__ = "service_urge"
    __table_args__ = (
        UniqueConstraint("number", "seq", name="uq_service_urge_seq"),
        UniqueConstraint("number", "submit_id", name="uq_service_urge_submit"),
        Index("ix_service_urge_due", "answered_at", "due_at"),
        Index("ix_service_urge_waiting", "delivered_at", "try_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    submit_id: Mapped[str | None] = mapped_column(String(64))
    item_name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int]
    try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused: Mapped[str | None] = mapped_column(String(32))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(64))


class RatingRow(Base):
    """好差评: one for each subject (a case's number, a reply's id); ``followup_due`` is set for the two lowest levels."""

    __tablename__ = "service_rating"
    __table_args__ = (
        UniqueConstraint("kind", "subject", name="uq_service_rating_subject"),
        Index("ix_service_rating_followup", "followup_at", "followup_due"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(128))
    title: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    score: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    followup_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    followup_answer: Mapped[str | None] = mapped_column(Text)
    followup_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    followup_by: Mapped[str | None] = mapped_column(String(64))
