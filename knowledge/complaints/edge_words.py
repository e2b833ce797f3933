"""An edge between two complaints in plain words: what agrees, how common that is, and what speaks against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MISSING, DIFFERENT, PARTLY, SAME, FITTING, NEAR = -1, 0, 1, 2, 3, 4
"""Levels of a comparison: a value is missing; values differ; they are alike (a typo, a homophone, a masked phone that fits); the same.
Two that are no agreement: values too incomplete to tell, which could be one (one surname, the rest hidden); values near each other that
are two as often as one (陈建国, 陈建军)."""
AGREEING = (PARTLY, SAME)

_SPEAKS = -1.0
"""Match weight from which a difference speaks against: that one person's texts differ says nothing."""
_WHAT = {
    "name": "姓名",
    "id_number": "证件号码",
    "phone": "电话",
    "address": "地址",
    "account": "收款账户",
    "text_style": "投诉内容",
}
_PARTLY = {
    "name": "姓名读音相同",
    "id_number": "证件号码写明的部分一致，或只差一位",
    "phone": "电话写明的部分一致",
    "address": "地址大体相同，门牌或房号没有写全",
    "account": "收款账户写明的部分一致，或只差一位",
    "text_style": "投诉内容的写法相近",
}
_FITTING = {
    "name": "只有姓相同，名字没有写出来",
    "address": "地址写的是同一个地方，没有写门牌",
}
_NEAR = {"name": "姓名只差一个字（兄弟姐妹也常常这样）", "phone": "电话只差一位", "address": "同一栋楼，房号不同"}
_SAME = {"text_style": "投诉内容几乎一字不差"}
_TOGETHER = "这一条单独不能说明是同一人，要和同一组的其他几条合起来看。"
_ONLY = "全库写明姓名又有这一项的投诉，只是或者主要是这一个人的。"
_POINTED = {MISSING: f"有一件没有写姓名；{_ONLY}", FITTING: f"有一件只写了姓；{_ONLY}"}
_COUNTED = {"text_style": "全库有 {count} 件是这种写法"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison of an edge. ``weight``: log2 of how many times likelier this is between complaints of one person than of two;
    below 0 it speaks against. ``count``: complaints in the whole register with this value (0: not counted)."""

    comparison: str
    level: int
    weight: float
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class EdgeExplanation:
    """Why two rows are thought to be one person's: reasons for (strongest first) and against, and one sentence of all.

    ``together``: number shared by edges that hold only together, -1 for an edge that stands alone.
    """

    left: int
    right: int
    probability: float
    together: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    text: str


def explained(edge: Mapping[str, Any], comparisons: Sequence[str]) -> EdgeExplanation:
    """One row of the table of edges, in words."""
    found = [_reason(edge, name) for name in comparisons if edge[f"{name}_level"] > MISSING]
    ordered = sorted(found, key=lambda reason: (-reason.weight, reason.comparison))
    speaks = tuple(reason for reason in ordered if reason.level > DIFFERENT and _for(reason))
    against = tuple(each for each in ordered if each.level in (DIFFERENT, NEAR) and each.weight <= _SPEAKS)
    agreeing = [reason for reason in speaks if reason.level in AGREEING]
    pointed = _POINTED.get(edge["name_level"], "") if len(agreeing) == 1 else ""
    text = _sentence(speaks, against, _TOGETHER if edge["joint"] >= 0 else pointed)
    return EdgeExplanation(edge["left"], edge["right"], edge["probability"], edge["joint"], speaks, against, text)


def _reason(edge: Mapping[str, Any], name: str) -> Reason:
    level, count = edge[f"{name}_level"], edge[f"{name}_count"]
    return Reason(name, level, edge[name], count, _words(name, level, count))


def _for(reason: Reason) -> bool:
    """An agreement is always told; what only fits where it makes one person likelier."""
    return reason.level in AGREEING or reason.weight > 0


def _words(name: str, level: int, count: int) -> str:
    if level == DIFFERENT:
        return f"{_WHAT[name]}不同"
    if level in (FITTING, NEAR):
        return _FITTING[name] if level == FITTING else _NEAR[name]
    said = _SAME.get(name, f"{_WHAT[name]}相同") if level == SAME else _PARTLY[name]
    if count <= 0:
        return said
    return f"{said}，{_COUNTED.get(name, '全库有 {count} 件用这个' + _WHAT[name]).format(count=count)}"


def _sentence(speaks: Sequence[Reason], against: Sequence[Reason], besides: str) -> str:
    said = "；".join(reason.text for reason in speaks) or "没有相同之处"
    said += f"。不一致的：{'；'.join(reason.text for reason in against)}" if against else ""
    return f"{said}。{besides}"
