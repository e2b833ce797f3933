"""Days that count, days that do not, and days that nobody can know yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.working_days import (
    Pause,
    add_working_days,
    is_estimate,
    is_published,
    is_working_day,
    working_days_between,
)

DAYS = some.dates(date(2018, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 9), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),  # a Saturday worked for the long National Day (国办发明电〔2025〕7号)
        (date(2026, 9, 20), True),  # a Sunday worked for it
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 5, 9), True),
        (date(2026, 11, 22), False),
        (date(2025, 1, 26), True),
        (date(2025, 10, 8), False),
        (date(2020, 1, 31), False),  # lengthened because of the epidemic
        (date(2019, 4, 28), True),
        (date(2019, 5, 3), False),
    ],
)
def test_holidays_and_weekends_made_up_for_are_known(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_the_day_after_the_beginning_is_day_one() -> None:
    assert add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_a_limit_runs_over_the_national_day_and_the_saturday_worked_for_it() -> None:
    assert add_working_days(date(2026, 9, 29), 4) == date(2026, 10, 10)


def test_on_the_spot_is_today_or_the_next_day_that_offices_work() -> None:
    assert add_working_days(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)


def test_days_of_waiting_for_papers_do_not_count() -> None:
    waited = Pause(date(2026, 11, 10), date(2026, 11, 13))
    assert add_working_days(date(2026, 11, 9), 2, [waited]) == date(2026, 11, 16)
    assert working_days_between(date(2026, 11, 9), date(2026, 11, 16), [waited]) == 2


def test_a_clock_that_stands_still_has_no_end() -> None:
    waiting = Pause(date(2026, 11, 10))
    with pytest.raises(ValueError, match="stands still"):
        add_working_days(date(2026, 11, 9), 2, [waiting])
    assert working_days_between(date(2026, 11, 9), date(2026, 12, 31), [waiting]) == 1


def test_a_year_without_an_arrangement_makes_an_estimate() -> None:
    assert is_published(2026)
    assert not is_published(2035)
    assert not is_estimate(date(2026, 11, 23), date(2026, 12, 31))
    assert is_estimate(date(2034, 12, 31), date(2035, 1, 4))


@given(DAYS, some.integers(0, 60))
def test_what_is_added_is_what_is_counted(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    if count:
        assert working_days_between(start, end) == count
        assert working_days_between(start, end - timedelta(days=1)) == count - 1


@given(some.lists(DAYS, min_size=3, max_size=3))
def test_a_count_is_the_sum_of_its_parts(days: list[date]) -> None:
    first, middle, last = sorted(days)
    parts = working_days_between(first, middle) + working_days_between(middle, last)
    assert working_days_between(first, last) == parts
