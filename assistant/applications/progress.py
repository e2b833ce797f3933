"""How far a case is against its limits, in working days (see :mod:`knowledge.working_days` for how they count)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.applications.case import OPEN, Case
from knowledge.working_days import add_working_days, is_estimate, working_days_between

ACCEPT_DAYS: Final = 5
"""Within so many working days the applicant is told all that is missing; else the case counts as accepted from the day
on which it came in (行政许可法 art. 32)."""


@dataclass(frozen=True)
class Progress:
    """``due_on`` is None before the clock begins, while it stands still, and where no limit was promised."""

    accept_by: date
    due_on: date | None
    is_estimate: bool
    used: int
    left: int | None
    overdue: bool
    over: int


def progress_of(case: Case, today: date) -> Progress:
    """Where a case stands on a day; of a finished one, where it stood when it was finished."""
    accept_by = add_working_days(case.submitted_on, ACCEPT_DAYS)
    start = case.accepted_on or (case.submitted_on if case.state == "received" and today > accept_by else None)
    end = case.finished_on or today
    used = working_days_between(start, end, case.pauses) if start else 0
    due = _due_on(case, start)
    if case.promised_days is None or start is None:
        return Progress(accept_by, None, is_estimate(case.submitted_on, accept_by), used, None, False, 0)
    over = _over(case, due, used, end)
    left = None if case.state not in OPEN else case.promised_days - used
    if due is not None and left is not None and not case.promised_days and not over:
        left = 0  # on the spot, taken in on a day off: the next working day is the day itself
    return Progress(accept_by, due, due is not None and is_estimate(start, due), used, left, over > 0, over)


def _due_on(case: Case, start: date | None) -> date | None:
    standing_still = any(pause.until is None for pause in case.pauses)
    if start is None or case.promised_days is None or standing_still:
        return None
    return add_working_days(start, case.promised_days, case.pauses)


def _over(case: Case, due: date | None, used: int, end: date) -> int:
    """Working days past the limit."""
    if due is None:
        return max(0, used - (case.promised_days or 0))
    return working_days_between(due, end, case.pauses) if end > due else 0
