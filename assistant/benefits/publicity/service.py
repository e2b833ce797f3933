"""公示: names and sums before anybody is paid, and what is said against them."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.benefits.applications.repository import ApplicationRepository
from assistant.benefits.applications.repository import subject_of as application_subject
from assistant.benefits.errors import UnknownThing
from assistant.benefits.money import text_of
from assistant.benefits.publicity import schemas
from assistant.benefits.publicity.repository import ObjectionRepository
from assistant.benefits.runs import schemas as run_schemas
from assistant.benefits.runs.plan import ORDERS
from assistant.benefits.runs.repository import RunRepository
from assistant.benefits.runs.repository import subject_of as run_subject
from assistant.clock import Clock, day_of, now
from assistant.errors import TooManyRequests, WrongState
from assistant.machine import actor_of
from assistant.masking import masked_code, masked_name

MOST_A_DAY: Final = 500
"""Objections to one publicity in a day: beyond that somebody floods the staff."""


_PUBLIC: Final = ("published", "publicised")


class PublicityService:
    """What is under publicity: whole runs, and single applications."""

    def __init__(
        self,
        runs: RunRepository,
        applications: ApplicationRepository,
        objections: ObjectionRepository,
        clock: Clock = now,
    ) -> None:
        self._runs = runs
        self._applications = applications
        self._objections = objections
        self._clock = clock

    def all(self) -> schemas.Publicities:
        """All that run today, those that end first before the others."""
        today = day_of(self._clock())
        shown = [self._of_run(row, today) for row in self._runs.in_publicity(today)]
        shown += [self._of_application(row, today) for row in self._applications.in_publicity(today)]
        return schemas.Publicities(publicities=tuple(sorted(shown, key=lambda each: (each.until, each.id))))

    def one(self, publicity_id: str, offset: int, limit: int) -> schemas.PublicityPage:
        """One publicity with a page of its lines; raises UnknownThing also where it has ended."""
        today = day_of(self._clock())
        run = self._open_run(publicity_id, today)
        if run is not None:
            rows, _ = self._runs.lines(run.id, "payable", offset, limit)
            lines = tuple(_line(row.seq, row.name, row) for row in rows)
            return schemas.PublicityPage(**self._of_run(run, today).model_dump(), lines=lines)
        row = self._open_application(publicity_id, today)
        lines = (_line(1, row.company_name, row),) if offset == 0 else ()
        return schemas.PublicityPage(**self._of_application(row, today).model_dump(), lines=lines)

    def object(self, publicity_id: str, sent: schemas.ObjectionIn) -> schemas.ObjectionReply:
        """Take an objection down; raises UnknownThing or TooManyRequests."""
        at = self._clock()
        run = self._open_run(publicity_id, day_of(at))
        if run is not None:
            subject = run_subject(run.id)
        else:
            subject = application_subject(self._open_application(publicity_id, day_of(at)).number)
        if self._objections.count_since(subject, at - timedelta(days=1)) >= MOST_A_DAY:
            raise TooManyRequests(3600)
        objection_id = secrets.token_hex(16)
        entry = {"id": objection_id, "subject": subject, "at": at, "state": "open", "note": ""}
        self._objections.add(entry | sent.model_dump())
        return schemas.ObjectionReply(id=objection_id, message="您的异议已经登记。处理完以前，不会拨款。")

    def objections(self, publicity_id: str) -> run_schemas.Objections:
        """All objections, for the staff; raises UnknownThing."""
        rows = self._objections.of_subject(self._subject(publicity_id))
        return run_schemas.Objections(objections=tuple(map(run_schemas.objection_view, rows)))

    def settle(
        self, person: Person, publicity_id: str, objection_id: str, sent: run_schemas.SettleIn
    ) -> run_schemas.Objections:
        """Settle an objection; raises UnknownThing or WrongState."""
        subject, at = self._subject(publicity_id), self._clock()
        objection = self._objections.find(subject, objection_id)
        if objection is None:
            raise UnknownThing("没有找到这条异议。")
        row = self._runs.find(publicity_id) or self._applications.by_public_id(publicity_id)
        if row is None or row.state not in _PUBLIC:
            raise WrongState("公示以后的名单不再改动。")
        run_id = publicity_id if subject == run_subject(publicity_id) else None
        self._objections.settle(objection, run_id, row.state, sent.decision, sent.note, actor_of(person), at)
        return self.objections(publicity_id)

    def _subject(self, publicity_id: str) -> str:
        if self._runs.find(publicity_id) is not None:
            return run_subject(publicity_id)
        row = self._applications.by_public_id(publicity_id)
        if row is None:
            raise UnknownThing("没有找到这个公示。")
        return application_subject(row.number)

    def _open_run(self, publicity_id: str, today: date) -> Row[Any] | None:
        row = self._runs.find(publicity_id)
        shown = row is not None and row.state == "published" and row.publicised_until >= today
        return row if shown else None

    def _open_application(self, publicity_id: str, today: date) -> Row[Any]:
        row = self._applications.by_public_id(publicity_id)
        if row is None or row.state != "publicised" or row.publicised_until < today:
            raise UnknownThing("没有找到这个公示，它可能已经结束。")
        return row

    def _of_run(self, row: Row[Any], today: date) -> schemas.Publicity:
        payable = [each for each in self._runs.totals(row.id) if each.status == "payable"]
        return schemas.Publicity(
            id=row.id,
            title=row.measure_title,
            department=row.department,
            document_title=row.document_title,
            from_=day_of(row.published_at),
            until=row.publicised_until,
            days_left=(row.publicised_until - today).days,
            count=sum(each.lines for each in payable),
            total=text_of(sum(each.cents for each in payable)) or "",
            order_text=ORDERS[row.order_rule][0],
        )

    def _of_application(self, row: Row[Any], today: date) -> schemas.Publicity:
        return schemas.Publicity(
            id=row.public_id,
            title=row.measure["title"],
            department=row.department,
            document_title=row.document_title,
            from_=day_of(row.updated_at),
            until=row.publicised_until,
            days_left=(row.publicised_until - today).days,
            count=1,
            total=text_of(row.amount_cents or 0) or "",
        )


def _line(seq: int, name: str, row: Row[Any]) -> schemas.PublicLine:
    hidden = row.individual
    return schemas.PublicLine(
        seq=seq,
        name=masked_name(name) if hidden else name,
        credit_code=masked_code(row.credit_code) if hidden else row.credit_code,
        amount=text_of(row.amount_cents),
    )
