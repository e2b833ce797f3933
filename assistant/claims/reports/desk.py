"""The desk of the market regulator: reports as they came in, what may be done with them, their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.claims.evidence.service import EvidenceService, StoredEvidence
from assistant.claims.reports import schemas, view
from assistant.claims.reports.errors import UnknownCase, UnknownReport
from assistant.claims.reports.hints import People
from assistant.claims.reports.repository import ReportRepository
from assistant.claims.reports.states import MACHINE, STAFF
from assistant.clock import Clock, now
from assistant.errors import InvalidRequest, WrongState
from assistant.machine import actor_of

CaseExists = Callable[[str], bool]


class DeskService:
    """Reports for officers of 市场监管 and administrators; who may come in, the routes see to."""

    def __init__(
        self,
        repository: ReportRepository,
        evidence: EvidenceService,
        people: People,
        leads: Callable[[], int],
        case_exists: CaseExists | None = None,
        clock: Clock = now,
    ) -> None:
        self._repository = repository
        self._evidence = evidence
        self._people = people
        self._leads = leads
        self._case_exists = case_exists
        self._clock = clock

    def queue(self, state: str | None, offset: int, limit: int, case_id: str | None = None) -> schemas.DeskPage:
        """A page of the desk, or of what was linked to a case; raises InvalidRequest for a state that there is not."""
        if state is not None and state not in MACHINE.states:
            raise InvalidRequest("没有这种状态。")
        rows, total = self._repository.queue(state, offset, limit, case_id)
        return schemas.DeskPage(
            reports=tuple(map(view.desk_row, rows)),
            total=total,
            counts=self._repository.counts(),
            leads=self._leads(),
        )

    def one(self, receipt: str) -> schemas.DeskReport:
        """A whole report; raises UnknownReport."""
        return self._whole(self.row(receipt))

    def row(self, receipt: str) -> Row[Any]:
        """A report as it is kept; raises UnknownReport."""
        row = self._repository.find(receipt)
        if row is None:
            raise UnknownReport
        return row

    def give(self, receipt: str, file_id: str) -> StoredEvidence:
        """A file on its way out. Raises UnknownReport, UnknownFile, NotScanned or Quarantined."""
        return self._evidence.give(self.row(receipt).receipt, file_id)

    def act(self, person: Person, receipt: str, action: str, step: schemas.DeskStep) -> schemas.DeskReport:
        """Make a step. Raises UnknownReport, UnknownCase, InvalidRequest or WrongState."""
        row = self.row(receipt)
        transition = MACHINE.move(row.state, action)
        if not set(transition.roles) & set(STAFF):
            raise WrongState("这一步由企业来做。")
        if step.version is not None and step.version != row.version:
            raise WrongState("这份举报刚才有变动，请刷新后再看。")
        if transition.needs_note and not step.note:
            raise InvalidRequest(f"“{transition.text}”要写说明（note），企业会看到。")
        changes = self._case(action, step)
        return self._whole(
            self._repository.move(row, transition, actor_of(person), self._clock(), step.note, **changes)
        )

    def _case(self, action: str, step: schemas.DeskStep) -> dict[str, str | None]:
        if action == "reopen":
            return {"case_id": None}
        if action != "link":
            return {}
        if step.case_id is None:
            raise InvalidRequest("并入案件要写案件编号（case_id）。")
        if self._case_exists is not None and not self._case_exists(step.case_id):
            raise UnknownCase
        return {"case_id": step.case_id}

    def _whole(self, row: Row[Any]) -> schemas.DeskReport:
        events = self._repository.events(row.receipt)
        hints, text = self._people.alike(row.fields)
        return schemas.DeskReport(
            receipt=row.receipt,
            version=row.version,
            state=row.state,
            state_text=MACHINE.states[row.state],
            company=row.fields["reporter_company"],
            credit_code=row.credit_code,
            signed_in=row.credit_code is not None,
            fields=view.filled(row.fields),
            files=self._evidence.of(row.receipt),
            questions=view.questions(events),
            history=view.history(events),
            hints=hints,
            hints_text=text,
            case_id=row.case_id,
            actions=tuple(MACHINE.actions(row.state, "officer")),
            submitted_at=row.submitted_at,
            updated_at=row.updated_at,
        )
