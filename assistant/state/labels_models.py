"""The table of the label library: what editors saved, version by version, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class LabelVersionRow(Base):
    """One saved version of a document's labels; ``number`` counts from 1, 0 being what the snapshot has.

    Rows are added and never changed, so that ``seq`` and the number of rows tell every process that there is a new one.
    ``measures`` and ``decisions`` hold the label format and what was decided about clauses for a person; ``text_digest`` is that
    of the text that the editor had before them.
    """

    __tablename__ = "label_version"
    __table_args__ = (Index("ix_label_version_document_id_number", "document_id", "number", unique=True),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(128))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    measures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    text_digest: Mapped[str] = mapped_column(String(64))
    restored_from: Mapped[int | None]
