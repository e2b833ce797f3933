"""SQL that applications and runs share: history and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from assistant.machine import Actor
from assistant.state.benefits_models import ClaimRow, EventRow
from assistant.state.database import Database

_EVENT = EventRow.__table__
_CLAIM = ClaimRow.__table__


def add_event(
    connection: Connection,
    subject: str,
    actor: Actor,
    at: datetime,
    *,
    action: str,
    from_state: str | None,
    to_state: str,
    note: str = "",
) -> None:
    """Write down one step, in the transaction that makes it."""
    last = select(func.coalesce(func.max(_EVENT.c.seq), 0)).where(_EVENT.c.subject == subject)
    values = {"subject": subject, "seq": connection.execute(last).scalar_one() + 1, "at": at, "action": action}
    who = {"who_id": actor.id, "who_name": actor.name, "who_role": actor.role}
    connection.execute(insert(EventRow).values(**values, **who, from_state=from_state, to_state=to_state, note=note))


def add_claims(connection: Connection, claims: Sequence[Mapping[str, object]]) -> None:
    """Take the money of some companies; raises IntegrityError where one has been granted it before."""
    if claims:
        connection.execute(insert(ClaimRow), [dict(claim) for claim in claims])


class LedgerRepository:
    """Reading history and claims."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def events(self, subject: str) -> Sequence[Row[Any]]:
        """The steps of one application or run, first to last."""
        with self._database.reading() as connection:
            return connection.execute(select(_EVENT).where(_EVENT.c.subject == subject).order_by(_EVENT.c.seq)).all()

    def claims(self, year: int, measure_id: str, exclusive_key: str, code: str | None = None) -> Sequence[Row[Any]]:
        """Who has been granted a measure, or one of its group, for a year; by credit code."""
        query = select(_CLAIM).where(
            _CLAIM.c.year == year, (_CLAIM.c.measure_id == measure_id) | (_CLAIM.c.exclusive_key == exclusive_key)
        )
        if code is not None:
            query = query.where(_CLAIM.c.credit_code == code)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_CLAIM.c.credit_code, _CLAIM.c.measure_id)).all()
