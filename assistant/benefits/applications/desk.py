"""The staff's side: the queue, and the steps from acceptance to payment."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import NotAllowed, Person
from assistant.benefits.applications import schemas, view
from assistant.benefits.applications.numbers import is_number
from assistant.benefits.applications.repository import ApplicationRepository, subject_of
from assistant.benefits.applications.service import ApplicationService
from assistant.benefits.applications.states import MACHINE, NEXT
from assistant.benefits.errors import PublicityRunning, UnknownApplication
from assistant.benefits.exclusivity import exclusive_key
from assistant.benefits.money import parse_yuan
from assistant.benefits.ports import Notice, Notifier
from assistant.benefits.publicity.repository import ObjectionRepository
from assistant.clock import day_of, in_words
from assistant.errors import InvalidRequest, SamePerson
from assistant.machine import Transition, actor_of
from knowledge.models import Measure


class DeskService:
    """Every step is checked by role, by state, and by what it needs besides."""

    def __init__(self, applications: ApplicationService, objections: ObjectionRepository, notifier: Notifier) -> None:
        self._applications = applications
        self._objections = objections
        self._notifier = notifier

    @property
    def _repository(self) -> ApplicationRepository:
        return self._applications.repository

    def queue(self, person: Person, state: str | None, overdue: bool, offset: int, limit: int) -> schemas.Desk:
        """A page of the queue, longest waiting first."""
        if state is not None and state not in MACHINE.states:
            raise InvalidRequest("没有这种状态。")
        late = self._applications.clock() - self._applications.rules.overdue
        rows, total = self._repository.queue(state, late if overdue else None, offset, limit)
        counts, overdue_count = self._repository.counts(late)
        return schemas.Desk(
            applications=tuple(self._applications.brief(row, person) for row in rows),
            total=total,
            counts=counts,
            overdue=overdue_count,
        )

    def one(self, person: Person, number: str) -> schemas.Application:
        """One application with its reminders; raises UnknownApplication."""
        return self._whole(self._find(number), person)

    def act(self, person: Person, number: str, action: str, sent: schemas.DeskStep) -> schemas.Application:
        """Make a step.

        Raises UnknownApplication, WrongState, NotAllowed, SamePerson, PublicityRunning, InvalidRequest or AlreadyPaid.
        """
        row = self._find(number)
        step = MACHINE.move(row.state, action)
        if person.role not in step.roles:
            raise NotAllowed("您的账号没有做这件事的权限。")
        if step.needs_note and not sent.note:
            raise InvalidRequest(f"请写明{step.text}的原因，企业要看。")
        if sent.amount is not None and action != "review":
            raise InvalidRequest("金额只在审核时填写。")
        changes = self._changes(row, step, person, sent)
        claim = self._claim(row) if action == "approve" else None
        moved = self._repository.move(
            row, step, actor_of(person), self._applications.clock(), sent.note, claim, **changes
        )
        self._notifier.deliver([_notice(moved, sent.note)])
        return self._whole(moved, person)

    def _changes(self, row: Row[Any], step: Transition, person: Person, sent: schemas.DeskStep) -> dict[str, object]:
        """The columns that a step sets besides the state; raises what stands in its way."""
        match step.action:
            case "review":
                return {"amount_cents": _reviewed_amount(row, sent.amount), "reviewed_by": person.id}
            case "publicise":
                today = day_of(self._applications.clock())
                until = today + timedelta(days=self._applications.rules.publicity_days)
                return {"publicised_until": until}
            case "approve":
                self._check_approval(row, person)
            case "reject":
                return {"active_key": None}
        return {}

    def _check_approval(self, row: Row[Any], person: Person) -> None:
        events = self._applications.ledger.events(subject_of(row.number))
        prepared = {event.who_id for event in events if event.action in ("review", "publicise")}
        if person.id in prepared:
            raise SamePerson
        if row.publicised_until is not None and day_of(self._applications.clock()) <= row.publicised_until:
            raise PublicityRunning(f"公示到 {in_words(row.publicised_until)}为止，结束以后才能批准。")
        if self._objections.open_count(subject_of(row.number)):
            raise PublicityRunning("还有异议没有处理，处理完才能批准。")

    def _claim(self, row: Row[Any]) -> dict[str, object]:
        measure = Measure.model_validate(row.measure, strict=False)
        return {
            "id": secrets.token_hex(16),
            "measure_id": row.measure_id,
            "exclusive_key": exclusive_key(measure),
            "year": row.year,
            "credit_code": row.credit_code,
            "amount_cents": row.amount_cents,
            "source": subject_of(row.number),
            "at": self._applications.clock(),
        }

    def _find(self, number: str) -> Row[Any]:
        row = self._repository.find(number) if is_number(number) else None
        if row is None:
            raise UnknownApplication
        return row

    def _whole(self, row: Row[Any], person: Person) -> schemas.Application:
        sent = self._repository.urges(row.number)
        urges = tuple(schemas.UrgeEntry(at=each.at, text=each.text, routed_to=each.routed_to) for each in sent)
        events = self._applications.ledger.events(subject_of(row.number))
        return view.whole(row, person, events, urge_history=urges, **self._applications.parts(row, person, sent))


def _notice(row: Row[Any], note: str) -> Notice:
    """What a company's staff read of a step."""
    reason = f"说明：{note}" if note else ""
    return Notice(
        origin=f"{subject_of(row.number)}:{row.version}",
        credit_code=row.credit_code,
        kind="application",
        title=f"申报 {row.number}：{MACHINE.states[row.state]}",
        text=f"“{row.measure['title']}”{NEXT[row.state]}{reason}",
        measure_id=row.measure_id,
    )


def _reviewed_amount(row: Row[Any], typed: str | None) -> int | None:
    """What the reviewer grants: the sum typed, else the one worked out; raises InvalidRequest where there is neither."""
    if row.measure["award"]["kind"] == "in_kind":
        return None
    cents: int | None = parse_yuan(typed) if typed is not None else row.amount_cents
    if not cents:
        raise InvalidRequest("请填写核定的金额，单位是元。")
    return cents
