"""A company's side: a form to confirm, sending it once, following it, reminding, taking it back."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.benefits.applications import schemas, view
from assistant.benefits.applications.form import draft_fields, filled_fields, missing_documents
from assistant.benefits.applications.numbers import is_number
from assistant.benefits.applications.repository import ApplicationRepository, subject_of
from assistant.benefits.applications.states import MACHINE, WAITING
from assistant.benefits.applications.urging import UrgeRule, urge, urges_of
from assistant.benefits.errors import (
    AlreadyPaid,
    DeadlinePassed,
    MissingDocuments,
    NotOpen,
    SubmitReused,
    UnknownApplication,
    UnknownThing,
)
from assistant.benefits.exclusivity import exclusive_key
from assistant.benefits.matching import Finding, find_measure, in_force, judge
from assistant.benefits.money import expected, text_of
from assistant.benefits.ports import CompaniesInForce, Labelled, MeasureLibrary
from assistant.benefits.repository import LedgerRepository
from assistant.benefits.uploads.service import UploadService
from assistant.clock import Clock, day_of, in_words, now
from assistant.machine import THE_SYSTEM, actor_of
from assistant.masking import is_individual
from knowledge.measures.awards import InKind, parse_award
from knowledge.models import Measure
from knowledge.portraits.portrait import Portrait


@dataclass(frozen=True)
class Rules:
    """What an operator may set."""

    urge: UrgeRule = UrgeRule()
    publicity_days: int = 7
    overdue: timedelta = timedelta(days=5)


class ApplicationService:
    """Applications of companies; every reader sees only what is theirs."""

    def __init__(
        self,
        repository: ApplicationRepository,
        ledger: LedgerRepository,
        uploads: UploadService,
        library: MeasureLibrary,
        companies: CompaniesInForce,
        rules: Rules = Rules(),  # frozen
        clock: Clock = now,
    ) -> None:
        self.repository = repository
        self.ledger = ledger
        self.rules = rules
        self.clock = clock
        self._uploads = uploads
        self._library = library
        self._companies = companies

    def draft(self, person: Person, measure_id: str) -> schemas.Draft:
        """A form prefilled from the portrait; raises UnknownMeasure or UnknownThing."""
        document, measure = find_measure(self._library, measure_id)
        portrait, today = self._portrait(person), day_of(self.clock())
        found = judge(measure, portrait.values, today)
        reason = _closed_reason((document, measure), today)
        active = self.repository.active(_active_key(measure, today, portrait.credit_code))
        return schemas.Draft(
            measure_id=measure.id,
            measure_title=measure.title,
            mode=measure.mode,
            document_id=document.id,
            document_title=document.title,
            department=document.issuer,
            deadline=measure.deadline,
            open=reason is None,
            closed_reason=reason.message if reason else "",
            award_text=_award_text(measure, found),
            company=schemas.Company(name=portrait.name, credit_code=portrait.credit_code),
            fields=draft_fields(measure, portrait),
            contact=self._last_contact(portrait.credit_code),
            documents=measure.documents,
            check=schemas.Check(result=found.result, text=found.text, amount=text_of(found.cents)),
            existing=active.number if active else None,
        )

    def _last_contact(self, credit_code: str) -> schemas.Contact:
        sent = self.repository.of_company(credit_code, most=1)
        return schemas.Contact.model_validate(sent[0].form) if sent else schemas.Contact()

    def submit(self, person: Person, sent: schemas.NewApplication) -> tuple[schemas.Application, bool]:
        """Send a form, once; tells whether it is new.

        Raises UnknownMeasure, NotOpen, InvalidRequest, MissingDocuments, AlreadyApplied, AlreadyPaid or SubmitReused.
        """
        code = person.credit_code or ""
        digest = _digest(sent.measure_id, sent)
        before = self.repository.by_submit_id(code, sent.submit_id)
        if before is None:
            before, new = self._create(person, sent, digest)
        else:
            new = False
        if before.content_digest != digest:
            raise SubmitReused
        row = self._pass_at_once(before) if new else before
        return self._whole(row, person), new

    def _create(self, person: Person, sent: schemas.NewApplication, digest: str) -> tuple[Row[Any], bool]:
        at = self.clock()
        today = day_of(at)
        document, measure = find_measure(self._library, sent.measure_id)
        if (reason := _closed_reason((document, measure), today)) is not None:
            raise reason
        portrait = self._portrait(person)
        self._check_unpaid(measure, today, portrait.credit_code)
        content = self._content(measure, portrait, sent, today)
        values = content | {
            "public_id": secrets.token_hex(16),
            "credit_code": portrait.credit_code,
            "company_name": portrait.name,
            "individual": is_individual(portrait),
            "measure_id": measure.id,
            "measure": measure.model_dump(mode="json"),
            "label_version": self._library.version,
            "document_id": document.id,
            "document_title": document.title,
            "department": document.issuer,
            "year": today.year,
            "state": "submitted",
            "version": 1,
            "submit_id": sent.submit_id,
            "content_digest": digest,
            "active_key": _active_key(measure, today, portrait.credit_code),
            "submitted_at": at,
            "updated_at": at,
        }
        return self.repository.create(values, actor_of(person), at, today)

    def _content(self, measure: Measure, portrait: Portrait, sent: schemas.Filing, today: date) -> dict[str, Any]:
        """Form, documents and finding of what was sent; raises InvalidRequest, UnknownThing or MissingDocuments."""
        fields = filled_fields(draft_fields(measure, portrait), sent.form.fields)
        documents = self._uploads.attached(portrait.credit_code, sent.documents)
        lacking = missing_documents(measure.documents, [(each.name, each.document) for each in documents])
        if lacking:
            raise MissingDocuments(f"还缺少这些材料：{'、'.join(lacking)}。")
        found = judge(measure, portrait.values, today)
        if found.result == "met" and any(each.changed for each in fields):
            found = Finding("unknown", "企业改动了画像里的数据，由工作人员核实。", found.cents)
        form = schemas.Form(**sent.form.model_dump(exclude={"fields"}), fields=fields)
        return {
            "form": form.model_dump(mode="json"),
            "documents": [each.model_dump(mode="json") for each in documents],
            "finding": found._asdict(),
            "amount_cents": found.cents,
        }

    def _check_unpaid(self, measure: Measure, today: date, credit_code: str) -> None:
        claims = self.ledger.claims(today.year, measure.id, exclusive_key(measure), credit_code)
        if claims:
            raise AlreadyPaid(
                "本年度已经享受过这项政策，不能重复申报。"
                if claims[0].measure_id == measure.id
                else "本年度已经享受过同类政策，按“就高不重复”只能享受一项。"
            )

    def _pass_at_once(self, row: Row[Any]) -> Row[Any]:
        """即申即享: where the portrait meets every condition and nothing was changed, no person need look."""
        if row.measure["mode"] != "即申即享" or row.finding["result"] != "met":
            return row
        step = MACHINE.move(row.state, "auto_review")
        return self.repository.move(row, step, THE_SYSTEM, self.clock(), row.finding["text"])

    def own(self, person: Person) -> schemas.Applications:
        """A company's applications, newest first."""
        rows = self.repository.of_company(person.credit_code or "")
        return schemas.Applications(applications=tuple(self.brief(row, person) for row in rows))

    def one(self, person: Person, number: str) -> schemas.Application:
        """One application; raises UnknownApplication."""
        return self._whole(self._own(person, number), person)

    def remind(self, person: Person, number: str, text: str) -> schemas.UrgeReply:
        """Remind the department; raises UnknownApplication, WrongState, UrgeTooSoon or UrgeLimit."""
        return urge(self.repository, self._own(person, number), text, self.rules.urge, self.clock())

    def withdraw(self, person: Person, number: str, note: str) -> schemas.Application:
        """Take an application back; raises UnknownApplication or WrongState."""
        row = self._own(person, number)
        step = MACHINE.move(row.state, "withdraw")
        moved = self.repository.move(row, step, actor_of(person), self.clock(), note, active_key=None)
        return self._whole(moved, person)

    def resubmit(self, person: Person, number: str, sent: schemas.Filing) -> schemas.Application:
        """Send a corrected form, also after the deadline: the first one was in time. Raises as ``submit`` does."""
        row = self._own(person, number)
        digest = _digest(row.measure_id, sent)
        if row.submit_id == sent.submit_id:
            if row.content_digest != digest:
                raise SubmitReused
            return self._whole(row, person)
        step = MACHINE.move(row.state, "resubmit")
        if self.repository.by_submit_id(row.credit_code, sent.submit_id) is not None:
            raise SubmitReused
        measure = Measure.model_validate(row.measure, strict=False)
        content = self._content(measure, self._portrait(person), sent, day_of(self.clock()))
        content |= {"submit_id": sent.submit_id, "content_digest": digest, "reviewed_by": None}
        moved = self.repository.move(row, step, actor_of(person), self.clock(), sent.form.note, **content)
        return self._whole(self._pass_at_once(moved), person)

    def _own(self, person: Person, number: str) -> Row[Any]:
        row = self.repository.find(number) if is_number(number) else None
        if row is None or row.credit_code != person.credit_code:
            raise UnknownApplication
        return row

    def _portrait(self, person: Person) -> Portrait:
        portrait = self._companies().by_code(person.credit_code or "")
        if portrait is None:
            raise UnknownThing("还没有本企业的画像，请联系政务服务窗口补录。")
        return portrait

    def brief(self, row: Row[Any], person: Person) -> schemas.Summary:
        """An application in a list."""
        return schemas.Summary(**self.parts(row, person, self.repository.urges(row.number)))

    def parts(self, row: Row[Any], person: Person, sent: Sequence[Row[Any]]) -> dict[str, Any]:
        """What lists and whole applications both show."""
        at = self.clock()
        overdue = row.state in WAITING and row.updated_at < at - self.rules.overdue
        return view.summary(row, person, urges_of(row, sent, self.rules.urge, at), overdue)

    def _whole(self, row: Row[Any], person: Person) -> schemas.Application:
        parts = self.parts(row, person, self.repository.urges(row.number))
        return view.whole(row, person, self.ledger.events(subject_of(row.number)), **parts)


def _closed_reason(labelled: Labelled, today: date) -> NotOpen | None:
    """Why a measure takes no applications today, ``None`` where it does."""
    document, measure = labelled
    if measure.mode == "免申即享":
        return NotOpen("这项政策免申即享：不用申报，符合条件的企业由部门直接兑付。")
    if not in_force(document, today):
        return NotOpen("这份政策文件今天不在有效期内，不能申报。")
    if measure.deadline is not None and today > measure.deadline:
        return DeadlinePassed(f"这项政策的申报在 {in_words(measure.deadline)}截止，现在已经不能申报。")
    return None


def _award_text(measure: Measure, found: Finding) -> str:
    award = parse_award(measure.award)
    if isinstance(award, InKind):
        return award.text
    return expected(found.cents) if found.cents is not None else "金额由工作人员审核确定"


def _active_key(measure: Measure, today: date, credit_code: str) -> str:
    return f"{measure.id}/{today.year}/{credit_code}"


def _digest(measure_id: str, sent: schemas.Filing) -> str:
    content: Mapping[str, Any] = {
        "measure_id": measure_id,
        "form": sent.form.model_dump(mode="json"),
        "documents": sent.documents,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
