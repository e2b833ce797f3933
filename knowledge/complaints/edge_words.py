"""An edge between two complaints in plain words: what agrees, how common that is, and what speaks against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MISSING, DIFFERENT, PARTLY, SAME = -1, 0, 1, 2
"""Levels of a comparison: a value is missing; values differ; they are alike (a typo, a homophone, a masked phone that fits); the same."""

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
    "name": "姓名读音相同或只差一个字",
    "id_number": "证件号码写明的部分一致",
    "phone": "电话写明的部分一致",
    "address": "地址大体相同，门牌或房号没有写全",
    "account": "收款账户写明的部分一致",
    "text_style": "投诉内容的写法相近",
}
_SAME = {"text_style": "投诉内容几乎一字不差"}
_TOGETHER = "这一条单独不能说明是同一人，要和同一组的其他几条合起来看。"
_POINTED = "有一件没有写姓名；全库写明姓名又有这一项的投诉，只是或者主要是这一个人的。"
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
    speaks = tuple(reason for reason in ordered if reason.level > DIFFERENT)
    against = tuple(reason for reason in ordered if reason.level == DIFFERENT and reason.weight <= _SPEAKS)
    pointed = len(speaks) == 1 and edge["name_level"] == MISSING
    text = _sentence(speaks, against, _TOGETHER if edge["joint"] >= 0 else _POINTED if pointed else "")
    return EdgeExplanation(edge["left"], edge["right"], edge["probability"], edge["joint"], speaks, against, text)


def _reason(edge: Mapping[str, Any], name: str) -> Reason:
    level, count = edge[f"{name}_level"], edge[f"{name}_count"]
    return Reason(name, level, edge[name], count, _words(name, level, count))


def _words(name: str, level: int, count: int) -> str:
    if level == DIFFERENT:
        return f"{_WHAT[name]}不同"
    said = _SAME.get(name, f"{_WHAT[name]}相同") if level == SAME else _PARTLY[name]
    if count <= 0:
        return said
    return f"{said}，{_COUNTED.get(name, '全库有 {count} 件用这个' + _WHAT[name]).format(count=count)}"


def _sentence(speaks: Sequence[Reason], against: Sequence[Reason], besides: str) -> str:
    said = "；".join(reason.text for reason in speaks) or "没有相同之处"
    said += f"。不一致的：{'；'.join(reason.text for reason in against)}" if against else ""
    return f"{said}。{besides}"
