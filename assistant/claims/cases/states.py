"""The way of a case, as data: the checks, the menus, the page's drawing and the README's diagram all come from this table."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from assistant.machine import SYSTEM, Machine, Transition

MARKET: Final = ("market",)
THE_SYSTEM_ONLY: Final = (SYSTEM,)

STANDING: Final = ("confirmed", "handed_over", "received", "returned")
"""States in which a recognition stands."""
HANDED: Final = ("handed_over", "received")
ENDED: Final = frozenset({"dismissed", "closed", "expired"})
"""States in which another case of the same person may be opened."""
APPEALABLE: Final = (*STANDING, "closed", "expired")


def _stay(action: str, states: tuple[str, ...], text: str, roles: tuple[str, ...] = MARKET) -> tuple[Transition, ...]:
    return tuple(Transition(action, (state,), state, roles, text, needs_note=True) for state in states)


MACHINE: Final = Machine(
    MappingProxyType(
        {
            "proposed": "待审核",
            "under_review": "审核中",
            "recognised": "一人已认定，待第二人复核",
            "confirmed": "认定为疑似恶意索赔",
            "dismissed": "不认定",
            "handed_over": "已移送",
            "received": "已签收",
            "returned": "退回",
            "closed": "已办结",
            "under_appeal": "申诉处理中",
            "expired": "认定已到期",
        }
    ),
    (
        # action, from, to, who, what people read
        Transition("open", (), "proposed", ("market", SYSTEM), "建立"),
        Transition("review", ("proposed", "recognised", "returned", "expired"), "under_review", MARKET, "审核", True),
        Transition("recognise", ("under_review",), "recognised", MARKET, "第一人认定", True),
        Transition("confirm", ("recognised",), "confirmed", MARKET, "第二人复核认定", True),
        Transition(
            "dismiss", ("proposed", "under_review", "recognised"), "dismissed", MARKET, "不认定（属于正常消费）", True
        ),
        *_stay("handover", STANDING, "准备移送"),
        Transition("sent", ("confirmed", "returned"), "handed_over", THE_SYSTEM_ONLY, "移送发出"),
        Transition("receive", ("handed_over",), "received", THE_SYSTEM_ONLY, "接收单位签收"),
        Transition("return", HANDED, "returned", THE_SYSTEM_ONLY, "接收单位都已退回"),
        *_stay("extend", STANDING, "延长认定"),
        Transition("close", STANDING, "closed", MARKET, "办结", True),
        Transition("expire", STANDING, "expired", THE_SYSTEM_ONLY, "认定到期"),
        Transition("appeal", APPEALABLE, "under_appeal", MARKET, "登记申诉", True),
        Transition("uphold_appeal", ("under_appeal",), "dismissed", MARKET, "申诉成立，撤销认定", True),
        *(
            Transition(f"reject_appeal_{state}", ("under_appeal",), state, MARKET, "申诉不成立", True)
            for state in APPEALABLE
        ),
    ),
)

ACTIONS: Final = ("review", "recognise", "confirm", "dismiss", "handover", "extend", "close", "appeal", "decide_appeal")
"""What people may send; ``decide_appeal`` is one of the rows above that end an appeal."""

NEXT: Final = MappingProxyType(
    {
        "proposed": "请一位工作人员开始审核，或者不认定。",
        "under_review": "请先看对其有利和不利的情况，再由第一人认定，或者不认定。",
        "recognised": "请另一位工作人员复核：认定、退回重审，或者不认定。",
        "confirmed": "认定有期限。需要移送的，请准备移送；收到申诉的，请登记。",
        "dismissed": "没有认定，按一般消费者对待。",
        "handed_over": "等待接收单位签收。",
        "received": "接收单位正在办理。",
        "returned": "接收单位已经退回或者不予立案，可以重新审核、补充后再移送，或者办结。",
        "closed": "已经办结。",
        "under_appeal": "请由没有参加认定的工作人员作出申诉决定。",
        "expired": "认定已经到期，不再作为依据。",
    }
)

ORIGINS: Final = MappingProxyType(
    {"machine": "系统提示", "person": "投诉举报台账", "receipt": "企业举报", "manual": "工作中发现"}
)


def is_over(state: str, expires_on: date | None, day: date) -> bool:
    """Has a recognition that stands passed its last day, and only nobody has ended it yet?"""
    return state in STANDING and expires_on is not None and expires_on < day


def stands(state: str, expires_on: date | None, day: date) -> bool:
    """Does a recognition stand on a day?"""
    return state in STANDING and not is_over(state, expires_on, day)


def text_of(action: str) -> str:
    """What people call an action of a history's row."""
    return MACHINE.text(action) or _OTHERS.get(action, "")


_OTHERS: Final = {
    "seen": "看过有利和不利的情况",
    "reveal": "查看完整身份",
    "packet": "生成材料包",
    "extended": "第二人同意延长认定",
    "complaint_decision": "逐件处理投诉",
}


def actions(state: str) -> list[str]:
    """What an officer of market may send in a state, in the table's order."""
    found = dict.fromkeys(
        "decide_appeal" if each.endswith("_appeal") or each.startswith("reject_appeal_") else each
        for each in MACHINE.actions(state, "market")
    )
    return [each for each in found if each in ACTIONS]


def ending(upheld: bool, state_before: str) -> str:
    """The row of the table that decides an appeal."""
    return "uphold_appeal" if upheld else f"reject_appeal_{state_before}"
