"""Hand-overs joined to cases and reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row

from assistant.claims.cases.repository import CaseRepository
from assistant.claims.handover.repository import HandoverRepository
from assistant.claims.handover.service import Around, HandoverService, Moved
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.schemas import Evidence
from assistant.clock import Clock
from assistant.state.database import Database


def build_handovers(
    database: Database,
    cases: CaseRepository,
    follow: Moved,
    report: Callable[[str], Row[Any] | None],
    files: Callable[[str], Sequence[Evidence]],
    sample: Callable[[], bool],
    clock: Clock,
) -> HandoverService:
    """Build the service; ``follow`` moves a case behind its hand-overs, ``report`` and ``files`` are asked by receipt."""
    around = Around(evidence=files, claimant=lambda receipt: claimant_of(report(receipt)), sample=sample)
    return HandoverService(cases, HandoverRepository(database), follow, around=around, clock=clock)


def claimant_of(report: Row[Any] | None) -> Identity:
    """Whom a report names."""
    fields = report.fields if report is not None else {}
    told = {name: fields.get(f"claimant_{name}") for name in ("name", "phone", "address", "account")}
    held = {name: (value,) if isinstance(value, str) and value else () for name, value in told.items()}
    return Identity(names=held["name"], phones=held["phone"], addresses=held["address"], accounts=held["account"])
