"""SQL of drafts, reports and their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.claims.reports.errors import DraftChanged
from assistant.errors import WrongState
from assistant.machine import Actor, Transition
from assistant.state.claim_reports_models import ClaimDraftRow, ClaimEvidenceRow, ClaimReportEventRow, ClaimReportRow
from assistant.state.database import Database

_DRAFT = ClaimDraftRow.__table__
_REPORT = ClaimReportRow.__table__
_EVENT = ClaimReportEventRow.__table__
_FILE = ClaimEvidenceRow.__table__


class DraftRepository:
    """Drafts by the digest of their id; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, draft: Mapping[str, Any]) -> None:
        """Keep a new draft."""
        with self._database.writing() as connection:
            connection.execute(insert(ClaimDraftRow).values(**draft))

    def find(self, id_digest: str) -> Row[Any] | None:
        """One draft, whatever has become of it."""
        with self._database.reading() as connection:
            return connection.execute(select(_DRAFT).where(_DRAFT.c.id_digest == id_digest)).one_or_none()

    def save(
        self, id_digest: str, fields: Mapping[str, Any], version: int | None, at: datetime, expires_at: datetime
    ) -> Row[Any] | None:
        """Put other fields in place, of the version seen where one is named; ``None`` where it is not to be had."""
        open_ = _open(id_digest, at)
        if version is not None:
            open_ &= _DRAFT.c.version == version
        values = {"fields": fields, "version": _DRAFT.c.version + 1, "saved_at": at, "expires_at": expires_at}
        with self._database.writing() as connection:
            if connection.execute(update(ClaimDraftRow).where(open_).values(**values)).rowcount != 1:
                return None
            return connection.execute(select(_DRAFT).where(_DRAFT.c.id_digest == id_digest)).one()

    def remove(self, id_digest: str, at: datetime) -> list[str] | None:
        """Delete a draft that was not sent; the ids of its files, ``None`` where it is not to be had."""
        with self._database.writing() as connection:
            return _forget(connection, _open(id_digest, at), id_digest)

    def expired(self, at: datetime, most: int) -> list[str]:
        """Digests of drafts whose time is over."""
        query = select(_DRAFT.c.id_digest).where(_DRAFT.c.expires_at <= at).limit(most)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def purge(self, id_digest: str, at: datetime) -> list[str]:
        """Delete a draft if its time is still over; the ids of its files."""
        over = (_DRAFT.c.id_digest == id_digest) & (_DRAFT.c.expires_at <= at)
        with self._database.writing() as connection:
            return _forget(connection, over, id_digest) or []


def _open(id_digest: str, at: datetime) -> Any:  # noqa: ANN401  # SQLAlchemy's clauses have many types
    return (_DRAFT.c.id_digest == id_digest) & _DRAFT.c.receipt.is_(None) & (_DRAFT.c.expires_at > at)


def _forget(connection: Connection, where: Any, id_digest: str) -> list[str] | None:  # noqa: ANN401
    if connection.execute(delete(ClaimDraftRow).where(where)).rowcount != 1:
        return None
    ids = list(connection.execute(select(_FILE.c.id).where(_FILE.c.owner == id_digest)).scalars())
    connection.execute(delete(ClaimEvidenceRow).where(_FILE.c.owner == id_digest))
    return ids


