"""SQL of evidence: rows, the room that their drafts and reports have, and what waits for the scanner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.state.claim_reports_models import ClaimDraftRow, ClaimEvidenceRow, ClaimReportRow
from assistant.state.database import Database

_FILE = ClaimEvidenceRow.__table__
_DRAFT = ClaimDraftRow.__table__
_REPORT = ClaimReportRow.__table__

OPEN_STATES = ("submitted", "accepted", "asked", "linked")
"""States of a report that still takes files."""


class Held(NamedTuple):
    """What a draft, or a report that was ``sent``, holds."""

    files: int
    bytes: int
    sent: bool


class EvidenceRepository:
    """Each method is one transaction; a file and the room that it takes are written together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def room(self, owner: str, at: datetime) -> Held | None:
        """Files and bytes of an open draft or report; ``None`` where there is none."""
        with self._database.reading() as connection:
            for model, open_ in _owners(owner, at):
                row = connection.execute(select(model.files, model.bytes).where(open_)).one_or_none()
                if row is not None:
                    return Held(int(row[0]), int(row[1]), model is ClaimReportRow)
        return None

    def waiting_bytes(self) -> int:
        """Bytes of all drafts that were not sent."""
        total = select(func.coalesce(func.sum(_DRAFT.c.bytes), 0)).where(_DRAFT.c.receipt.is_(None))
        with self._database.reading() as connection:
            return int(connection.execute(total).scalar_one())

    def add(self, entry: Mapping[str, Any], most_files: int, most_bytes: int) -> tuple[Row[Any] | None, bool]:
        """Write a file down; tells whether it is new. ``None`` where its draft or report is closed or has no room."""
        owner, at, size = entry["owner"], entry["at"], entry["size"]
        try:
            with self._database.writing() as connection:
                for model, open_ in _owners(owner, at):
                    fits = (model.files < most_files) & (model.bytes + size <= most_bytes)
                    taken = {"files": model.files + 1, "bytes": model.bytes + size}
                    if connection.execute(update(model).where(open_ & fits).values(**taken)).rowcount == 1:
                        connection.execute(insert(ClaimEvidenceRow).values(**entry))
                        return connection.execute(select(_FILE).where(_FILE.c.id == entry["id"])).one(), True
            return None, False
        except IntegrityError:
            same = [_FILE.c[name] == entry[name] for name in ("owner", "sha256", "name")]
            with self._database.reading() as connection:
                return connection.execute(select(_FILE).where(*same)).one_or_none(), False

    def remove(self, owner: str, file_id: str, at: datetime) -> bool:
        """Take a file off a draft that was not sent."""
        mine = (_FILE.c.id == file_id) & (_FILE.c.owner == owner)
        with self._database.writing() as connection:
            open_ = _owners(owner, at)[0][1]
            size = select(_FILE.c.size).where(mine).scalar_subquery()
            room = {"files": _DRAFT.c.files - 1, "bytes": _DRAFT.c.bytes - size}
            there = select(_FILE.c.id).where(mine).exists()
            if connection.execute(update(ClaimDraftRow).where(open_ & there).values(**room)).rowcount != 1:
                return False
            connection.execute(delete(ClaimEvidenceRow).where(mine))
            return True

    def of_owner(self, owner: str) -> Sequence[Row[Any]]:
        """The files of a draft or report, first to last."""
        query = select(_FILE).where(_FILE.c.owner == owner).order_by(_FILE.c.at, _FILE.c.id)
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def find(self, owner: str, file_id: str) -> Row[Any] | None:
        """One file of a draft or report."""
        with self._database.reading() as connection:
            return connection.execute(select(_FILE).where(_FILE.c.id == file_id, _FILE.c.owner == owner)).one_or_none()

    def unscanned(self, scans: Sequence[str], most: int) -> Sequence[Row[Any]]:
        """Files in one of some scan states, those that were tried longest ago first."""
        query = select(_FILE).where(_FILE.c.scan.in_(scans)).order_by(_FILE.c.tried_at, _FILE.c.id).limit(most)
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def scanned(self, file_id: str, before: str, scan: str, finding: str, at: datetime) -> None:
        """Write down a scan, unless another one was quicker."""
        seen = (_FILE.c.id == file_id) & (_FILE.c.scan == before)
        with self._database.writing() as connection:
            connection.execute(update(ClaimEvidenceRow).where(seen).values(scan=scan, finding=finding, tried_at=at))

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of some ids that have a row."""
        with self._database.reading() as connection:
            return set(connection.execute(select(_FILE.c.id).where(_FILE.c.id.in_(list(ids)))).scalars())


def _owners(owner: str, at: datetime) -> tuple[tuple[Any, Any], ...]:
    """Where files may belong, and when that is open: a draft by its digest, a report by its receipt."""
    draft = (_DRAFT.c.id_digest == owner) & _DRAFT.c.receipt.is_(None) & (_DRAFT.c.expires_at > at)
    report = (_REPORT.c.receipt == owner) & _REPORT.c.state.in_(OPEN_STATES)
    return (ClaimDraftRow, draft), (ClaimReportRow, report)
