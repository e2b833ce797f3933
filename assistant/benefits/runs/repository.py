"""SQL of payment runs and their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, String, cast, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from assistant.benefits.errors import AlreadyPaid
from assistant.benefits.repository import add_event
from assistant.benefits.runs.plan import Line
from assistant.errors import WrongState
from assistant.machine import Actor, Transition
from assistant.state.benefits_models import ClaimRow, LineRow, RunRow
from assistant.state.database import Database

CHUNK: Final = 1_000
"""Lines written in one transaction: a run that is killed loses less than this."""

_RUN = RunRow.__table__
_LINE = LineRow.__table__
_CLAIM = ClaimRow.__table__


def subject_of(run_id: str) -> str:
    """A run's name in histories, claims and objections."""
    return f"run:{run_id}"


class Total(NamedTuple):
    """Lines of one status and reason."""

    status: str
    reason: str
    lines: int
    cents: int


class RunRepository:
    """Each method is one transaction; a step is made only from the state and version that its maker saw."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, values: Mapping[str, Any], actor: Actor) -> tuple[Row[Any] | None, bool]:
        """Insert a run, or find the one of the same key; tells whether it is new."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(RunRow).values(**values))
                add_event(
                    connection,
                    subject_of(values["id"]),
                    actor,
                    values["prepared_at"],
                    action="create",
                    from_state=None,
                    to_state="created",
                )
            return self.find(values["id"]), True
        except IntegrityError:
            return self.by_key(values["key"]), False

    def find(self, run_id: str) -> Row[Any] | None:
        """One run."""
        with self._database.reading() as connection:
            return connection.execute(select(_RUN).where(_RUN.c.id == run_id)).one_or_none()

    def by_key(self, key: str) -> Row[Any] | None:
        """The run of a measure and period that is not cancelled."""
        with self._database.reading() as connection:
            return connection.execute(select(_RUN).where(_RUN.c.key == key)).one_or_none()

    def all(self, most: int = 200) -> Sequence[Row[Any]]:
        """Runs, newest first."""
        with self._database.reading() as connection:
            return connection.execute(select(_RUN).order_by(_RUN.c.prepared_at.desc()).limit(most)).all()

    def in_publicity(self, today: date) -> Sequence[Row[Any]]:
        """Runs whose publicity has not ended."""
        query = select(_RUN).where(_RUN.c.state == "published", _RUN.c.publicised_until >= today)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_RUN.c.publicised_until)).all()

    def move(
        self, row: Row[Any], step: Transition, actor: Actor, at: datetime, note: str = "", **changes: object
    ) -> None:
        """Make a step with its entry in the history; raises WrongState where somebody was quicker."""
        with self._database.writing() as connection:
            _move(connection, row, step, actor, at, note, changes)

    def approve(self, row: Row[Any], step: Transition, actor: Actor, at: datetime, note: str) -> None:
        """Make the step and take the money of every payable line, together.

        Whoever was granted it meanwhile, by another run or an application, is taken off; raises WrongState or AlreadyPaid.
        """
        try:
            with self._database.writing() as connection:
                _move(connection, row, step, actor, at, note, {"approved_name": actor.name})
                exclude(connection, row.id, _claimed(row, _CLAIM.c.measure_id == row.measure_id), "already_paid")
                exclude(connection, row.id, _claimed(row, _CLAIM.c.exclusive_key == row.exclusive_key), "group_paid")
                _claim(connection, row, at)
        except IntegrityError as error:
            raise AlreadyPaid("刚才有企业在别处获得了同一项奖补，请刷新后再批准一次。") from error

    def add_lines(self, run_id: str, lines: Sequence[Line]) -> Iterator[int]:
        """Write the lines that are not there yet, a transaction each :data:`CHUNK`; yields how many were written."""
        with self._database.reading() as connection:
            there = connection.execute(select(func.count()).where(_LINE.c.run_id == run_id)).scalar_one()
        yield int(there)
        for begin in range(int(there), len(lines), CHUNK):
            chunk = lines[begin : begin + CHUNK]
            with self._database.writing() as connection:
                connection.execute(insert(LineRow), [_values(run_id, line) for line in chunk])
            yield len(chunk)

    def payable(self, run_id: str) -> Sequence[Row[Any]]:
        """Whoever is paid, in order."""
        query = select(_LINE).where(_LINE.c.run_id == run_id, _LINE.c.status == "payable").order_by(_LINE.c.seq)
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def lines(self, run_id: str, status: str | None, offset: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
        """A page of lines, and how many there are in all."""
        query = select(_LINE).where(_LINE.c.run_id == run_id)
        if status is not None:
            query = query.where(_LINE.c.status == status)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(query.order_by(_LINE.c.seq).offset(offset).limit(limit)).all(), int(total)

    def totals(self, run_id: str) -> list[Total]:
        """How many lines of a run stand how, and their sums."""
        query = (
            select(_LINE.c.status, _LINE.c.reason, func.count(), func.coalesce(func.sum(_LINE.c.amount_cents), 0))
            .where(_LINE.c.run_id == run_id)
            .group_by(_LINE.c.status, _LINE.c.reason)
        )
        with self._database.reading() as connection:
            return [Total(row[0], row[1], int(row[2]), int(row[3])) for row in connection.execute(query)]


def _move(
    connection: Connection,
    row: Row[Any],
    step: Transition,
    actor: Actor,
    at: datetime,
    note: str,
    changes: Mapping[str, object],
) -> None:
    values = {**changes, "state": step.target, "version": row.version + 1}
    seen = (_RUN.c.id == row.id) & (_RUN.c.version == row.version)
    if connection.execute(update(RunRow).where(seen).values(**values)).rowcount != 1:
        raise WrongState("刚才有同事处理了这次兑付，请刷新后再看。")
    entry = {"action": step.action, "from_state": row.state, "to_state": step.target, "note": note}
    add_event(connection, subject_of(row.id), actor, at, **entry)


def _claimed(row: Row[Any], same: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(literal(1))
        .where(_CLAIM.c.year == row.year, same, _CLAIM.c.credit_code == _LINE.c.credit_code)
        .correlate(_LINE)
        .exists()
    )


def exclude(connection: Connection, run_id: str, which: ColumnElement[bool], reason: str) -> None:
    """Take lines off the list, in the transaction that decides it."""
    payable = (_LINE.c.run_id == run_id) & (_LINE.c.status.in_(("payable", "waiting"))) & which
    connection.execute(update(LineRow).where(payable).values(status="excluded", reason=reason))


def _claim(connection: Connection, row: Row[Any], at: datetime) -> None:
    chosen = select(
        _LINE.c.run_id + literal("-") + cast(_LINE.c.seq, String),
        literal(row.measure_id),
        literal(row.exclusive_key),
        literal(row.year),
        _LINE.c.credit_code,
        _LINE.c.amount_cents,
        literal(subject_of(row.id)),
        literal(at, _CLAIM.c.at.type),
    ).where(_LINE.c.run_id == row.id, _LINE.c.status == "payable")
    columns = ["id", "measure_id", "exclusive_key", "year", "credit_code", "amount_cents", "source", "at"]
    connection.execute(insert(ClaimRow).from_select(columns, chosen))


def _values(run_id: str, line: Line) -> dict[str, object]:
    return {
        "run_id": run_id,
        "seq": line.seq,
        "credit_code": line.credit_code,
        "name": line.name,
        "individual": line.individual,
        "amount_cents": line.cents,
        "status": line.status,
        "reason": line.reason,
        "detail": line.detail,
    }
