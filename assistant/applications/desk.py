"""The staff's side: urges to answer, overdue cases, figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.applications.case import Case
from assistant.applications.errors import CaseSystemUnavailable, UnknownUrge
from assistant.applications.ports import CaseRatings, CaseSystem
from assistant.applications.progress import Progress, progress_of
from assistant.applications.repository import UrgeRepository
from assistant.applications.schemas import (
    CaseworkSummary,
    DepartmentCounts,
    DeskUrge,
    DeskUrges,
    OverdueCase,
    OverdueCases,
)
from assistant.applications.urging import entry_of
from assistant.applications.words import state_text
from assistant.clock import Clock, day_of
from assistant.errors import WrongState

MOST: Final = 5_000
"""Open cases that are looked through for overdue ones; the oldest come first."""


class DeskService:
    """What the desks of the departments see; accounts know no department yet, so every agent sees all of them."""

    def __init__(self, system: CaseSystem, urges: UrgeRepository, ratings: CaseRatings, clock: Clock) -> None:
        self._system = system
        self._urges = urges
        self._ratings = ratings
        self._clock = clock

    def urges(self, state: str | None, department: str | None, offset: int, limit: int) -> DeskUrges:
        """A page of urges, open ones first, those due soonest on top."""
        now = self._clock()
        rows, total = self._urges.page(state, department, now, offset, limit)
        shown = tuple(_desk_urge(row, now) for row in rows)
        return DeskUrges(urges=shown, total=total, departments=self._urges.departments())

    def answer(self, person: Person, urge_id: str, text: str) -> DeskUrge:
        """Answer an urge, once; raises UnknownUrge or WrongState."""
        if self._urges.find(urge_id) is None:
            raise UnknownUrge
        if not self._urges.answer(urge_id, text, person.name, self._clock()):
            raise WrongState("这条催办已经有同事答复了，请刷新后再看。")
        row = self._urges.find(urge_id)
        assert row is not None, "urges are never deleted"
        return _desk_urge(row, self._clock())

    def overdue(self, department: str | None) -> OverdueCases:
        """Cases past their promised limit, worst first; raises CaseSystemUnavailable."""
        late, complete = self._late()
        shown = [(case, progress) for case, progress in late if department in (None, case.department)]
        counts = self._urges.numbers_of([case.number for case, _ in shown])
        return OverdueCases(
            cases=tuple(_overdue(case, progress, counts.get(case.number, 0)) for case, progress in shown),
            total=len(shown),
            complete=complete,
            departments=tuple(sorted({case.department for case, _ in late})),
        )

    def summary(self) -> CaseworkSummary:
        """Figures of all desks; those of the case system are left open while it is away."""
        waiting, late, answered = self._urges.counts(self._clock())
        rated = self._ratings.followups()
        over = self._overdue_by_department()
        names = sorted({*waiting, *(over or {}), *rated.open})
        return CaseworkSummary(
            urges_open=sum(waiting.values()),
            urges_late=sum(late.values()),
            urges_answered=answered,
            overdue=None if over is None else sum(over.values()),
            ratings=rated.ratings,
            satisfied_share=rated.satisfied / rated.ratings if rated.ratings else None,
            followups_open=sum(rated.open.values()),
            followups_late=rated.late,
            departments=tuple(
                DepartmentCounts(
                    department=name,
                    urges_open=waiting.get(name, 0),
                    urges_late=late.get(name, 0),
                    overdue=(over or {}).get(name, 0),
                    followups_open=rated.open.get(name, 0),
                )
                for name in names
            ),
        )

    def _overdue_by_department(self) -> dict[str, int] | None:
        try:
            late, _ = self._late()
        except CaseSystemUnavailable:
            return None
        counts: dict[str, int] = {}
        for case, _progress in late:
            counts[case.department] = counts.get(case.department, 0) + 1
        return counts

    def _late(self) -> tuple[list[tuple[Case, Progress]], bool]:
        found = self._system.open_cases(MOST)
        today = day_of(self._clock())
        measured = [(case, progress_of(case, today)) for case in found.cases]
        late = [(case, progress) for case, progress in measured if progress.overdue and progress.due_on is not None]
        return sorted(late, key=lambda pair: (-pair[1].over, pair[0].number)), found.complete


def _overdue(case: Case, progress: Progress, urges: int) -> OverdueCase:
    assert progress.due_on is not None
    assert case.promised_days is not None
    return OverdueCase(
        number=case.number,
        item_id=case.item_id,
        item_name=case.item_name,
        department=case.department,
        state=case.state,
        state_text=state_text(case, progress),
        submitted_on=case.submitted_on,
        promised_days=case.promised_days,
        due_on=progress.due_on,
        days_over=progress.over,
        urges=urges,
    )


def _desk_urge(row: Row[Any], now: datetime) -> DeskUrge:
    late = (row.answered_at or now) > row.due_at
    state = "answered" if row.answered_at is not None else "late" if late else "open"
    delivery, why = _delivery(row)
    return DeskUrge(
        **entry_of(row).model_dump(),
        id=row.id,
        number=row.number,
        item_name=row.item_name,
        state=state,
        late=late,
        delivery=delivery,
        delivery_text=why,
        answered_by=row.answered_by,
    )


def _delivery(row: Row[Any]) -> tuple[Literal["delivered", "waiting", "refused"], str]:
    if row.delivered_at is not None:
        return "delivered", ""
    if row.refused == "case_not_found":
        return "refused", "送不到：办件系统里没有这个编号，请直接转告部门。"
    if row.refused is not None:
        return "refused", f"送不到：办件系统不收（{row.refused}），请直接转告部门。"
    tried = f"，已经试过 {row.tries} 次" if row.tries else ""
    return "waiting", f"还没有送到办件系统{tried}，会自动再送。"
