"""Tables of cases of 疑似恶意索赔, their history and what was handed to other authorities."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class CaseRow(Base):
    """One case. ``dossier`` is what was known when its review began; ``active_key`` is taken while the case of a person is open.

    ``chain_seq`` and ``chain_head`` are number and digest of the last row of its history.
    """

    __tablename__ = "claim_case"
    __table_args__ = (
        Index("ix_claim_case_state", "state", "updated_at"),
        Index("ix_claim_case_person", "person_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    origin: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str | None] = mapped_column(String(64))
    receipt: Mapped[str | None] = mapped_column(String(32))
    active_key: Mapped[str | None] = mapped_column(String(96), unique=True)
    title: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    dossier: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    dossier_digest: Mapped[str] = mapped_column(String(64))
    opened_by: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date | None]
    state_before: Mapped[str | None] = mapped_column(String(16))
    chain_seq: Mapped[int]
    chain_head: Mapped[str] = mapped_column(String(64))


class HandoverRow(Base):
    """One hand-over of a case to one authority; ``active_key`` is taken while it is not ended.

    ``told`` is what the receiver was given of the case; its digest stands in the history's row of the sending.
    """

    __tablename__ = "claim_handover"
    __table_args__ = (
        Index("ix_claim_handover_case", "case_id"),
        Index("ix_claim_handover_authority", "authority", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("claim_case.id"))
    authority: Mapped[str] = mapped_column(String(16))
    active_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class CaseEventRow(Base):
    """One row of a case's history: never changed, never deleted. ``digest`` covers the row and ``previous``, the digest of the row before.

    ``handover_id`` names the hand-over that the row belongs to; only its authority sees the row.
    """

    __tablename__ = "claim_case_event"
    __table_args__ = (Index("ix_claim_case_event_handover", "handover_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("claim_case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    who_id: Mapped[str] = mapped_column(String(64))
    who_name: Mapped[str] = mapped_column(String(64))
    authority: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
