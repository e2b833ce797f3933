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
    """On the day ``on``. ``due_on`` is None before the clock begins, while it stands still, and where no limit was promised.

    ``started_on``: from when the clock runs; ``deemed``: nobody accepted the case, it counts as accepted by law.
    """

    on: date
    accept_by: date
    started_on: date | None
    deemed: bool
    stands_still: bool
    due_on: date | None
    is_estimate: bool
    used: int
    left: int | None
    overdue: bool
    over: int


def progress_of(case: Case, today: date) -> Progress:
    """Where a case stands on a day; of a finished one, where it stood when it was finished."""
    stands_still = any(pause.until is None for pause in case.pauses)
    accept_by = add_working_days(_handed_in(case), ACCEPT_DAYS)
    untold = case.state == "received" and case.accepted_on is None and today > accept_by
    # whoever was asked for papers was told: only who heard nothing counts as accepted from the day of receipt
    deemed = untold and not case.pauses
    start = case.submitted_on if deemed else case.accepted_on
    end = case.finished_on or today
    used = working_days_between(start, end, case.pauses) if start else 0
    if case.promised_days is None or start is None:
        guess = is_estimate(case.submitted_on, accept_by)
        return Progress(end, accept_by, start, deemed, stands_still, None, guess, used, None, False, 0)
    due = None if stands_still else add_working_days(start, case.promised_days, case.pauses)
    over = _over(case, due, used, end)
    left = None if case.state not in OPEN else case.promised_days - used
    if due is not None and left is not None and not case.promised_days and not over:
        left = 0  # on the spot, taken in on a day off: the next working day is the day itself
    guess = due is not None and is_estimate(start, due)
    return Progress(end, accept_by, start, deemed, stands_still, due, guess, used, left, over > 0, over)


def _handed_in(case: Case) -> date:
    """The day on which the papers were last handed in."""
    return max((case.submitted_on, *(pause.until for pause in case.pauses if pause.until is not None)))


def _over(case: Case, due: date | None, used: int, end: date) -> int:
    """Working days past the limit."""
    if due is None:
        return max(0, used - (case.promised_days or 0))
    return working_days_between(due, end, case.pauses) if end > due else 0
