"""SQL of embedded cases, wrong tries and urges. Every statement runs on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from assistant.applications.case import OPEN
from assistant.errors import StateUnavailable
from assistant.state.applications_models import CaseRow, ServiceUrgeRow, TryRow
from assistant.state.database import Database

_CASE = CaseRow.__table__
_TRY = TryRow.__table__
_URGE = ServiceUrgeRow.__table__
_UNDELIVERED: Final = _URGE.c.delivered_at.is_(None) & _URGE.c.answered_at.is_(None)
_TURNS: Final = 5
_SWEPT: Final = 500


class CaseRepository:
    """Cases of the embedded system."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def factors(self, number: str) -> Sequence[str]:
        """The hashes that open a case; none of a number that nobody has. Only they are read before one of them fits."""
        with self._database.reading() as connection:
            found = connection.execute(select(_CASE.c.factors).where(_CASE.c.number == number)).scalar_one_or_none()
        return tuple(found or ())

    def find(self, number: str) -> Row[Any] | None:
        """One case."""
        with self._database.reading() as connection:
            return connection.execute(select(_CASE).where(_CASE.c.number == number)).one_or_none()

    def open(self, most: int) -> Sequence[Row[Any]]:
        """Open cases, longest waiting first."""
        query = select(_CASE).where(_CASE.c.state.in_(sorted(OPEN))).order_by(_CASE.c.submitted_on, _CASE.c.number)
        with self._database.reading() as connection:
            return connection.execute(query.limit(most)).all()

    def sample_laid_on(self, day: date) -> bool:
        """Were the sample cases laid out on this day, all of them in one transaction?"""
        query = select(func.count()).where(_CASE.c.sample, _CASE.c.laid_on == day)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one()) > 0

    def lay_sample(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put the sample cases in the place of those of another day; whoever was quicker has done the same."""
        try:
            with self._database.writing() as connection:
                connection.execute(delete(CaseRow).where(_CASE.c.sample))
                connection.execute(insert(CaseRow), [dict(row) for row in rows])
        except IntegrityError:
            return


class Rule(NamedTuple):
    """So many wrong tries under one key, then none for ``seconds`` after the last of them."""

    key: str
    most: int
    seconds: int


class TryRepository:
    """Counts of tries. A try is counted before anything is compared, so that guesses sent together count each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def proven(self, key: str, now: datetime) -> bool:
        """Has whoever this is shown the right signs not long ago?"""
        query = select(_TRY.c.proven_until).where(_TRY.c.key == key)
        with self._database.reading() as connection:
            until = connection.execute(query).scalar_one_or_none()
        return until is not None and until > now

    def charge(self, rules: Sequence[Rule], now: datetime, until: Mapping[str, datetime]) -> datetime | None:
        """Count one try under every key, or under none: then the moment until which one of them is locked.

        ``until``: for each key, when a count that begins or ends now would be over.
        """
        for _ in range(_TURNS):
            try:
                with self._database.writing() as connection:
                    locked = [self._charge_one(connection, rule, now, until[rule.key]) for rule in sorted(rules)]
                    latest = max((moment for moment in locked if moment is not None), default=None)
                    if latest is not None:
                        connection.rollback()
                    return latest
            except IntegrityError:
                continue  # another try made the row first
        raise StateUnavailable("现在查询的人很多，请稍后再试。")

    @staticmethod
    def _charge_one(connection: Connection, rule: Rule, now: datetime, until: datetime) -> datetime | None:
        over = _TRY.c.expires_at <= now
        last = _TRY.c.failures + 1 >= rule.most
        counted = update(TryRow).where(_TRY.c.key == rule.key, or_(over, _TRY.c.failures < rule.most))
        changes = {
            "failures": case((over, 1), else_=_TRY.c.failures + 1),
            "expires_at": case((or_(over, last), until), else_=_TRY.c.expires_at),
        }
        seen = select(_TRY.c.failures, _TRY.c.expires_at).where(_TRY.c.key == rule.key)
        while connection.execute(counted.values(**changes)).rowcount == 0:
            row = connection.execute(seen).one_or_none()
            if row is None:
                _sweep(connection, now)
                connection.execute(insert(TryRow).values(key=rule.key, failures=1, expires_at=until, proven_until=None))
                return None
            if row.failures >= rule.most and row.expires_at > now:
                locked_until: datetime = row.expires_at
                return locked_until
            # the row was made between the two statements: count in it
        return None

    def refund(self, keys: Sequence[str]) -> None:
        """Take back one try of each."""
        with self._database.writing() as connection:
            for key in sorted(keys):
                counted = update(TryRow).where(_TRY.c.key == key, _TRY.c.failures > 0)
                connection.execute(counted.values(failures=_TRY.c.failures - 1))

    def prove(self, key: str, others: Sequence[str], until: datetime) -> None:
        """The signs were right: forget the wrong tries under ``key``, take back one of each of the others."""
        self.refund(others)
        with self._database.writing() as connection:
            connection.execute(update(TryRow).where(_TRY.c.key == key).values(failures=0, proven_until=until))


def _sweep(connection: Connection, now: datetime) -> None:
    """Forget what is over, a piece at a time; rows that others hold are left, so that nobody waits in a circle."""
    unproven = or_(_TRY.c.proven_until.is_(None), _TRY.c.proven_until <= now)
    over = select(_TRY.c.key).where(_TRY.c.expires_at <= now, unproven).limit(_SWEPT)
    connection.execute(delete(TryRow).where(_TRY.c.key.in_(over.with_for_update(skip_locked=True))))


class UrgeRepository:
    """Urges and their answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_case(self, number: str) -> Sequence[Row[Any]]:
        """The urges of one case, first to last."""
        with self._database.reading() as connection:
            return connection.execute(select(_URGE).where(_URGE.c.number == number).order_by(_URGE.c.seq)).all()

    def add(self, values: Mapping[str, Any]) -> bool:
        """Write down an urge; false where another one of the same count or the same tap was quicker."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(ServiceUrgeRow).values(**values))
        except IntegrityError:
            return False
        return True

    def find(self, urge_id: str) -> Row[Any] | None:
        """One urge."""
        with self._database.reading() as connection:
            return connection.execute(select(_URGE).where(_URGE.c.id == urge_id)).one_or_none()

    def answer(self, urge_id: str, text: str, by: str, at: datetime) -> bool:
        """Write down the answer; false where there is one."""
        unanswered = update(ServiceUrgeRow).where(_URGE.c.id == urge_id, _URGE.c.answered_at.is_(None))
        with self._database.writing() as connection:
            done = connection.execute(unanswered.values(answer=text, answered_by=by, answered_at=at))
            return done.rowcount == 1

    def delivered(self, urge_id: str, at: datetime) -> None:
        """The case system has it."""
        self._mark(urge_id, delivered_at=at, try_at=None, refused=None)

    def refused(self, urge_id: str, why: str) -> None:
        """The case system will not have it: nobody tries again unless the desk does."""
        self._mark(urge_id, refused=why, try_at=None)

    def put_off(self, urge_id: str, tries: int, until: datetime) -> None:
        """It could not be handed over for the ``tries``-th time."""
        self._mark(urge_id, tries=tries, try_at=until, refused=None)

    def _mark(self, urge_id: str, **values: Any) -> None:  # noqa: ANN401  # of several columns
        """Change one that has not been handed over meanwhile."""
        waiting = update(ServiceUrgeRow).where(_URGE.c.id == urge_id, _URGE.c.delivered_at.is_(None))
        with self._database.writing() as connection:
            connection.execute(waiting.values(**values))

    def undelivered(self, now: datetime | None, most: int) -> Sequence[Row[Any]]:
        """Urges that the case system has not got and nobody has answered, those that failed least often first.

        With ``now`` only those whose next try has come and that were not refused.
        """
        query = select(_URGE).where(_UNDELIVERED)
        if now is not None:
            query = query.where(_URGE.c.refused.is_(None), or_(_URGE.c.try_at.is_(None), _URGE.c.try_at <= now))
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_URGE.c.tries, _URGE.c.at).limit(most)).all()

    def erase_texts(self, before: datetime) -> int:
        """Forget what citizens wrote with urges before a moment; how many."""
        old = update(ServiceUrgeRow).where(_URGE.c.at < before, _URGE.c.text != "")
        with self._database.writing() as connection:
            return connection.execute(old.values(text="")).rowcount

    def page(
        self, state: str | None, department: str | None, now: datetime, offset: int, limit: int
    ) -> tuple[Sequence[Row[Any]], int]:
        """A page of the desk, the most pressing first, and how many there are in all."""
        query = select(_URGE)
        if state == "answered":
            query = query.where(_URGE.c.answered_at.is_not(None))
        elif state == "undelivered":
            query = query.where(_UNDELIVERED)
        elif state is not None:
            query = query.where(_URGE.c.answered_at.is_(None))
        if state == "late":
            query = query.where(_URGE.c.due_at < now)
        if department is not None:
            query = query.where(_URGE.c.department == department)
        page = query.order_by(_URGE.c.answered_at.is_not(None), _URGE.c.due_at, _URGE.c.id).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def departments(self) -> tuple[str, ...]:
        """Every department that was ever urged."""
        with self._database.reading() as connection:
            return tuple(
                connection.execute(select(_URGE.c.department).distinct().order_by(_URGE.c.department)).scalars()
            )

    def counts(self, now: datetime) -> tuple[dict[str, int], dict[str, int], int]:
        """By department: open and late (of the open ones); and how many are answered."""
        unanswered = _URGE.c.answered_at.is_(None)
        by_department = select(_URGE.c.department, func.count()).group_by(_URGE.c.department).where(unanswered)
        with self._database.reading() as connection:
            waiting = {row[0]: int(row[1]) for row in connection.execute(by_department)}
            late = {row[0]: int(row[1]) for row in connection.execute(by_department.where(_URGE.c.due_at < now))}
            answered = connection.execute(select(func.count()).where(_URGE.c.answered_at.is_not(None))).scalar_one()
        return waiting, late, int(answered)

    def numbers_of(self, numbers: Sequence[str]) -> dict[str, int]:
        """How many urges each of these cases has."""
        query = select(_URGE.c.number, func.count()).where(_URGE.c.number.in_(numbers)).group_by(_URGE.c.number)
        with self._database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}
