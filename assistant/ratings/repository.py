"""SQL of ratings and their follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.state.applications_models import RatingRow
from assistant.state.database import Database
from assistant.state.models import TurnRow

_RATING = RatingRow.__table__
_TURN = TurnRow.__table__
_OPEN = _RATING.c.followup_due.is_not(None) & _RATING.c.followup_at.is_(None)


class RatingRepository:
    """One rating for each subject, by a unique constraint: a double tap or a race leaves one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, values: Mapping[str, Any]) -> bool:
        """Keep a rating; false where its subject has one."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(RatingRow).values(**values))
        except IntegrityError:
            return False
        return True

    def change(self, row: Row[Any], since: datetime, values: Mapping[str, Any]) -> bool:
        """Put other words in the place of a rating that is as it was read, given after ``since`` and not followed up."""
        same = (_RATING.c.id == row.id) & (_RATING.c.score == row.score) & (_RATING.c.text == row.text)
        fresh = update(RatingRow).where(same, _RATING.c.at > since, _RATING.c.followup_at.is_(None))
        with self._database.writing() as connection:
            return connection.execute(fresh.values(**values)).rowcount == 1

    def of(self, kind: str, subject: str) -> Row[Any] | None:
        """The rating of a subject."""
        return self._one((_RATING.c.kind == kind) & (_RATING.c.subject == subject))

    def find(self, rating_id: str) -> Row[Any] | None:
        """One rating."""
        return self._one(_RATING.c.id == rating_id)

    def _one(self, where: Any) -> Row[Any] | None:  # noqa: ANN401  # SQLAlchemy's clauses have many types
        with self._database.reading() as connection:
            return connection.execute(select(_RATING).where(where)).one_or_none()

    def follow_up(self, rating_id: str, text: str, by: str, at: datetime) -> bool:
        """Write down what was done; false where nothing was to do, or somebody has done it."""
        waiting = update(RatingRow).where(_RATING.c.id == rating_id, _OPEN)
        with self._database.writing() as connection:
            done = connection.execute(waiting.values(followup_answer=text, followup_by=by, followup_at=at))
            return done.rowcount == 1

    def erase_texts(self, before: datetime) -> int:
        """Forget the free words of ratings before a moment; level and reasons stay. How many."""
        old = update(RatingRow).where(_RATING.c.at < before, _RATING.c.text != "")
        with self._database.writing() as connection:
            return connection.execute(old.values(text="")).rowcount

    def page(
        self, followup: str | None, department: str | None, offset: int, limit: int
    ) -> tuple[Sequence[Row[Any]], int]:
        """A page of ratings: open follow-ups by their day, then the newest; and how many there are."""
        query = select(_RATING)
        if followup == "open":
            query = query.where(_OPEN)
        elif followup == "done":
            query = query.where(_RATING.c.followup_at.is_not(None))
        if department is not None:
            query = query.where(_RATING.c.department == department)
        due = case((_OPEN, _RATING.c.followup_due), else_=None)
        page = query.order_by(due.is_(None), due, _RATING.c.at.desc(), _RATING.c.id).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def departments(self) -> tuple[str, ...]:
        """Every department that was ever rated."""
        query = select(_RATING.c.department).distinct().order_by(_RATING.c.department)
        with self._database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def counts(self, satisfied: int, now: datetime) -> tuple[int, int, int, dict[str, int]]:
        """Ratings, those from ``satisfied`` up, follow-ups past their day, and open ones by department."""
        by_department = select(_RATING.c.department, func.count()).where(_OPEN).group_by(_RATING.c.department)
        whole = select(
            func.count(),
            func.count(case((_RATING.c.score >= satisfied, 1))),
            func.count(case((_OPEN & (_RATING.c.followup_due < now), 1))),
        )
        with self._database.reading() as connection:
            total, content, late = connection.execute(whole).one()
            return (
                int(total),
                int(content),
                int(late),
                {row[0]: int(row[1]) for row in connection.execute(by_department)},
            )

    def reply_item(self, session_id: str, reply_id: str) -> tuple[bool, str | None]:
        """Is it a reply of this conversation, and about which item?"""
        query = select(_TURN.c.item_id).where(_TURN.c.id == reply_id, _TURN.c.session_id == session_id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return row is not None, None if row is None else row.item_id
