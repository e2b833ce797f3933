"""SQL of answers and leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.state.claim_reports_models import ClaimAnswerRow
from assistant.state.database import Database

_ANSWER = ClaimAnswerRow.__table__


class AnswerRepository:
    """Answers of companies; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, answer: Mapping[str, Any]) -> bool:
        """Keep answers; false where the receipt or the submission exists already."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(ClaimAnswerRow).values(**answer))
        except IntegrityError:
            return False
        return True

    def by_submission(self, submit_digest: str) -> Row[Any] | None:
        """What became of one sending."""
        with self._database.reading() as connection:
            return connection.execute(select(_ANSWER).where(_ANSWER.c.submit_digest == submit_digest)).one_or_none()

    def leads(self, offset: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
        """A page of leads, open ones first (``open`` sorts after ``handled``), and how many there are."""
        query = select(_ANSWER).where(_ANSWER.c.lead_state.is_not(None))
        page = query.order_by(_ANSWER.c.lead_state.desc(), _ANSWER.c.at, _ANSWER.c.id).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def open_leads(self) -> int:
        """How many leads nobody has handled."""
        query = select(func.count()).where(_ANSWER.c.lead_state == "open")
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def handle(self, lead_id: str, who: str, at: datetime, note: str) -> bool:
        """Write down what became of an open lead; false where there is no such one."""
        mine = (_ANSWER.c.id == lead_id) & (_ANSWER.c.lead_state == "open")
        values = {"lead_state": "handled", "handled_by": who, "handled_at": at, "note": note}
        with self._database.writing() as connection:
            return connection.execute(update(ClaimAnswerRow).where(mine).values(**values)).rowcount == 1

    def find_lead(self, lead_id: str) -> Row[Any] | None:
        """One lead."""
        query = select(_ANSWER).where(_ANSWER.c.id == lead_id, _ANSWER.c.lead_state.is_not(None))
        with self._database.reading() as connection:
            return connection.execute(query).one_or_none()

    def answers(self, version: str) -> Sequence[dict[str, Any]]:
        """All answers to one version."""
        with self._database.reading() as connection:
            return connection.execute(select(_ANSWER.c.answers).where(_ANSWER.c.version == version)).scalars().all()
