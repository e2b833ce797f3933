"""SQL of push lists, notices and opting out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.benefits.ports import Notice
from assistant.errors import StateUnavailable
from assistant.state.benefits_models import NoticeRow, OptOutRow, PushCompanyRow, PushRow
from assistant.state.database import Database

CHUNK: Final = 1_000
_TRIES: Final = 5

_PUSH = PushRow.__table__
_COMPANY = PushCompanyRow.__table__
_NOTICE = NoticeRow.__table__
_OPT_OUT = OptOutRow.__table__


class PushRepository:
    """Push lists are written whole; notices are delivered once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, push: Mapping[str, Any], companies: Sequence[Mapping[str, Any]]) -> tuple[Row[Any] | None, bool]:
        """Keep a list with all its companies, or find the one of the same measure; tells whether it is new."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(PushRow).values(**push))
                if companies:
                    connection.execute(insert(PushCompanyRow), [dict(each) for each in companies])
            return self.find(push["id"]), True
        except IntegrityError:
            return self.by_measure(push["measure_id"]), False

    def find(self, push_id: str) -> Row[Any] | None:
        """One list."""
        with self._database.reading() as connection:
            return connection.execute(select(_PUSH).where(_PUSH.c.id == push_id)).one_or_none()

    def by_measure(self, measure_id: str) -> Row[Any] | None:
        """The list of a measure."""
        with self._database.reading() as connection:
            return connection.execute(select(_PUSH).where(_PUSH.c.measure_id == measure_id)).one_or_none()

    def all(self, most: int = 200) -> Sequence[Row[Any]]:
        """Lists, newest first."""
        with self._database.reading() as connection:
            return connection.execute(select(_PUSH).order_by(_PUSH.c.at.desc()).limit(most)).all()

    def companies(self, push_id: str, wanting: bool = False) -> Sequence[Row[Any]]:
        """A list's companies, the highest sum first; ``wanting``: only those who have not opted out."""
        query = select(_COMPANY).where(_COMPANY.c.push_id == push_id)
        if wanting:
            query = query.where(_COMPANY.c.opted_out.is_(False))
        ordered = query.order_by(func.coalesce(_COMPANY.c.amount_cents, -1).desc(), _COMPANY.c.credit_code)
        with self._database.reading() as connection:
            return connection.execute(ordered).all()

    def opted_out(self, categories: Sequence[str]) -> frozenset[str]:
        """The companies that want no notices of one of some categories."""
        query = select(_OPT_OUT.c.credit_code).where(_OPT_OUT.c.category.in_(categories))
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def choices(self, credit_code: str) -> frozenset[str]:
        """The categories of which a company wants no notices."""
        query = select(_OPT_OUT.c.category).where(_OPT_OUT.c.credit_code == credit_code)
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def choose(self, credit_code: str, category: str, opted_out: bool, at: datetime) -> None:
        """Opt out of a category, or in again."""
        own = (_OPT_OUT.c.credit_code == credit_code) & (_OPT_OUT.c.category == category)
        try:
            with self._database.writing() as connection:
                connection.execute(delete(OptOutRow).where(own))
                if opted_out:
                    connection.execute(insert(OptOutRow).values(credit_code=credit_code, category=category, at=at))
        except IntegrityError:
            return  # the same choice came twice at once: it is made

    def deliver(self, notices: Sequence[Notice], ids: Sequence[str], at: datetime) -> None:
        """Put notices into inboxes; one of the same origin that a company has already is left out."""
        pairs = list(zip(notices, ids, strict=True))
        for begin in range(0, len(pairs), CHUNK):
            rows = [{**notice._asdict(), "id": id_, "at": at} for notice, id_ in pairs[begin : begin + CHUNK]]
            # False where somebody delivers the same ones: these are there then, and left out the next time.
            if not any(self._delivered(rows) for _ in range(_TRIES)):
                raise StateUnavailable("通知还没有全部送到，请再推送一次。")

    def _delivered(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Insert what is not there yet; false where somebody else inserted one of them meanwhile."""
        there = select(_NOTICE.c.origin, _NOTICE.c.credit_code).where(
            _NOTICE.c.origin.in_({row["origin"] for row in rows}),
            _NOTICE.c.credit_code.in_([row["credit_code"] for row in rows]),
        )
        try:
            with self._database.writing() as connection:
                known = {(row[0], row[1]) for row in connection.execute(there)}
                fresh = [row for row in rows if (row["origin"], row["credit_code"]) not in known]
                if fresh:
                    connection.execute(insert(NoticeRow), [dict(row) for row in fresh])
        except IntegrityError:
            return False
        return True

    def notified(self, origin: str) -> int:
        """How many companies have a notice of an origin."""
        query = select(func.count()).where(_NOTICE.c.origin == origin)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def inbox(self, credit_code: str, most: int = 100) -> tuple[Sequence[Row[Any]], int]:
        """A company's notices, newest first, and how many are unread."""
        query = select(_NOTICE).where(_NOTICE.c.credit_code == credit_code)
        unread = select(func.count()).where(_NOTICE.c.credit_code == credit_code, _NOTICE.c.read_at.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(_NOTICE.c.at.desc(), _NOTICE.c.id).limit(most)).all()
            return rows, int(connection.execute(unread).scalar_one())

    def read(self, credit_code: str, notice_id: str, at: datetime) -> bool:
        """Mark a company's own notice as read; false where it has none of that id."""
        own = (_NOTICE.c.credit_code == credit_code) & (_NOTICE.c.id == notice_id)
        with self._database.writing() as connection:
            values = {"read_at": func.coalesce(_NOTICE.c.read_at, at)}
            return connection.execute(update(NoticeRow).where(own).values(**values)).rowcount == 1
