"""Quantities as official texts write them: 200万元, 二十万元, 1.2亿元, 1亿美元, 百分之二十, 0.8%, 10人, 3场次."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["元", "美元", "%", "年", "月", ""]
"""Empty for a plain count, whatever is counted."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?"
_CHINESE = "[零〇一二两三四五六七八九十百千万亿]{1,16}"
_COUNTED = "人次|人|名|位|件|项|场次|场|次|家次|家|户|台|个|款|套|笔|种|部|张|所|条|辆|间|批"
QUANTITY = re.compile(
    rf"千分之(?P<mille>{_ARABIC}|{_CHINESE})"
    rf"|百分之(?P<share>{_ARABIC}|{_CHINESE}(?:点{_CHINESE})?)"
    rf"|(?P<figure>{_ARABIC})(?P<scale>[十百千]?万亿|[十百千]?亿|[十百千]?万|千|百)?"
    rf"(?:人民币)?(?P<unit>个百分点|百分点|%|‰|美元|美金|元人民币|元|周年|年|个月|{_COUNTED})?"
    rf"|(?P<chinese>{_CHINESE})(?:人民币)?(?P<of>个百分点|美元|元|周年|年|个月|{_COUNTED})"
)


@dataclass(frozen=True)
class Quantity:
    """``value`` is in yuan, dollars, per cent, years, months or pieces; ``counted`` is the word of pieces (件).

    ``bare``: no unit was written, so that the next quantity of the list lends its own; ``scale`` is the multiplier used.
    """

    value: Decimal
    unit: Unit
    counted: str = ""
    bare: bool = False
    scale: int = 1


def chinese_number(text: str) -> int | None:
    """1 of 一, 20 of 二十, 50,000,000 of 五千万; ``None`` for what is no number (三一)."""
    total, section, digit = 0, 0, None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _STEPS:
            section += (1 if digit is None else digit) * _STEPS[character]
            digit = None
        elif character in _MYRIADS:
            step = _MYRIADS[character]
            section += digit or 0
            # 万亿 multiplies what stands before it, 一亿二千万 adds
            total = total + section * step if section else total * step
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def quantity(found: re.Match[str]) -> Quantity | None:
    """The quantity that :data:`QUANTITY` found."""
    if found["mille"]:
        mille = _share(found["mille"])
        return None if mille is None else Quantity(mille / 10, "%")
    if found["share"]:
        value = _share(found["share"])
        return None if value is None else Quantity(value, "%")
    if found["chinese"]:
        number = chinese_number(found["chinese"])
        if found["chinese"] in ("一", "两", "二") and found["of"] in (
            "次",
            "项",
            "个",
            "家",
            "户",
            "笔",
            "批",
            "部",
            "条",
            "间",
            "种",
            "款",
            "套",
            "家次",
        ):
            return None  # 一次性, 两项: words, not figures
        return None if number is None else _with_unit(Decimal(number), found["of"], 1)
    scale = 1
    for character in found["scale"] or "":
        scale *= _STEPS.get(character) or _MYRIADS[character]
    return _with_unit(Decimal(found["figure"].replace(",", "")) * scale, found["unit"] or "", scale)


def _share(text: str) -> Decimal | None:
    if text[0] in "0123456789":
        return Decimal(text.replace(",", ""))
    whole, _, part = text.partition("点")
    number = chinese_number(whole)
    digits = "".join(str(_DIGITS.get(one, "")) for one in part)
    return None if number is None else Decimal(f"{number}.{digits or 0}")


def _with_unit(value: Decimal, unit: str, scale: int) -> Quantity:
    if unit in ("元", "元人民币"):
        return Quantity(value, "元", scale=scale)
    if unit in ("美元", "美金"):
        return Quantity(value, "美元", scale=scale)
    if unit in ("%", "个百分点", "百分点"):
        return Quantity(value, "%")
    if unit == "‰":
        return Quantity(value / 10, "%")
    if unit in ("年", "周年"):
        return Quantity(value, "年")
    if unit == "个月":
        return Quantity(value, "月")
    return Quantity(value, "元" if scale >= 10**4 and not unit else "", unit, bare=not unit, scale=scale)
