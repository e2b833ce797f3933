"""Working days of the Chinese calendar: weekends, public holidays, and weekends worked to make up for a bridge day.

The State Council publishes each year's arrangement (国务院办公厅关于部分节假日安排的通知) in the autumn before; the library
``holidays`` carries it. Until then a year knows only the statutory days (全国年节及纪念日放假办法), so whatever is counted
into such a year is an estimate.

How limits are counted: limits of administrative licences are working days without statutory holidays (行政许可法 art. 82);
the day on which a period begins does not count, it runs from the next (民法典 art. 201).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

_ONE: Final = timedelta(days=1)
_CORRECTIONS: Final = {
    date(2019, 4, 28): True,
    date(2019, 5, 2): False,
    date(2019, 5, 3): False,
    date(2019, 5, 5): True,
}
"""The Labour Day holiday of 2019 was lengthened afterwards (国办发明电〔2019〕3号), which the library does not carry."""


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stands still: from the day after ``since`` to ``until`` itself (``None``: still)."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Does the day not count?"""
        return self.since < day and (self.until is None or day <= self.until)


@lru_cache(maxsize=64)
def _year(year: int) -> holidays.HolidayBase:
    """A calendar of one year; the library keeps what it has worked out."""
    return holidays.country_holidays("CN", years=year)


def is_published(year: int) -> bool:
    """Is the State Council's arrangement of a year known? Each one since 2001 makes some weekend a working day."""
    return any(day.year == year for day in _year(year).weekend_workdays)


def is_working_day(day: date) -> bool:
    """Do offices work on a day?"""
    known = _CORRECTIONS.get(day)
    return bool(_year(day.year).is_working_day(day)) if known is None else known


def add_working_days(start: date, count: int, pauses: Iterable[Pause] = ()) -> date:
    """The ``count``-th working day after ``start``, which itself does not count; 0 is ``start`` or the next working day.

    ``pauses`` must have ended: while a clock stands still, nobody knows the day. Raises ValueError otherwise.
    """
    stopped = tuple(pauses)
    if any(pause.until is None for pause in stopped):
        raise ValueError("the clock stands still")
    day = start
    if count == 0:
        while not is_working_day(day):
            day += _ONE
    for _ in range(count):
        day += _ONE
        while not _counts(day, stopped):
            day += _ONE
    return day


def working_days_between(start: date, end: date, pauses: Iterable[Pause] = ()) -> int:
    """How many working days have passed from the day after ``start`` to ``end`` itself; 0 where ``end`` is not later."""
    stopped = tuple(pauses)
    days = ((start + timedelta(days=number)) for number in range(1, (end - start).days + 1))
    return sum(_counts(day, stopped) for day in days)


def is_estimate(start: date, end: date) -> bool:
    """Does a count from ``start`` to ``end`` touch a year whose arrangement is not known?"""
    return not all(is_published(year) for year in range(start.year, end.year + 1))


def _counts(day: date, pauses: tuple[Pause, ...]) -> bool:
    return is_working_day(day) and not any(pause.holds(day) for pause in pauses)
