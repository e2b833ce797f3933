"""Hand-overs joined to cases and reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row

from assistant.claims.cases.service import CaseService
from assistant.claims.handover.repository import HandoverRepository
from assistant.claims.handover.service import Around, HandoverService
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.schemas import Evidence
from assistant.clock import Clock
from assistant.state.database import Database


def build_handovers(
    database: Database,
    cases: CaseService,
    report: Callable[[str], Row[Any] | None],
    files: Callable[[str], Sequence[Evidence]],
    sample: Callable[[], bool],
    clock: Clock,
) -> HandoverService:
    """Build the service and make it known to the cases; ``report`` and ``files`` are asked by receipt."""
    around = Around(evidence=files, claimant=lambda receipt: claimant_of(report(receipt)), sample=sample)
    made = HandoverService(
        cases.repository, HandoverRepository(database), cases.handover_moved, around=around, clock=clock
    )
    cases.handovers = made
    return made


def claimant_of(report: Row[Any] | None) -> Identity:
    """Whom a report names."""
    fields = report.fields if report is not None else {}
    told = {name: fields.get(f"claimant_{name}") for name in ("name", "phone", "address", "account")}
    held = {name: (value,) if isinstance(value, str) and value else () for name, value in told.items()}
    return Identity(names=held["name"], phones=held["phone"], addresses=held["address"], accounts=held["account"])
