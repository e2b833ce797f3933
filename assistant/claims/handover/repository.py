"""SQL of hand-overs; what changes them runs inside the transaction that writes the case's history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from assistant.claims.cases.errors import StaleVersion
from assistant.state.claim_cases_models import CaseEventRow, CaseRow, HandoverRow
from assistant.state.database import Database

_HANDOVER = HandoverRow.__table__
_CASE = CaseRow.__table__
_EVENT = CaseEventRow.__table__
MOST_SHOWN = 500


class HandoverRepository:
    """Reads of hand-overs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, handover_id: str) -> Row[Any] | None:
        """One hand-over."""
        with self._database.reading() as connection:
            return connection.execute(select(_HANDOVER).where(_HANDOVER.c.id == handover_id)).one_or_none()

    def of_case(self, case_id: str) -> Sequence[Row[Any]]:
        """All of a case, first to last."""
        query = select(_HANDOVER).where(_HANDOVER.c.case_id == case_id)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_HANDOVER.c.prepared_at, _HANDOVER.c.id)).all()

    def fallen(self, states: Collection[str]) -> Sequence[str]:
        """Ids of cases whose recognition has fallen while a hand-over of theirs is in one of these states."""
        both = _HANDOVER.join(_CASE, _HANDOVER.c.case_id == _CASE.c.id)
        left = _HANDOVER.c.state.in_(list(states)) & (_CASE.c.state == "dismissed")
        query = select(_CASE.c.id).select_from(both).where(left).distinct().order_by(_CASE.c.id)
        with self._database.reading() as connection:
            return connection.execute(query).scalars().all()

    def page(self, authority: str | None, state: str | None, hidden: Collection[str]) -> tuple[Sequence[Row[Any]], int]:
        """Those of an authority (``None``: of all), newest change first, and how many; never one in a hidden state."""
        query = select(_HANDOVER).where(_HANDOVER.c.state.not_in(list(hidden)))
        query = query if authority is None else query.where(_HANDOVER.c.authority == authority)
        query = query if state is None else query.where(_HANDOVER.c.state == state)
        shown = query.order_by(_HANDOVER.c.updated_at.desc(), _HANDOVER.c.id).limit(MOST_SHOWN)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(shown).all(), int(total)

    def cases(self, case_ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Cases by id."""
        query = select(_CASE).where(_CASE.c.id.in_(list(set(case_ids))))
        with self._database.reading() as connection:
            return {row.id: row for row in connection.execute(query)}

    def events(self, handover_ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
        """The rows of the history that belong to hand-overs, first to last."""
        query = (
            select(_EVENT).where(_EVENT.c.handover_id.in_(list(handover_ids))).order_by(_EVENT.c.case_id, _EVENT.c.seq)
        )
        found: dict[str, list[Row[Any]]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.handover_id, []).append(row)
        return found


def added(values: Mapping[str, Any]) -> Callable[[Connection], None]:
    """What puts a new hand-over in; raises IntegrityError where one to this authority is not ended."""

    def also(connection: Connection) -> None:
        connection.execute(insert(HandoverRow).values(**values))

    return also


def moved(handover_id: str, version: int, changes: Mapping[str, Any]) -> Callable[[Connection], None]:
    """What changes a hand-over from the version that was seen; raises StaleVersion."""
    seen = (_HANDOVER.c.id == handover_id) & (_HANDOVER.c.version == version)

    def also(connection: Connection) -> None:
        values = {**changes, "version": version + 1}
        if connection.execute(update(HandoverRow).where(seen).values(**values)).rowcount != 1:
            raise StaleVersion

    return also