class ReportRepository:
    """Reports; a step is made only from the version that its maker saw, together with its entry in the history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, report: Mapping[str, Any], actor: Actor, draft: Row[Any] | None) -> bool:
        """Keep a report, and turn its draft and the draft's files into it, in one transaction.

        False where the receipt or the submission exists already; raises DraftChanged where the draft is not as it was seen.
        """
        receipt, at = report["receipt"], report["submitted_at"]
        try:
            with self._database.writing() as connection:
                moved = {"files": 0, "bytes": 0} if draft is None else _take_over(connection, draft, receipt, at)
                connection.execute(insert(ClaimReportRow).values(**report, **moved))
                _add_event(connection, receipt, actor, at, "submit", None, "submitted", "")
        except IntegrityError:
            return False
        return True

    def find(self, receipt: str) -> Row[Any] | None:
        """One report."""
        return self._one(_REPORT.c.receipt == receipt)

    def by_submission(self, submit_digest: str) -> Row[Any] | None:
        """What became of one sending."""
        return self._one(_REPORT.c.submit_digest == submit_digest)

    def _one(self, where: Any) -> Row[Any] | None:  # noqa: ANN401  # SQLAlchemy's clauses have many types
        with self._database.reading() as connection:
            return connection.execute(select(_REPORT).where(where)).one_or_none()

    def events(self, receipt: str) -> Sequence[Row[Any]]:
        """The steps of a report, first to last."""
        with self._database.reading() as connection:
            return connection.execute(select(_EVENT).where(_EVENT.c.receipt == receipt).order_by(_EVENT.c.seq)).all()

    def of_company(self, credit_code: str, most: int = 200) -> Sequence[Row[Any]]:
        """A company's own reports, newest first."""
        query = select(_REPORT).where(_REPORT.c.credit_code == credit_code)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_REPORT.c.submitted_at.desc()).limit(most)).all()

    def of_case(self, case_id: str, receipt: str | None) -> Sequence[Row[Any]]:
        """The reports of a case: the one that it was opened from, then those that were linked to it, oldest first."""
        own = _REPORT.c.receipt == receipt
        query = select(_REPORT).where(own | (_REPORT.c.case_id == case_id))
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(_REPORT.c.submitted_at, _REPORT.c.receipt)).all()
        return sorted(found, key=lambda row: row.receipt != receipt)

    def queue(
        self, state: str | None, offset: int, limit: int, case_id: str | None = None
    ) -> tuple[Sequence[Row[Any]], int]:
        """A page of the desk (of one case), longest untouched first, and how many there are in all."""
        query = select(_REPORT) if state is None else select(_REPORT).where(_REPORT.c.state == state)
        query = query if case_id is None else query.where(_REPORT.c.case_id == case_id)
        page = query.order_by(_REPORT.c.updated_at, _REPORT.c.receipt).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        query = select(_REPORT.c.state, func.count()).group_by(_REPORT.c.state)
        with self._database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def move(self, row: Row[Any], step: Transition, actor: Actor, at: datetime, note: str, **changes: Any) -> Row[Any]:  # noqa: ANN401
        """Make a step; raises WrongState where somebody else was quicker."""
        seen = (_REPORT.c.receipt == row.receipt) & (_REPORT.c.version == row.version)
        values = changes | {"state": step.target, "version": row.version + 1, "updated_at": at}
        with self._database.writing() as connection:
            if connection.execute(update(ClaimReportRow).where(seen).values(**values)).rowcount != 1:
                raise WrongState("这份举报刚才有变动，请刷新后再看。")
            _add_event(connection, row.receipt, actor, at, step.action, row.state, step.target, note)
            return connection.execute(select(_REPORT).where(_REPORT.c.receipt == row.receipt)).one()


def _take_over(connection: Connection, draft: Row[Any], receipt: str, at: datetime) -> dict[str, int]:
    """Close a draft and give its files to the report: files are all that came in before, not one is lost between."""
    seen = _open(draft.id_digest, at) & (_DRAFT.c.version == draft.version)
    closed = {"receipt": receipt, "fields": {}, "version": draft.version + 1, "saved_at": at}
    if connection.execute(update(ClaimDraftRow).where(seen).values(**closed)).rowcount != 1:
        raise DraftChanged
    room = connection.execute(select(_DRAFT.c.files, _DRAFT.c.bytes).where(_DRAFT.c.id_digest == draft.id_digest)).one()
    connection.execute(update(ClaimEvidenceRow).where(_FILE.c.owner == draft.id_digest).values(owner=receipt))
    return {"files": int(room[0]), "bytes": int(room[1])}


def _add_event(
    connection: Connection,
    receipt: str,
    actor: Actor,
    at: datetime,
    action: str,
    from_state: str | None,
    to_state: str,
    note: str,
) -> None:
    last = select(func.coalesce(func.max(_EVENT.c.seq), 0)).where(_EVENT.c.receipt == receipt)
    values = {"receipt": receipt, "seq": connection.execute(last).scalar_one() + 1, "at": at, "action": action}
    who = {"who_id": actor.id, "who_name": actor.name, "from_state": from_state, "to_state": to_state, "note": note}
    connection.execute(insert(ClaimReportEventRow).values(**values, **who))
