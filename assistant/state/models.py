"""Tables of the conversations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class SessionRow(Base):
    """A conversation: its unguessable id and what the dialogue engine carries from turn to turn."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_last_at", "last_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnRow(Base):
    """One question and the reply that was given; ``reply`` leaves the card out, which the guide itself keeps."""

    __tablename__ = "turn"
    __table_args__ = (
        Index("ix_turn_session_id_seq", "session_id", "seq", unique=True),
        Index("ix_turn_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    seq: Mapped[int]
    user_text: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[str | None] = mapped_column(String(16))
    facet: Mapped[str | None] = mapped_column(String(16))
    confidence: Mapped[float] = mapped_column(Float)
    snapshot_id: Mapped[str | None] = mapped_column(String(128))
    took_ms: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
