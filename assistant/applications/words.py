"""What people read about a case: names of states, and what happens next."""

from __future__ import annotations

from typing import Final

from assistant.applications.case import Case, State
from assistant.applications.progress import Progress
from assistant.clock import in_words

STATES: Final[dict[State, str]] = {
    "received": "已收件，等待受理",
    "reviewing": "正在审查",
    "waiting": "等待补交材料",
    "approved": "已办结",
    "rejected": "未通过",
    "withdrawn": "已撤回",
}


def state_text(case: Case, progress: Progress) -> str:
    """The state in a few words; an open case past its limit says so."""
    text = STATES[case.state]
    return f"{text}（已超过承诺时限）" if progress.overdue and case.state in ("received", "reviewing") else text


def next_text(case: Case, progress: Progress) -> str:
    """What happens next, and what to do."""
    if case.state == "waiting":
        wanted = f"请补交：{case.missing}。" if case.missing else "请按通知补交材料。"
        return f"{wanted}等待补交期间暂停计时，交齐以后部门接着办。"
    if case.state == "received" and case.accepted_on is None and not progress.overdue:
        return f"窗口正在核对材料，最迟 {in_words(progress.accept_by)}告诉您是否受理。"
    if case.state in ("received", "reviewing"):
        return _while_open(case, progress)
    return _ended(case)


def _while_open(case: Case, progress: Progress) -> str:
    if progress.overdue:
        return f"已经超过承诺时限 {progress.over} 个工作日。您可以催办，部门要在规定时间内答复您。"
    if progress.due_on is None:
        return f"{case.department}正在办理。这个事项没有公布承诺时限，可以打电话向部门咨询。"
    due = in_words(progress.due_on)
    guess = "（那一年的放假安排还没有公布，日期是估计的）" if progress.is_estimate else ""
    return f"{case.department}正在办理，最迟 {due}办完{guess}。"


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
