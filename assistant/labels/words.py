"""Labels in words that a department's editor reads: conditions, awards, figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from knowledge.measures.awards import Award, BySet, Fixed, HumanAward, InKind, Percent, PerUnit, Tiered
from knowledge.measures.conditions import All, Condition, Human, Op
from knowledge.measures.explain import asks
from knowledge.measures.fields import FieldKind, field_of
from knowledge.measures.say import figure_text, number, yuan

_FIGURE_OPS: Final[Mapping[Op, str]] = {
    "==": "等于", "!=": "不等于", ">=": "不低于（含）", ">": "超过（不含）", "<=": "不超过（含）", "<": "低于（不含）",
}  # fmt: skip
_DATE_OPS: Final[Mapping[Op, str]] = {
    "==": "是", "!=": "不是", ">=": "在这一天或以后", ">": "晚于", "<=": "在这一天或以前", "<": "早于",
    "within_years": "在最近几年内",
}  # fmt: skip
_WORD_OPS: Final[Mapping[Op, str]] = {
    "==": "是", "!=": "不是", "in": "是其中之一", "prefix": "以其中之一开头", "has": "有", "has_any": "有其中之一",
}  # fmt: skip
OPS: Final[Mapping[FieldKind, Mapping[Op, str]]] = {
    "text": {op: _WORD_OPS[op] for op in ("==", "!=", "in")},
    "code": {op: _WORD_OPS[op] for op in ("prefix", "==", "!=", "in")},
    "date": _DATE_OPS,
    "number": {op: _FIGURE_OPS[op] for op in (">=", ">", "<=", "<", "==", "!=")},
    "count": {op: _FIGURE_OPS[op] for op in (">=", ">", "<=", "<", "==", "!=")},
    "flag": {op: _WORD_OPS[op] for op in ("==", "!=")},
    "set": {op: _WORD_OPS[op] for op in ("has", "has_any")},
}
"""The comparisons of each kind of field, the usual one first."""
AWARDS: Final = {
    "fixed": "一次性定额",
    "percent": "按比例",
    "tiered": "分档",
    "per_unit": "按数量",
    "by_set": "按称号",
    "in_kind": "服务（不发钱）",
    "human": "需人工核定",
}


def condition_words(condition: Condition) -> str:
    """A requirement as the citizen's pages say it; what a person decides is named as such."""
    if condition == All(()):
        return "没有条件"
    if isinstance(condition, Human):
        return f"需人工核对“{condition.text}”"
    return asks(condition)


def award_words(award: Award) -> str:
    """The award in words."""
    match award:
        case Fixed(amount):
            return f"一次性 {yuan(amount)}"
        case Percent(base, rate, cap):
            return f"按{field_of(base).label}的 {number(rate * 100)}%{_most(cap)}"
        case Tiered(name, tiers):
            field = field_of(name)
            rows = "；".join(f"达到 {figure_text(field, least)}给 {yuan(amount)}" for least, amount in tiers)
            return f"按{field.label}分档：{rows}"
        case PerUnit(name, amount, cap):
            field = field_of(name)
            return f"按{field.label}，每{field.unit or '个'} {yuan(amount)}{_most(cap)}"
        case BySet(name, amounts):
            rows = "；".join(f"{word}给 {yuan(amount)}" for word, amount in amounts)
            return f"按{field_of(name).label}：{rows}，就高"
        case InKind(text):
            return f"服务（不发钱）：{text}"
        case HumanAward(text):
            return f"需人工核定：“{text}”"


def _most(cap: Decimal | None) -> str:
    return "，不设上限" if cap is None else f"，最高 {yuan(cap)}"
