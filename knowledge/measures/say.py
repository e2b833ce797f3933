"""Sums, figures and values as people read them: exact, with their units, never rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from knowledge.measures.conditions import Value
from knowledge.measures.fields import Field, field_of

_HUNDRED_MILLION = Decimal(10) ** 8
_TEN_THOUSAND = Decimal(10) ** 4
_TENS = {"万元": "亿元", "万美元": "亿美元"}
"""The unit that is ten thousand times as large."""


class Words(NamedTuple):
    """``words.yaml``: how flags and texts are spoken of, and the names of industries."""

    flags: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, Mapping[str, str]]
    sections: Mapping[str, str]


@cache
def words() -> Words:
    """``words.yaml``, read once."""
    table = yaml.safe_load(files("knowledge.measures").joinpath("words.yaml").read_text(encoding="utf-8"))
    return Words(**table)


def yuan(amount: Decimal) -> str:
    """A sum in yuan: 1.5 亿元, 4.692 万元, 9,500 元, 12,345.67 元; the largest unit that leaves three decimals at most."""
    for unit, name in ((_HUNDRED_MILLION, "亿元"), (_TEN_THOUSAND, "万元")):
        if abs(amount) >= unit and amount % (unit / 1000) == 0:
            return f"{number(amount / unit)} {name}"
    return f"{number(amount)} 元"


def figure_text(field: Field, value: Decimal) -> str:
    """A value of a numeric field with its unit: 2,600 万元, 1.5 亿元, 12.5%, 3 件."""
    if field.unit == "%":
        return f"{number(value)}%"
    larger = _TENS.get(field.unit)
    if larger and abs(value) >= _TEN_THOUSAND and value % 100 == 0:
        return f"{number(value / _TEN_THOUSAND)} {larger}"
    return f"{number(value)} {field.unit}".rstrip()


def gap_text(field: Field, gap: Decimal) -> str:
    """A difference of two values: shares differ by percentage points."""
    return f"{number(gap)} 个百分点" if field.unit == "%" else figure_text(field, gap)


def number(value: Decimal) -> str:
    """With thousands apart and no zeros at the end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date) -> str:
    """``2026年12月31日``."""
    return f"{value.year}年{value.month}月{value.day}日"


def value_text(name: str, value: Value) -> str:
    """Any value of a portrait as people read it."""
    field = field_of(name)
    match value:
        case bool():
            return flag_text(name, held=value)
        case Decimal():
            return figure_text(field, value)
        case date():
            return day(value)
        case frozenset():
            return "、".join(sorted(value)) or "无"
    return value


def flag_text(name: str, *, held: bool) -> str:
    """What is so or is not: 没有失信记录."""
    said = words().flags.get(name)
    if said is None:
        return f"{field_of(name).label}：{'是' if held else '否'}"
    return said["yes" if held else "no"]


def text_is(name: str, value: str, *, held: bool = True) -> str:
    """What a text field says, or does not: 注册在鲤城区, 企业类型不是个体工商户."""
    label = field_of(name).label
    said = words().texts.get(name, {"yes": f"{label}是", "no": f"{label}不是"})
    return said["yes" if held else "no"] + value


def either(choices: Iterable[str]) -> str:
    """``甲、乙或丙``."""
    *others, last = choices
    return f"{'、'.join(others)}或{last}" if others else last


def industries(prefixes: Iterable[str]) -> str:
    """Beginnings of industry codes, with the section's name: ``制造业（C13、C14 开头）``; a whole section by its name."""
    by_section: dict[str, list[str]] = {}
    for prefix in prefixes:
        by_section.setdefault(prefix[:1], []).append(prefix)
    return either(_section(letter, codes) for letter, codes in by_section.items())


def _section(letter: str, codes: list[str]) -> str:
    name = words().sections.get(letter, "代码")
    return f"{name}（{letter}）" if codes == [letter] else f"{name}（{'、'.join(codes)} 开头）"
