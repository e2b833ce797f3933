"""SQL of cases and their chained history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.claims.cases.chain import GENESIS
from assistant.claims.cases.errors import CaseExists, StaleVersion, UnknownCase
from assistant.claims.cases.history import sealed
from assistant.state.claim_cases_models import CaseEventRow, CaseRow
from assistant.state.database import Database

_CASE = CaseRow.__table__
_EVENT = CaseEventRow.__table__
Also = Callable[[Connection], None]


class CaseRepository:
    """Each method is one transaction. A step is made only from the version that its maker saw, together with its row of the history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, values: Mapping[str, Any], event: Mapping[str, Any]) -> Row[Any]:
        """Insert a case with the first row of its history; raises CaseExists where its ``active_key`` is taken."""
        first = sealed(event, values["id"], 1, GENESIS)
        row = {**values, "version": 1, "chain_seq": 1, "chain_head": first["digest"]}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(CaseRow).values(**row))
                connection.execute(insert(CaseEventRow).values(**first))
        except IntegrityError as error:
            raise self._taken(values["active_key"]) from error
        return self.known(values["id"])

    def step(
        self,
        case_id: str,
        version: int,
        event: Mapping[str, Any],
        changes: Mapping[str, Any],
        *,
        also: Also | None = None,
    ) -> Row[Any]:
        """Change a case, append the row, run ``also``, all or nothing.

        The UPDATE comes first: it takes the lock (the file's on SQLite, the row's on PostgreSQL), so that nobody else reads
        the chain's head until this transaction has ended. Raises UnknownCase, StaleVersion or CaseExists.
        """
        with self._database.writing() as connection:
            self._update(connection, case_id, version, {**changes, "version": version + 1, "updated_at": event["at"]})
            head = connection.execute(select(_CASE.c.chain_seq, _CASE.c.chain_head).where(_CASE.c.id == case_id)).one()
            row = sealed(event, case_id, head.chain_seq + 1, head.chain_head)
            connection.execute(insert(CaseEventRow).values(**row))
            new_head = {"chain_seq": row["seq"], "chain_head": row["digest"]}
            connection.execute(update(CaseRow).where(_CASE.c.id == case_id).values(**new_head))
            if also is not None:
                also(connection)
        return self.known(case_id)

    def append(self, seen: Row[Any], event: Mapping[str, Any]) -> None:
        """Write down what changes nothing of a case, so that nobody's page of it grows stale.

        The row follows the head that was seen: raises StaleVersion where the history has gone on.
        """
        row = sealed(event, seen.id, seen.chain_seq + 1, seen.chain_head)
        same = (_CASE.c.id == seen.id) & (_CASE.c.chain_head == seen.chain_head)
        new_head = {"chain_seq": row["seq"], "chain_head": row["digest"]}
        with self._database.writing() as connection:
            if connection.execute(update(CaseRow).where(same).values(**new_head)).rowcount != 1:
                raise StaleVersion
            connection.execute(insert(CaseEventRow).values(**row))

    def _update(self, connection: Connection, case_id: str, version: int, values: Mapping[str, Any]) -> None:
        seen = (_CASE.c.id == case_id) & (_CASE.c.version == version)
        try:
            done = connection.execute(update(CaseRow).where(seen).values(**values)).rowcount
        except IntegrityError as error:
            raise CaseExists from error
        if done != 1:
            there = connection.execute(select(_CASE.c.id).where(_CASE.c.id == case_id)).first()
            raise StaleVersion if there else UnknownCase

    def _taken(self, active_key: str) -> CaseExists:
        other = self.active(active_key)
        return CaseExists(other.id if other else "")

    def active(self, active_key: str) -> Row[Any] | None:
        """The case that holds a key: that of a person, or a report, that is not ended."""
        with self._database.reading() as connection:
            return connection.execute(select(_CASE).where(_CASE.c.active_key == active_key)).one_or_none()

    def find(self, case_id: str) -> Row[Any] | None:
        """One case."""
        with self._database.reading() as connection:
            return connection.execute(select(_CASE).where(_CASE.c.id == case_id)).one_or_none()

    def known(self, case_id: str) -> Row[Any]:
        """One case; raises UnknownCase."""
        row = self.find(case_id)
        if row is None:
            raise UnknownCase
        return row

    def history(self, case_id: str) -> list[dict[str, Any]]:
        """Every row of a case, first to last."""
        return self.read(case_id)[1]

    def read(self, case_id: str) -> tuple[Row[Any], list[dict[str, Any]]]:
        """A case and its history as of one moment: rows written after the case was read are left out. Raises UnknownCase."""
        with self._database.reading() as connection:
            row = connection.execute(select(_CASE).where(_CASE.c.id == case_id)).one_or_none()
            if row is None:
                raise UnknownCase
            query = select(_EVENT).where(_EVENT.c.case_id == case_id).order_by(_EVENT.c.seq)
            events = [dict(each) for each in connection.execute(query).mappings()]
            again = connection.execute(select(_CASE.c.chain_seq).where(_CASE.c.id == case_id)).scalar_one()
        if again != row.chain_seq:
            events = [each for each in events if each["seq"] <= row.chain_seq]
        return row, events

    def page(self, state: str | None, offset: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
        """A page of cases, longest untouched first, and how many there are in all."""
        query = select(_CASE) if state is None else select(_CASE).where(_CASE.c.state == state)
        page = query.order_by(_CASE.c.updated_at, _CASE.c.id).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        query = select(_CASE.c.state, func.count()).group_by(_CASE.c.state)
        with self._database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def of_persons(self, person_ids: Iterable[str]) -> list[Row[Any]]:
        """The cases of some persons, newest first."""
        query = select(_CASE.c.id, _CASE.c.person_id, _CASE.c.state).where(_CASE.c.person_id.in_(list(person_ids)))
        with self._database.reading() as connection:
            return list(connection.execute(query.order_by(_CASE.c.opened_at.desc(), _CASE.c.id)))

    def due(self, states: Iterable[str], day: date, most: int) -> list[Row[Any]]:
        """Cases whose recognition ended before a day, the oldest first."""
        over = _CASE.c.state.in_(list(states)) & (_CASE.c.expires_on < day)
        with self._database.reading() as connection:
            return list(connection.execute(select(_CASE).where(over).order_by(_CASE.c.expires_on).limit(most)))
