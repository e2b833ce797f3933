"""Sums, shares and days however they are written: 二十万, 20万元 and 200000 元 are one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN = "零〇一二两三四五六七八九十百千"
_ANY = rf"(?:[0-9]{{1,12}}(?:\.[0-9]{{1,4}})?|[{_HAN}]{{1,12}}(?:点[{_HAN}]{{1,4}})?)"
_SHARE = re.compile(rf"百分之({_ANY})|({_ANY})(?:%|个百?分?点)|({_ANY})成")
_DAY = re.compile(rf"({_ANY})月({_ANY})(?:日|号)")
_SUM = re.compile(rf"({_ANY})(?:多|来)?个?(千|百)?(万|亿)?([{_HAN}]{{2,6}})?(?:多|来)?(元|块|美元|美金)?")
_LEAST = 100
"""Sums below it are counts of people or years, and say little."""


def amounts(normalised: str) -> Iterator[str]:
    """Terms such as ``=200000`` (a sum), ``%8`` (a share) and ``@12-31`` (a day), in order of kind and sight."""
    for found in _SHARE.finditer(normalised):
        percent, points, tenths = (_number(group) if group else None for group in found.groups())
        share = tenths * 10 if tenths is not None else percent if percent is not None else points
        if share is not None:
            yield f"%{share.normalize():f}"
    for found in _DAY.finditer(normalised):
        month, day = (_number(group) for group in found.groups())
        if month is not None and day is not None and month <= 12 and day <= 31:
            yield f"@{month:f}-{day:f}"
    for found in _SUM.finditer(_DAY.sub(" ", _SHARE.sub(" ", normalised))):
        value = _sum(*found.groups())
        if value is not None and value >= _LEAST:
            yield f"={value.normalize():f}"


def _sum(
    number: str, hundreds: str | None, large: str | None, rest: str | None, currency: str | None
) -> Decimal | None:
    """The value of ``1.2 万`` or ``一万|两千块``; ``None`` for what is rather a year."""
    value = _number(number)
    if value is None:
        return None
    value *= {None: 1, "千": 1000, "百": 100}[hundreds] * _LARGE.get(large or "", 1)
    if large is None and currency is None and 1900 < value < 2100:
        return None
    return value + (_han(rest) if rest and large == "万" else 0)


def _number(text: str) -> Decimal | None:
    """The value of digits or of Chinese numerals, ``None`` when they are no number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    whole, _, fraction = text.partition("点")
    tail = "".join(str(_DIGITS[digit]) for digit in fraction if digit in _DIGITS)
    if len(tail) != len(fraction):
        return None
    return Decimal(f"{_han(whole)}.{tail}" if tail else _han(whole))


def _han(text: str) -> int:
    total = digit = 0
    last_unit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character] + (digit * 10 if digit and not last_unit else 0)
            last_unit = last_unit if character not in "零〇" else 10
            continue
        last_unit = _UNITS[character]
        total += (digit or 1) * last_unit
        digit = 0
    if digit and last_unit >= 100 and text[-2] in _UNITS:  # 一百五 is 150
        digit *= last_unit // 10
    return total + digit
