"""Asking companies what they need, and finding leads in what they say."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.claims.questionnaire import schemas
from assistant.claims.questionnaire.questions import Questionnaire, labels, newest, of_version
from assistant.claims.questionnaire.repository import AnswerRepository
from assistant.claims.questionnaire.summary import summarised
from assistant.claims.reports.errors import UnknownLead
from assistant.claims.reports.fields import phone
from assistant.claims.reports.receipts import digest, make_receipt
from assistant.clock import Clock, day_of, now
from assistant.errors import InvalidRequest, StateUnavailable, WrongState

_TRIES: Final = 20
_STATES: Final = {"open": "待联系", "handled": "已处理"}


class QuestionnaireService:
    """Answers of companies; leads for the market regulator; counts for analysts."""

    def __init__(self, repository: AnswerRepository, clock: Clock = now) -> None:
        self._repository = repository
        self._clock = clock

    def sheet(self) -> schemas.Sheet:
        """The version in force, without what is meant by which answer."""
        held = newest()
        return schemas.Sheet(
            version=held.version,
            title=held.title,
            intro=held.intro,
            questions=tuple(
                schemas.Asked(
                    id=each.id,
                    text=each.text,
                    kind=each.kind,
                    options=tuple(schemas.Choice(value=one.value, label=one.label) for one in each.options),
                    required=each.required,
                )
                for each in held.questions
            ),
        )

    def answer(self, sent: schemas.AnswersIn) -> tuple[schemas.Thanks, bool]:
        """Keep answers, once for each submit_id; tells whether they are new. Raises NotFound or InvalidRequest."""
        sheet = of_version(sent.version)
        answers = sheet.checked(sent.answers)
        because = sheet.speaks_of_claims(answers)
        key = digest(f"answers:{sent.submit_id}:{sent.company}") if sent.submit_id else None
        values = {
            "id": secrets.token_hex(16),
            "submit_digest": key,
            "version": sheet.version,
            "company": sent.company,
            "contact_phone": _phone(sent.contact_phone),
            "answers": answers,
            "lead_state": "open" if because else None,
            "handled_by": None,
            "handled_at": None,
            "note": "",
            "at": self._clock(),
        }
        return self._keep(values, key)

    def _keep(self, values: Mapping[str, Any], key: str | None) -> tuple[schemas.Thanks, bool]:
        for _ in range(_TRIES):
            receipt = make_receipt(day_of(values["at"]), "WJ")
            if self._repository.add({**values, "receipt": receipt}):
                return _thanks(receipt, values["lead_state"] is not None), True
            before = self._repository.by_submission(key) if key else None
            if before is not None:
                return _thanks(before.receipt, before.lead_state is not None), False
        raise StateUnavailable("现在填问卷的人很多，请稍后再提交一次。")

    def open_leads(self) -> int:
        """How many leads wait."""
        return self._repository.open_leads()

    def leads(self, offset: int, limit: int) -> schemas.Leads:
        """A page of leads, open ones first."""
        rows, total = self._repository.leads(offset, limit)
        return schemas.Leads(leads=tuple(map(_lead, rows)), total=total, open=self.open_leads())

    def handle(self, person: Person, lead_id: str, note: str) -> schemas.Lead:
        """Write down what became of a lead; raises InvalidRequest, UnknownLead or WrongState."""
        if not note:
            raise InvalidRequest("请写下处理情况（note）。")
        done = self._repository.handle(lead_id, person.id, self._clock(), note)
        row = self._repository.find_lead(lead_id)
        if row is None:
            raise UnknownLead
        if not done:
            raise WrongState("这条线索已经有人处理过了。")
        return _lead(row)

    def summary(self, version: str | None) -> schemas.Summary:
        """Counts of a version (empty: the one in force), without small cells; raises NotFound."""
        sheet = of_version(version) if version else newest()
        return summarised(sheet, self._repository.answers(sheet.version))


def _phone(typed: str | None) -> str:
    if not typed:
        return ""
    try:
        return phone(typed)
    except ValueError as error:
        raise InvalidRequest(f"联系电话（contact_phone）{error}，也可以不填。") from error


def _thanks(receipt: str, lead: bool) -> schemas.Thanks:
    message = "谢谢您，我们已经收到。"
    if lead:
        message += "您提到了疑似恶意索赔，工作人员会看到；留了电话的会联系您，您也可以直接填写举报。"
    return schemas.Thanks(receipt=receipt, message=message, lead=lead)


def _lead(row: Row[Any]) -> schemas.Lead:
    sheet: Questionnaire = of_version(row.version)
    return schemas.Lead(
        id=row.id,
        receipt=row.receipt,
        company=row.company,
        contact_phone=row.contact_phone or None,
        because=sheet.speaks_of_claims(row.answers),
        answers=tuple(
            schemas.LeadAnswer(question=each.text, answer=labels(each, row.answers[each.id]))
            for each in sheet.questions
            if each.id in row.answers
        ),
        state=row.lead_state,
        state_text=_STATES[row.lead_state],
        handled_at=row.handled_at,
        note=row.note,
        at=row.at,
    )
