"""Tables from match to money. Sums are whole cents; ``year`` is the year for which a measure is paid."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.state.base import Base, UtcDateTime


class EventRow(Base):
    """One step of an application or a run: who, when, from which state to which, why. Never changed, never deleted."""

    __tablename__ = "benefit_event"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    who_id: Mapped[str] = mapped_column(String(64))
    who_name: Mapped[str] = mapped_column(String(64))
    who_role: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class ClaimRow(Base):
    """Money that a company has been granted. Both constraints together: no measure twice in a year, no group twice."""

    __tablename__ = "benefit_claim"
    __table_args__ = (
        UniqueConstraint("measure_id", "year", "credit_code", name="uq_benefit_claim_measure"),
        UniqueConstraint("exclusive_key", "year", "credit_code", name="uq_benefit_claim_exclusive"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(64))
    exclusive_key: Mapped[str] = mapped_column(String(128))
    year: Mapped[int]
    credit_code: Mapped[str] = mapped_column(String(18))
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApplicationRow(Base):
    """申报: ``measure`` is the label as it stood at submission; ``active_key`` is taken while the application lives."""

    __tablename__ = "benefit_application"
    __table_args__ = (
        UniqueConstraint("day", "seq", name="uq_benefit_application_day"),
        UniqueConstraint("credit_code", "submit_id", name="uq_benefit_application_submit"),
        Index("ix_benefit_application_state", "state", "updated_at"),
    )

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    day: Mapped[date]
    seq: Mapped[int]
    credit_code: Mapped[str] = mapped_column(String(18))
    company_name: Mapped[str] = mapped_column(Text)
    individual: Mapped[bool]
    measure_id: Mapped[str] = mapped_column(String(64))
    measure: Mapped[dict[str, Any]] = mapped_column(JSON)
    label_version: Mapped[str] = mapped_column(String(128))
    document_id: Mapped[str] = mapped_column(String(64))
    document_title: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    finding: Mapped[dict[str, Any]] = mapped_column(JSON)
    submit_id: Mapped[str] = mapped_column(String(64))
    content_digest: Mapped[str] = mapped_column(String(64))
    active_key: Mapped[str | None] = mapped_column(String(128), unique=True)
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    publicised_until: Mapped[date | None]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UrgeRow(Base):
    """催办: one reminder, and the department that it went to."""

    __tablename__ = "benefit_urge"

    number: Mapped[str] = mapped_column(ForeignKey("benefit_application.number"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    routed_to: Mapped[str] = mapped_column(Text)


class UploadRow(Base):
    """A file that a company sent; its bytes lie under HOME/uploads by their SHA-256."""

    __tablename__ = "benefit_upload"
    __table_args__ = (
        UniqueConstraint("credit_code", "sha256", "name", "document", name="uq_benefit_upload_file"),
        Index("ix_benefit_upload_company", "credit_code", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    credit_code: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(120))
    document: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RunRow(Base):
    """免申即享: one measure and period; ``key`` is both, and empty once the run is cancelled."""

    __tablename__ = "benefit_run"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str | None] = mapped_column(String(128), unique=True)
    measure_id: Mapped[str] = mapped_column(String(64))
    measure_title: Mapped[str] = mapped_column(Text)
    exclusive_key: Mapped[str] = mapped_column(String(128))
    document_title: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(8))
    year: Mapped[int]
    on_date: Mapped[date]
    budget_cents: Mapped[int | None] = mapped_column(BigInteger)
    order_rule: Mapped[str] = mapped_column(String(16))
    publicity_days: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    prepared_by: Mapped[str] = mapped_column(String(64))
    prepared_name: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_name: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publicised_until: Mapped[date | None]
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    inputs: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    lines_digest: Mapped[str | None] = mapped_column(String(64))
    file_digest: Mapped[str | None] = mapped_column(String(64))


class LineRow(Base):
    """One company of a run; ``seq`` is its place in the order of payment."""

    __tablename__ = "benefit_run_line"
    __table_args__ = (UniqueConstraint("run_id", "credit_code", name="uq_benefit_run_line_company"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("benefit_run.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    credit_code: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(Text)
    individual: Mapped[bool]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


class ObjectionRow(Base):
    """异议 to a publicity: ``subject`` is the run's or the application's, as in ``benefit_event``."""

    __tablename__ = "benefit_objection"
    __table_args__ = (Index("ix_benefit_objection_subject", "subject", "state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    line: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    settled_by: Mapped[str | None] = mapped_column(String(64))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PushRow(Base):
    """政策上门: the companies that a new measure suits, worked out once."""

    __tablename__ = "benefit_push"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(64), unique=True)
    measure_title: Mapped[str] = mapped_column(Text)
    document_title: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    label_version: Mapped[str] = mapped_column(String(128))
    portrait_version: Mapped[str] = mapped_column(String(128))
    companies: Mapped[int]
    opted_out: Mapped[int]
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PushCompanyRow(Base):
    """One company of a push list."""

    __tablename__ = "benefit_push_company"

    push_id: Mapped[str] = mapped_column(ForeignKey("benefit_push.id"), primary_key=True)
    credit_code: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    opted_out: Mapped[bool]


class NoticeRow(Base):
    """A message in a company's inbox; ``origin`` makes the same message twice impossible."""

    __tablename__ = "benefit_notice"
    __table_args__ = (
        UniqueConstraint("origin", "credit_code", name="uq_benefit_notice_origin"),
        Index("ix_benefit_notice_company", "credit_code", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    origin: Mapped[str] = mapped_column(String(64))
    credit_code: Mapped[str] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    measure_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OptOutRow(Base):
    """A company wants no notices of a category (``all`` for none whatever)."""

    __tablename__ = "benefit_opt_out"

    credit_code: Mapped[str] = mapped_column(String(18), primary_key=True)
    category: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
