"""The way of a hand-over (行刑衔接), as data: from the preparation of a lead to its file.

Who may do what is said by side: ``market`` hands over, ``receiver`` is the authority to which the case was handed. Only those
authorities that open cases of their own (:data:`FILING`) decide on 立案; justice and the hotline answer at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

from assistant.accounts.person import Authority
from assistant.machine import SYSTEM, Machine, Transition

GIVER: Final = ("market",)
RECEIVER: Final = ("receiver",)
BOTH: Final = ("market", "receiver")

SIDE_TEXT: Final = MappingProxyType({"market": "市场监管", "receiver": "接收单位", SYSTEM: "系统"})
AUTHORITY_TEXT: Final = MappingProxyType(
    {
        "market": "市场监管",
        "procuratorate": "检察",
        "police": "公安",
        "court": "法院",
        "justice": "司法",
        "hotline": "12345 热线",
    }
)
RECEIVERS: Final[tuple[Authority, ...]] = ("procuratorate", "police", "court", "justice", "hotline")
FILING: Final = frozenset({"procuratorate", "police", "court"})
_FILING_ONLY: Final = frozenset({"file", "refuse"})
_ANSWERING_ONLY: Final = frozenset({"answer"})

HIDDEN: Final = frozenset({"preparing", "cancelled"})
"""States that the receiving authority does not see."""
ENDED: Final = frozenset({"archived", "withdrawn", "cancelled"})
FRUITLESS: Final = frozenset({"not_filed", "returned", "withdrawn", "cancelled"})
"""Where every hand-over of a case came to this, the case has come back."""
RECALLED: Final = "认定已经撤销，移送由系统撤回。"
"""What a receiver reads of a recall; why the recognition fell stays with the market regulator."""
FALLEN: Final = "认定已经撤销，这个案件不再作为疑似恶意索赔的依据。"
CASE_NEWS: Final = MappingProxyType(
    {
        "under_review": "市场监管部门正在重新审核，原来的认定暂时不作为依据。",
        "recognised": "市场监管部门正在重新审核，原来的认定暂时不作为依据。",
        "under_appeal": "有人提出申诉，市场监管部门正在处理。",
        "expired": "认定已经到期，不再作为依据。",
        "closed": "市场监管部门已经把案件办结。",
    }
)
"""What has become of the case, for a receiver that still works on it."""
_TALKING: Final = ("sent", "examining", "supplementing", "filed", "not_filed", "returned", "feedback")

MACHINE: Final = Machine(
    MappingProxyType(
        {
            "preparing": "线索移送准备",
            "sent": "已移送",
            "examining": "受理审查",
            "supplementing": "补充材料",
            "filed": "立案",
            "not_filed": "不予立案",
            "returned": "退回",
            "feedback": "反馈",
            "archived": "归档",
            "withdrawn": "已撤回",
            "cancelled": "未移送",
        }
    ),
    (
        # action, from, to, which side, what people read
        Transition("prepare", (), "preparing", GIVER, "准备移送", True),
        Transition("send", ("preparing",), "sent", GIVER, "移送"),
        Transition("cancel", ("preparing",), "cancelled", GIVER, "不移送了", True),
        Transition("receive", ("sent",), "examining", RECEIVER, "签收"),
        Transition("ask", ("examining",), "supplementing", RECEIVER, "要求补充材料", True),
        Transition("supply", ("supplementing",), "examining", GIVER, "补充材料", True),
        Transition("file", ("examining",), "filed", RECEIVER, "立案", True),
        Transition("refuse", ("examining",), "not_filed", RECEIVER, "不予立案", True),
        Transition("answer", ("examining",), "feedback", RECEIVER, "办理并反馈", True),
        Transition("return", ("sent", "examining"), "returned", RECEIVER, "退回", True),
        Transition("report", ("filed", "not_filed"), "feedback", RECEIVER, "反馈结果", True),
        Transition("archive", ("feedback", "not_filed", "returned"), "archived", GIVER, "归档", True),
        Transition(
            "withdraw", ("sent", "examining", "supplementing"), "withdrawn", ("market", SYSTEM), "撤回移送", True
        ),
        *(Transition("message", (state,), state, BOTH, "留言", True) for state in _TALKING),
    ),
)

STEPS: Final = ("preparing", "sent", "examining", "filed", "feedback", "archived")
"""The stages of a hand-over that goes all the way; the others are by-ways."""

NEXT: Final = MappingProxyType(
    {
        "preparing": "请核对材料包，然后移送。",
        "sent": "等待接收单位签收。",
        "examining": "接收单位正在审查。",
        "supplementing": "接收单位要求补充材料，请市场监管部门补充。",
        "filed": "接收单位已经立案，办结后反馈结果。",
        "not_filed": "接收单位不予立案，可以反馈说明，也可以归档。",
        "returned": "接收单位已经退回，可以归档，补充后再移送。",
        "feedback": "结果已经反馈，请归档。",
        "archived": "已经归档。",
        "withdrawn": "移送已经撤回。",
        "cancelled": "没有移送。",
    }
)


def came_to(reached: Iterable[str]) -> str:
    """How a hand-over went, from the states it reached: a refusal that is explained is one still, and filing away changes nothing."""
    outcome = "preparing"
    for state in reached:
        if state != "archived" and (outcome, state) != ("not_filed", "feedback"):
            outcome = state
    return outcome


def part_over(reached: Sequence[str]) -> bool:
    """Has the receiver's part ended?"""
    return reached[-1] in ENDED or came_to(reached) in FRUITLESS


def news(case_state: str, reached: Sequence[str]) -> str:
    """What the receiver is told of what has become of the case; a fallen recognition also where its part is over."""
    if case_state == "dismissed":
        return FALLEN
    return "" if part_over(reached) else CASE_NEWS.get(case_state, "")


def machine_of(authority: str) -> Machine:
    """The way as it is for one authority."""
    out = _ANSWERING_ONLY if authority in FILING else _FILING_ONLY
    kept = tuple(each for each in MACHINE.transitions if each.action not in out)
    reached = _reached(kept)
    named = {state: text for state, text in MACHINE.states.items() if state in reached}
    usable = tuple(each for each in kept if not each.origins or set(each.origins) & reached)
    return Machine(MappingProxyType(named), tuple(_within(each, reached) for each in usable))


def _reached(transitions: tuple[Transition, ...]) -> set[str]:
    """States to which a way leads from the beginning; a step that stays where it is leads nowhere."""
    found = {each.target for each in transitions if not each.origins}
    while True:
        more = {each.target for each in transitions if found & set(each.origins) and each.action != "message"} - found
        if not more:
            return found
        found |= more


def _within(each: Transition, reached: set[str]) -> Transition:
    origins = tuple(origin for origin in each.origins if origin in reached)
    return Transition(each.action, origins, each.target, each.roles, each.text, each.needs_note)
