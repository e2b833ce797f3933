"""Tables of reports of claims: drafts, reports, their files and steps, tries of codes, answers of the questionnaire.

Secrets of browsers (draft ids, submit ids) are kept as SHA-256 only, codes as argon2: who copies the database can open nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class ClaimDraftRow(Base):
    """A report that is being filled in; ``fields`` is empty once it was sent as ``receipt``."""

    __tablename__ = "claim_draft"
    __table_args__ = (Index("ix_claim_draft_expires", "expires_at"),)

    id_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    files: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    receipt: Mapped[str | None] = mapped_column(String(16))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimReportRow(Base):
    """A report as it was sent; ``credit_code`` is that of a company that was signed in then, never one that was typed."""

    __tablename__ = "claim_report"
    __table_args__ = (
        Index("ix_claim_report_state", "state", "updated_at"),
        Index("ix_claim_report_case", "case_id"),
        Index("ix_claim_report_company", "credit_code", "submitted_at"),
    )

    receipt: Mapped[str] = mapped_column(String(16), primary_key=True)
    submit_digest: Mapped[str] = mapped_column(String(64), unique=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(Text)
    credit_code: Mapped[str | None] = mapped_column(String(18))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    files: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    supplements: Mapped[int]
    case_id: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimEvidenceRow(Base):
    """A file of a draft (``owner`` its digest) or of a report (``owner`` its receipt); its bytes lie under HOME/claims by ``id``."""

    __tablename__ = "claim_evidence"
    __table_args__ = (
        UniqueConstraint("owner", "sha256", "name", name="uq_claim_evidence_file"),
        Index("ix_claim_evidence_scan", "scan", "tried_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    type: Mapped[str] = mapped_column(String(8))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[str] = mapped_column(String(16))
    finding: Mapped[str] = mapped_column(String(128))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimReportEventRow(Base):
    """One step of a report. Never changed, never deleted."""

    __tablename__ = "claim_report_event"

    receipt: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    who_id: Mapped[str] = mapped_column(String(64))
    who_name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)


class ClaimTryRow(Base):
    """Wrong codes for a receipt number since a moment; also for numbers that nobody has."""

    __tablename__ = "claim_try"
    __table_args__ = (Index("ix_claim_try_since", "since"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimAnswerRow(Base):
    """A questionnaire that a company answered; ``lead_state`` is null unless it speaks of malicious claims."""

    __tablename__ = "claim_answer"
    __table_args__ = (Index("ix_claim_answer_lead", "lead_state", "at"), Index("ix_claim_answer_version", "version"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    submit_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[str] = mapped_column(String(32))
    company: Mapped[str] = mapped_column(Text)
    contact_phone: Mapped[str] = mapped_column(String(32))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    lead_state: Mapped[str | None] = mapped_column(String(16))
    handled_by: Mapped[str | None] = mapped_column(String(64))
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
