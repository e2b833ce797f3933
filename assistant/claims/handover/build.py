"""Hand-overs joined to cases and reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import Row

from assistant.claims.cases.repository import CaseRepository
from assistant.claims.handover.content import Event
from assistant.claims.handover.repository import HandoverRepository
from assistant.claims.handover.service import Around, HandoverService, Moved
from assistant.claims.handover.told import joined
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.schemas import Evidence
from assistant.claims.reports.states import MACHINE
from assistant.clock import Clock
from assistant.state.database import Database

Reports = Sequence[Row[Any]]


def build_handovers(
    database: Database,
    cases: CaseRepository,
    follow: Moved,
    reports: Callable[[str, str | None], Reports],
    files: Callable[[str], Sequence[Evidence]],
    sample: Callable[[], bool],
    clock: Clock,
) -> HandoverService:
    """Build the service; ``follow`` moves a case behind its hand-overs.

    ``reports`` gives those of a case by its id and the receipt that it was opened from, ``files`` those of a receipt.
    """

    def of(case: Row[Any]) -> Reports:
        return reports(case.id, case.receipt)

    around = Around(
        evidence=lambda case: [file for report in of(case) for file in files(report.receipt)],
        claimant=lambda case: claimant_of(of(case)),
        reports=lambda case: [event_of(report) for report in of(case)],
        sample=sample,
    )
    return HandoverService(cases, HandoverRepository(database), follow, around=around, clock=clock)


def claimant_of(reports: Reports) -> Identity:
    """Whom some reports name."""
    return reduce(joined, (_named(report.fields) for report in reports), Identity())


def _named(fields: dict[str, Any]) -> Identity:
    told = {name: fields.get(f"claimant_{name}") for name in ("name", "phone", "address", "account")}
    held = {name: (value,) if isinstance(value, str) and value else () for name, value in told.items()}
    return Identity(names=held["name"], phones=held["phone"], addresses=held["address"], accounts=held["account"])


def event_of(report: Row[Any]) -> Event:
    """A report in a timeline, on the day of which it tells."""
    fields = report.fields
    company, demanded = fields["reporter_company"], fields.get("demanded") or ""
    return Event(fields["happened_on"], "企业举报", report.receipt, company, demanded, MACHINE.states[report.state])
