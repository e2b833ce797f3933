"""What a citizen of seventy reads: never a promise for a day that is over, never "today" on a day off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.applications.case import Case, CaseStage
from assistant.applications.progress import progress_of
from assistant.applications.words import due_text, limit_text, next_text, state_text
from knowledge.working_days import Pause, add_working_days
from tests.assistant.applications.test_lookup import ROWS
from tests.assistant.applications.world import World, case_of, fake_system, finished

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
IN_HOLIDAY = date(2026, 10, 3)
"""A Saturday in the National Day holiday, which lasts from the first to the seventh."""
MADE_UP = date(2026, 10, 10)
"""A Saturday on which offices work to make up for it."""


def limit_on(case: Case, today: date) -> str:
    return limit_text(case, progress_of(case, today))


def due_by(due: date, **changes: Any) -> Case:
    """A case of five promised days whose last one is ``due``."""
    start = next(
        day for back in range(5, 30) if add_working_days(day := date.fromordinal(due.toordinal() - back), 5) == due
    )
    return case_of(submitted_on=start, accepted_on=start, promised_days=5, **changes)


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (FRIDAY, date(2026, 11, 18), "还剩 2 个工作日"),
        (FRIDAY, FRIDAY, "今天是最后一个工作日"),
        (
            FRIDAY,
            SATURDAY,
            "期限是 2026 年 11 月 20 日（星期五），今天不上班，到 2026 年 11 月 23 日（星期一）还没有办好就算超期",
        ),
        (FRIDAY, MONDAY, "已经超过承诺时限 1 个工作日"),
        (MONDAY, SATURDAY, "还剩 1 个工作日"),
        (
            date(2026, 9, 30),
            IN_HOLIDAY,
            "期限是 2026 年 9 月 30 日（星期三），今天不上班，到 2026 年 10 月 8 日（星期四）还没有办好就算超期",
        ),
        (date(2026, 9, 30), date(2026, 10, 8), "已经超过承诺时限 1 个工作日"),
        (MADE_UP, MADE_UP, "今天是最后一个工作日"),
        (
            MADE_UP,
            date(2026, 10, 11),
            "期限是 2026 年 10 月 10 日（星期六，调休上班），今天不上班，到 2026 年 10 月 12 日（星期一）还没有办好就算超期",
        ),
    ],
)
def test_today_is_the_last_day_only_on_the_last_day(due: date, today: date, words: str) -> None:
    assert limit_on(due_by(due), today) == words


def test_the_last_day_itself_is_named_with_its_day_of_the_week() -> None:
    case = due_by(FRIDAY)
    assert due_text(case, progress_of(case, date(2026, 11, 18))) == "最迟 2026 年 11 月 20 日（星期五）办好"
    assert due_text(case, progress_of(case, MONDAY)) == "到 2026 年 11 月 20 日（星期五）就应当办好"
    assert due_text(case, progress_of(case, SATURDAY)) == ""
    assert next_text(case, progress_of(case, SATURDAY), can_urge=True) == "公安分局正在办理。"
    over = finished(accepted_on=FRIDAY)
    assert due_text(over, progress_of(over, MONDAY)) == ""


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (SATURDAY, "承诺当天办好，今天不上班，最迟下一个工作日办好"),
        (MONDAY, "今天是最后一个工作日"),
        (date(2026, 11, 24), "已经超过承诺时限 1 个工作日"),
    ],
)
def test_what_is_done_on_the_spot_waits_for_no_day_off(today: date, words: str) -> None:
    assert limit_on(case_of(accepted_on=SATURDAY, submitted_on=SATURDAY, promised_days=0), today) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "waiting", "pauses": (Pause(FRIDAY),)}, "还剩 19 个工作日，现在暂停计时"),
        ({"state": "waiting", "pauses": (Pause(FRIDAY),), "promised_days": 1}, "承诺的时间已经用完，现在暂停计时"),
        (
            {"state": "waiting", "pauses": (Pause(MONDAY),), "promised_days": 1},
            "已经超过承诺时限 1 个工作日，现在暂停计时",
        ),
        ({"state": "waiting", "accepted_on": None}, "还没有受理，受理以后开始计时"),
        ({"state": "received", "accepted_on": None, "submitted_on": FRIDAY}, "还没有受理，受理以后开始计时"),
        ({"accepted_on": None}, "受理日期还查不到，最迟哪天办好请问办理部门"),
        ({"promised_days": None}, "这件事没有公布承诺时限，什么时候办好请问办理部门"),
        (
            {"promised_days": 1, "pauses": (Pause(FRIDAY, date(2026, 11, 24)),)},
            "期限是 2026 年 11 月 20 日（星期五），等补交材料的日子不算，到 2026 年 11 月 25 日（星期三）还没有办好就算超期",
        ),
    ],
)
def test_a_clock_that_has_not_begun_or_stands_still_says_so(changes: dict[str, Any], words: str) -> None:
    assert limit_on(case_of(**changes), date(2026, 11, 24)) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "用了 1 个工作日，比承诺的早 19 个工作日"),
        ({"promised_days": 1}, "用了 1 个工作日"),
        ({"promised_days": 0}, "用了 1 个工作日，比承诺的晚 1 个工作日"),
        ({"promised_days": None}, "用了 1 个工作日"),
        ({"accepted_on": FRIDAY, "promised_days": 0}, "当天就办好了"),
        ({"state": "rejected", "accepted_on": FRIDAY}, "当天就有了结果"),
        ({"accepted_on": None}, ""),
        ({"state": "withdrawn"}, ""),
    ],
)
def test_what_is_over_tells_how_long_it_took(changes: dict[str, Any], words: str) -> None:
    over: dict[str, Any] = {"state": "approved", "finished_on": FRIDAY}
    assert limit_on(case_of(**over | changes), date(2026, 11, 24)) == words


def test_on_the_spot_taken_in_on_a_day_off_and_done_on_the_next_working_day_is_not_late() -> None:
    done = case_of(state="approved", submitted_on=SATURDAY, accepted_on=SATURDAY, promised_days=0, finished_on=MONDAY)
    assert limit_on(done, MONDAY) == "用了 1 个工作日"


UNTOLD = case_of(
    state="received",
    submitted_on=date(2026, 11, 13),
    accepted_on=None,
    promised_days=30,
    stages=(
        CaseStage("收件", date(2026, 11, 13)),
        CaseStage("受理", limit="accept"),
        CaseStage("调查核实"),
        CaseStage("决定", limit="decide"),
    ),
)
"""Received seven working days before the 24th of November, and the applicant was never told anything."""


def test_who_was_told_nothing_within_five_days_reads_that_it_counts_as_accepted_and_no_day_that_is_over() -> None:
    today = date(2026, 11, 24)
    progress = progress_of(UNTOLD, today)
    assert state_text(UNTOLD, progress) == "已收件，按规定视为已经受理"
    assert next_text(UNTOLD, progress, can_urge=True) == (
        "已经超过 5 个工作日没有告诉您是否受理，按规定从收件那天起视为已经受理，"
        "最迟 2026 年 12 月 25 日（星期五）办完。"
    )
    unlimited = case_of(**{**vars(UNTOLD), "promised_days": None})
    words = next_text(unlimited, progress_of(unlimited, today), can_urge=True)
    assert "视为已经受理" in words
    assert "没有公布承诺时限" in words
    assert "最迟" not in words


def test_the_timeline_of_what_counts_as_accepted_goes_on_after_acceptance(make_world: Callable[..., World]) -> None:
    view = make_world(system=fake_system(UNTOLD)).service.look_up("T1", "1234", "a")
    accepted, checked = view.stages[1:3]
    assert (accepted.status, accepted.at, accepted.due_on) == ("done", date(2026, 11, 13), None)
    assert "视为" in accepted.note
    assert checked.status == "current"


def test_who_was_asked_for_papers_was_told_and_waits_anew_from_the_day_on_which_they_came() -> None:
    told = case_of(**{**vars(UNTOLD), "pauses": (Pause(date(2026, 11, 16), FRIDAY),)})
    progress = progress_of(told, date(2026, 11, 24))
    assert progress.due_on is None
    assert "最迟 2026 年 11 月 27 日（星期五）告诉您是否受理" in next_text(told, progress, can_urge=True)


def test_an_acceptance_that_is_known_is_not_awaited() -> None:
    case = case_of(state="received")
    assert state_text(case, progress_of(case, date(2026, 11, 24))) == "已经受理"


def test_nobody_is_told_to_urge_who_cannot() -> None:
    late = case_of(promised_days=1)
    progress = progress_of(late, date(2026, 11, 24))
    assert "您可以催办" in next_text(late, progress, can_urge=True)
    assert "可以催办" not in next_text(late, progress, can_urge=False)


def test_a_clock_is_said_to_stand_still_only_where_it_does() -> None:
    waiting = case_of(state="waiting", missing="出院小结")
    assert "暂停计时" not in next_text(waiting, progress_of(waiting, date(2026, 11, 24)), can_urge=False)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 2, tzinfo=UTC),
        datetime(2026, 11, 21, 2, tzinfo=UTC),
        datetime(2026, 10, 3, 2, tzinfo=UTC),
    ],
    ids=["a working day", "a Saturday", "in a holiday"],
)
def test_no_sample_promises_a_day_that_is_over(sample: World, row: dict[str, Any], moment: datetime) -> None:
    sample.clock.moment = moment
    today = moment.date()
    view = sample.service.look_up(row["number"], row["factors"][0], "a")
    said = f"{view.limit_text} {view.due_text} {view.next_text}"
    for days in range(1, 60):
        over = date.fromordinal(today.toordinal() - days)
        assert f"最迟 {over.year} 年 {over.month} 月 {over.day} 日" not in said
    assert ("今天是最后一个工作日" in said) <= (view.due_on == today)
    assert "还剩 0 个" not in said
    if view.state in ("received", "reviewing"):
        current = [stage for stage in view.stages if stage.status == "current"]
        assert all(stage.due_on is None or stage.due_on >= today for stage in current) or view.overdue
