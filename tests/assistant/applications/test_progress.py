"""Limits in working days: when the clock runs, when it stands still, and what people read about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.applications.case import Case, plain_number
from assistant.applications.progress import progress_of
from assistant.applications.words import next_text, state_text
from knowledge.working_days import Pause, is_working_day
from tests.assistant.applications.world import case_of

TODAY = date(2026, 11, 24)


def text_of(case: Case) -> str:
    return next_text(case, progress_of(case, TODAY), can_urge=True)


def test_before_acceptance_no_limit_runs_and_the_day_of_acceptance_is_told() -> None:
    case = case_of(state="received", submitted_on=date(2026, 11, 23), accepted_on=None)
    found = progress_of(case, TODAY)
    assert (found.due_on, found.used, found.left, found.overdue) == (None, 0, None, False)
    assert text_of(case) == "窗口正在核对材料，最迟 2026 年 11 月 30 日（星期一）告诉您是否受理。"


def test_who_was_not_told_within_five_days_counts_as_accepted_from_the_day_it_came_in() -> None:
    case = case_of(state="received", submitted_on=date(2026, 11, 13), accepted_on=None, promised_days=10)
    found = progress_of(case, TODAY)
    assert (found.due_on, found.used) == (date(2026, 11, 27), 7)


@pytest.mark.parametrize(
    ("accepted", "promised", "used", "left", "over"),
    [
        (date(2026, 11, 23), 1, 1, 0, 0),
        (date(2026, 11, 20), 1, 2, -1, 1),
        (date(2026, 11, 24), 0, 0, 0, 0),
        (date(2026, 11, 23), 0, 1, -1, 1),
        (date(2026, 11, 3), 20, 15, 5, 0),
    ],
)
def test_days_are_counted_from_the_day_after_acceptance(
    accepted: date, promised: int, used: int, left: int, over: int
) -> None:
    found = progress_of(case_of(accepted_on=accepted, submitted_on=accepted, promised_days=promised), TODAY)
    assert (found.used, found.left, found.over) == (used, left, over)


def test_on_the_spot_taken_in_on_a_day_off_is_due_on_the_next_working_day() -> None:
    case = case_of(accepted_on=date(2026, 11, 21), submitted_on=date(2026, 11, 21), promised_days=0)
    monday = progress_of(case, date(2026, 11, 23))
    assert (monday.due_on, monday.left, monday.overdue) == (date(2026, 11, 23), 0, False)
    assert progress_of(case, TODAY).overdue


def test_while_papers_are_waited_for_the_clock_stands_still() -> None:
    waiting = case_of(state="waiting", promised_days=5, pauses=(Pause(date(2026, 11, 20)),), missing="出院小结")
    found = progress_of(waiting, TODAY)
    assert (found.due_on, found.used, found.left, found.overdue) == (None, 1, 4, False)
    assert text_of(waiting) == "请补交：出院小结。等待补交期间暂停计时，交齐以后部门接着办。"
    assert progress_of(waiting, date(2027, 3, 1)).used == 1


def test_papers_that_came_move_the_last_day() -> None:
    before = progress_of(case_of(promised_days=5), TODAY).due_on
    after = progress_of(case_of(promised_days=5, pauses=(Pause(date(2026, 11, 20), date(2026, 11, 23)),)), TODAY).due_on
    assert (before, after) == (date(2026, 11, 26), date(2026, 11, 27))


def test_a_case_that_was_late_before_it_stood_still_stays_late() -> None:
    waiting = case_of(
        state="waiting",
        promised_days=2,
        submitted_on=date(2026, 11, 2),
        accepted_on=date(2026, 11, 2),
        pauses=(Pause(date(2026, 11, 10)),),
    )
    assert progress_of(waiting, TODAY).overdue


def test_a_case_without_a_promised_limit_is_never_overdue_and_says_so() -> None:
    case = case_of(promised_days=None, submitted_on=date(2026, 1, 5), accepted_on=date(2026, 1, 5))
    assert not progress_of(case, TODAY).overdue
    assert "没有公布承诺时限" in text_of(case)


def test_an_overdue_case_says_by_how_much_and_what_to_do() -> None:
    case = case_of(promised_days=1)
    assert text_of(case) == "到 2026 年 11 月 20 日（星期五）就应当办好。您可以催办，部门要在规定时间内答复您。"
    assert state_text(case, progress_of(case, TODAY)) == "正在审查（已超过承诺时限）"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "approved", "result": "请到窗口领证。"}, "已经办完。请到窗口领证。"),
        ({"state": "approved"}, "已经办完。请按约定的方式领取结果。"),
        ({"state": "rejected", "result": "不符合条件"}, "没有通过。不符合条件。如果不服"),
        ({"state": "rejected"}, "60 日内申请行政复议"),
        ({"state": "withdrawn"}, "您已经撤回这件申请。"),
    ],
)
def test_an_end_tells_what_one_can_still_do(changes: dict[str, Any], words: str) -> None:
    case = case_of(finished_on=date(2026, 11, 20), **changes)
    assert words in text_of(case)
    found = progress_of(case, TODAY)
    assert (found.left, found.used) == (None, 1)


@given(some.dates(date(2025, 1, 1), date(2026, 12, 1)), some.integers(0, 40), some.integers(0, 60))
def test_a_case_is_overdue_exactly_after_its_last_day(accepted: date, promised: int, later: int) -> None:
    case = case_of(submitted_on=accepted, accepted_on=accepted, promised_days=promised)
    due = progress_of(case, accepted).due_on
    assert due is not None
    assert is_working_day(due)
    today = date.fromordinal(accepted.toordinal() + later)
    found = progress_of(case, today)
    assert found.overdue == (found.over > 0)
    assert found.overdue is any(
        is_working_day(date.fromordinal(day)) for day in range(due.toordinal() + 1, today.toordinal() + 1)
    )


@pytest.mark.parametrize(
    ("typed", "plain"), [(" lc-2026 1 ", "LC-20261"), ("ＬＣ２０２６", "LC2026"), ("办件", ""), ("a" * 99, "A" * 40)]
)
def test_a_number_is_what_its_signs_say(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain
