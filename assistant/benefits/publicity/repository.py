"""SQL of objections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Update, func, insert, select, update

from assistant.benefits.repository import add_event
from assistant.benefits.runs.repository import exclude
from assistant.errors import WrongState
from assistant.machine import Actor
from assistant.state.benefits_models import LineRow, ObjectionRow, RunRow
from assistant.state.database import Database

_LINE = LineRow.__table__
_OBJECTION = ObjectionRow.__table__


class ObjectionRepository:
    """Objections to what is published; settling one belongs to the run or the application."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, objection: Mapping[str, object]) -> None:
        """Keep an objection."""
        with self._database.writing() as connection:
            connection.execute(insert(ObjectionRow).values(**objection))

    def count_since(self, subject: str, since: datetime) -> int:
        """How many objections one publicity got since a moment."""
        query = select(func.count()).where(_OBJECTION.c.subject == subject, _OBJECTION.c.at >= since)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def open_count(self, subject: str) -> int:
        """How many wait to be settled."""
        query = select(func.count()).where(_OBJECTION.c.subject == subject, _OBJECTION.c.state == "open")
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def of_subject(self, subject: str) -> Sequence[Row[Any]]:
        """All objections to one publicity, oldest first."""
        query = select(_OBJECTION).where(_OBJECTION.c.subject == subject)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_OBJECTION.c.at, _OBJECTION.c.id)).all()

    def find(self, subject: str, objection_id: str) -> Row[Any] | None:
        """One objection."""
        query = select(_OBJECTION).where(_OBJECTION.c.subject == subject, _OBJECTION.c.id == objection_id)
        with self._database.reading() as connection:
            return connection.execute(query).one_or_none()

    def settle(
        self, objection: Row[Any], run_id: str | None, state: str, decision: str, note: str, actor: Actor, at: datetime
    ) -> None:
        """Settle an objection; one to a run's line that is upheld takes the line off. Raises WrongState."""
        opened = (_OBJECTION.c.id == objection.id) & (_OBJECTION.c.state == "open")
        values = {"state": decision, "note": note, "settled_by": actor.id, "settled_at": at}
        with self._database.writing() as connection:
            if connection.execute(update(ObjectionRow).where(opened).values(**values)).rowcount != 1:
                raise WrongState("这条异议已经处理过了。")
            if run_id is not None and connection.execute(_touched(run_id)).rowcount != 1:
                raise WrongState("公示以后的名单不再改动。")
            if run_id is not None and decision == "upheld" and objection.line is not None:
                exclude(connection, run_id, _LINE.c.seq == objection.line, "objection")
            entry = {"action": f"objection_{decision}", "from_state": state, "to_state": state, "note": note}
            add_event(connection, objection.subject, actor, at, **entry)


def _touched(run_id: str) -> Update:
    """Make an approval that began before see that the list is another: only what is still published changes."""
    open_run = (RunRow.id == run_id) & (RunRow.state == "published")
    return update(RunRow).where(open_run).values(version=RunRow.version + 1)
