"""What people read about a case: its state, how it stands against its limit, and what happens next.

Page and conversation show these sentences as they are: a day off, a clock that stands still and a limit that begins by law
are told in one place.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from assistant.applications.case import DECIDED, OPEN, Case, State
from assistant.applications.progress import ACCEPT_DAYS, Progress
from assistant.clock import in_words
from knowledge.working_days import add_working_days, is_working_day

STATES: Final[dict[State, str]] = {
    "received": "已收件，等待受理",
    "reviewing": "正在审查",
    "waiting": "等待补交材料",
    "approved": "已办结",
    "rejected": "未通过",
    "withdrawn": "已撤回",
}
DEEMED: Final = f"超过 {ACCEPT_DAYS} 个工作日没有告诉您是否受理，按规定从收件那天起视为已经受理"
"""行政许可法 art. 32: who is told nothing within five days counts as accepted from the day of receipt."""
_WEEKDAYS: Final = "一二三四五六日"


def state_text(case: Case, progress: Progress) -> str:
    """The state in a few words; an open case past its limit says so."""
    text = STATES[case.state]
    if case.state == "received" and progress.started_on is not None:
        text = "已收件，按规定视为已经受理" if progress.deemed else "已经受理"
    return f"{text}（已超过承诺时限）" if progress.overdue and case.state in ("received", "reviewing") else text


def limit_text(case: Case, progress: Progress) -> str:
    """How a case stands against its promised limit; nothing where there is nothing to say."""
    if case.state not in OPEN:
        return _took(case, progress)
    if case.promised_days is None:
        return "这件事没有公布承诺时限，什么时候办好请问办理部门"
    if progress.started_on is None:
        known = case.state == "reviewing"
        return "受理日期还查不到，最迟哪天办好请问办理部门" if known else "还没有受理，受理以后开始计时"
    if progress.stands_still:
        return f"{_so_far(progress)}，现在暂停计时"
    return _running(case, progress)


def due_text(case: Case, progress: Progress) -> str:
    """The last day of an open case, while it is known; :func:`limit_text` tells of one that is just past."""
    if progress.due_on is None or case.state not in OPEN or _just_past(progress):
        return ""
    if progress.overdue:
        return f"到 {_named(progress.due_on)}就应当办好"
    return f"{'预计' if progress.is_estimate else ''}最迟 {_named(progress.due_on)}办好"


def next_text(case: Case, progress: Progress, *, can_urge: bool) -> str:
    """What happens next, and what to do."""
    if case.state == "waiting":
        wanted = f"请补交：{case.missing}。" if case.missing else "请按通知补交材料。"
        paused = "等待补交期间暂停计时，" if progress.stands_still else ""
        return f"{wanted}{paused}交齐以后部门接着办。"
    if case.state == "received" and progress.started_on is None:
        return _before_acceptance(progress)
    if case.state in ("received", "reviewing"):
        return _while_open(case, progress, can_urge=can_urge)
    return _ended(case)


def _running(case: Case, progress: Progress) -> str:
    assert progress.due_on is not None
    if progress.over:
        return _so_far(progress)
    if _just_past(progress):
        why = "等补交材料的日子不算" if is_working_day(progress.on) else "今天不上班"
        late = add_working_days(progress.on, 1)
        return f"期限是 {_named(progress.due_on)}，{why}，到 {_named(late)}还没有办好就算超期"
    if progress.on == progress.due_on:
        return "今天是最后一个工作日"
    if not case.promised_days:
        return "承诺当天办好，今天不上班，最迟下一个工作日办好"
    return _so_far(progress)


def _just_past(progress: Progress) -> bool:
    """The last day is over, but no day has come that counts: it is a day off, or one of waiting for papers."""
    return progress.due_on is not None and progress.on > progress.due_on and not progress.over


def _so_far(progress: Progress) -> str:
    if progress.over:
        return f"已经超过承诺时限 {progress.over} 个工作日"
    return f"还剩 {progress.left} 个工作日" if progress.left else "承诺的时间已经用完"


def _took(case: Case, progress: Progress) -> str:
    if case.state not in DECIDED or progress.started_on is None:
        return ""
    if not progress.used:
        return "当天就办好了" if case.state == "approved" else "当天就有了结果"
    took = f"用了 {progress.used} 个工作日"
    if progress.over:
        return f"{took}，比承诺的晚 {progress.over} 个工作日"
    early = (case.promised_days or 0) - progress.used
    return f"{took}，比承诺的早 {early} 个工作日" if early > 0 else took


def _before_acceptance(progress: Progress) -> str:
    if progress.stands_still:
        return "请按通知补交材料，交齐以后窗口接着核对。"
    return f"窗口正在核对材料，最迟 {_named(progress.accept_by)}告诉您是否受理。"


def _while_open(case: Case, progress: Progress, *, can_urge: bool) -> str:
    told = f"已经{DEEMED}" if progress.deemed else ""
    if progress.overdue:
        since = f"{due_text(case, progress)}。" if progress.due_on else ""
        urge = "您可以催办，部门要在规定时间内答复您。" if can_urge else "急着办，可以拨打 12345 咨询。"
        return f"{told}{'。' if told else ''}{since}{urge}"
    working = told or f"{case.department}正在办理"
    if case.promised_days is None:
        return f"{working}。这个事项没有公布承诺时限，可以打电话向部门咨询。"
    if progress.due_on is None or _just_past(progress):
        return f"{working}。"
    guess = "（那一年的放假安排还没有公布，日期是估计的）" if progress.is_estimate else ""
    return f"{working}，最迟 {_named(progress.due_on)}办完{guess}。"


def _ended(case: Case) -> str:
    if case.state == "approved":
        return f"已经办完。{case.result or '请按约定的方式领取结果。'}"
    if case.state == "rejected":
        reason = f"{case.result.rstrip('。')}。" if case.result else ""
        # 行政复议法 (2023) art. 20, 行政诉讼法 art. 46: from the day on which one knows of the decision
        return (
            f"没有通过。{reason}如果不服，可以在知道这个决定之日起 60 日内申请行政复议，或者 6 个月内向人民法院起诉。"
        )
    return "您已经撤回这件申请。还要办理的话，可以重新申请。"


def _named(day: date) -> str:
    """``2026 年 11 月 20 日（星期五）``; a weekend on which offices work says so, because nobody expects it."""
    made_up = "，调休上班" if day.weekday() >= 5 and is_working_day(day) else ""
    return f"{in_words(day)}（星期{_WEEKDAYS[day.weekday()]}{made_up}）"
