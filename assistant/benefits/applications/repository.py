"""SQL of applications, their steps and reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.benefits.applications.numbers import make_number
from assistant.benefits.applications.states import WAITING
from assistant.benefits.errors import AlreadyApplied, AlreadyPaid
from assistant.benefits.repository import add_claims, add_event
from assistant.errors import StateUnavailable, WrongState
from assistant.machine import Actor, Transition
from assistant.state.benefits_models import ApplicationRow, UrgeRow
from assistant.state.database import Database

_APPLICATION = ApplicationRow.__table__
_URGE = UrgeRow.__table__
_TRIES: Final = 20


def subject_of(number: str) -> str:
    """An application's name in histories, claims and objections."""
    return f"application:{number}"


class ApplicationRepository:
    """Each method is one transaction; a step is made only from the state and version that its maker saw."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, values: Mapping[str, Any], actor: Actor, at: datetime, day: date) -> tuple[Row[Any], bool]:
        """Insert under a new number; tells whether it is new. Raises AlreadyApplied where one is under way."""
        for _ in range(_TRIES):
            try:
                with self._database.writing() as connection:
                    number = self._insert(connection, values, day)
                    add_event(
                        connection,
                        subject_of(number),
                        actor,
                        at,
                        action="submit",
                        from_state=None,
                        to_state="submitted",
                    )
                return self._known(number), True
            except IntegrityError:
                same = self.by_submit_id(values["credit_code"], values["submit_id"])
                if same is not None:
                    return same, False
                other = self.active(values["active_key"])
                if other is not None:
                    raise AlreadyApplied(f"本年度已经申报过这项政策，受理编号 {other.number}。") from None
        raise StateUnavailable("现在申报的企业很多，请稍后再提交一次。")

    @staticmethod
    def _insert(connection: Connection, values: Mapping[str, Any], day: date) -> str:
        last = select(func.coalesce(func.max(_APPLICATION.c.seq), 0)).where(_APPLICATION.c.day == day)
        seq = int(connection.execute(last).scalar_one()) + 1
        number = make_number(day, seq)
        connection.execute(insert(ApplicationRow).values(**values, number=number, day=day, seq=seq))
        return number

    def _known(self, number: str) -> Row[Any]:
        row = self.find(number)
        if row is None:
            raise StateUnavailable("系统暂时没能读到这份申报，请稍后再试。")
        return row

    def find(self, number: str) -> Row[Any] | None:
        """One application."""
        return self._one(_APPLICATION.c.number == number)

    def by_submit_id(self, credit_code: str, submit_id: str) -> Row[Any] | None:
        """What a company sent under its page's own name for it."""
        return self._one((_APPLICATION.c.credit_code == credit_code) & (_APPLICATION.c.submit_id == submit_id))

    def active(self, active_key: str) -> Row[Any] | None:
        """The application of a company for a measure and year that is under way or paid."""
        return self._one(_APPLICATION.c.active_key == active_key)

    def by_public_id(self, public_id: str) -> Row[Any] | None:
        """One application, as its publicity names it."""
        return self._one(_APPLICATION.c.public_id == public_id)

    def _one(self, where: Any) -> Row[Any] | None:  # noqa: ANN401  # SQLAlchemy's clauses have many types
        with self._database.reading() as connection:
            return connection.execute(select(_APPLICATION).where(where)).one_or_none()

    def of_company(self, credit_code: str, most: int = 200) -> Sequence[Row[Any]]:
        """A company's applications, newest first."""
        query = select(_APPLICATION).where(_APPLICATION.c.credit_code == credit_code)
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_APPLICATION.c.submitted_at.desc()).limit(most)).all()

    def in_publicity(self, today: date) -> Sequence[Row[Any]]:
        """Applications whose publicity has not ended."""
        query = select(_APPLICATION).where(
            _APPLICATION.c.state == "publicised", _APPLICATION.c.publicised_until >= today
        )
        with self._database.reading() as connection:
            return connection.execute(query.order_by(_APPLICATION.c.publicised_until)).all()

    def queue(
        self, state: str | None, overdue_before: datetime | None, offset: int, limit: int
    ) -> tuple[Sequence[Row[Any]], int]:
        """A page of the desk, longest waiting first, and how many there are in all."""
        query = select(_APPLICATION)
        if state is not None:
            query = query.where(_APPLICATION.c.state == state)
        if overdue_before is not None:
            query = query.where(_APPLICATION.c.state.in_(WAITING), _APPLICATION.c.updated_at < overdue_before)
        page = query.order_by(_APPLICATION.c.updated_at, _APPLICATION.c.number).offset(offset).limit(limit)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return connection.execute(page).all(), int(total)

    def counts(self, overdue_before: datetime) -> tuple[dict[str, int], int]:
        """How many there are in each state, and how many wait too long."""
        by_state = select(_APPLICATION.c.state, func.count()).group_by(_APPLICATION.c.state)
        late = select(func.count()).where(_APPLICATION.c.state.in_(WAITING), _APPLICATION.c.updated_at < overdue_before)
        with self._database.reading() as connection:
            found = {row[0]: int(row[1]) for row in connection.execute(by_state)}
            return found, int(connection.execute(late).scalar_one())

    def move(
        self,
        row: Row[Any],
        step: Transition,
        actor: Actor,
        at: datetime,
        note: str,
        claim: Mapping[str, object] | None = None,
        **changes: object,
    ) -> Row[Any]:
        """Make a step with its entry in the history, and take its money; raises WrongState or AlreadyPaid."""
        seen = (_APPLICATION.c.number == row.number) & (_APPLICATION.c.version == row.version)
        values = changes | {"state": step.target, "version": row.version + 1, "updated_at": at}
        entry = {"action": step.action, "from_state": row.state, "to_state": step.target, "note": note}
        try:
            with self._database.writing() as connection:
                if connection.execute(update(ApplicationRow).where(seen).values(**values)).rowcount != 1:
                    raise WrongState("刚才有同事处理了这份申报，请刷新后再看。")
                add_event(connection, subject_of(row.number), actor, at, **entry)
                add_claims(connection, [claim] if claim else [])
        except IntegrityError as error:
            raise AlreadyPaid("这家企业本年度已经享受过这项或者同类只能享受一项的政策，不能重复兑付。") from error
        return self._known(row.number)

    def urges(self, number: str) -> Sequence[Row[Any]]:
        """The reminders of one application, first to last."""
        with self._database.reading() as connection:
            return connection.execute(select(_URGE).where(_URGE.c.number == number).order_by(_URGE.c.seq)).all()

    def add_urge(self, number: str, seq: int, at: datetime, text: str, routed_to: str) -> bool:
        """Write down a reminder; false where another one of the same count was quicker."""
        try:
            with self._database.writing() as connection:
                connection.execute(
                    insert(UrgeRow).values(number=number, seq=seq, at=at, text=text, routed_to=routed_to)
                )
        except IntegrityError:
            return False
        return True
