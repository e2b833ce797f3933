"""Sums and limits as departments write them: 40元, 1.2万元, 二十个工作日, 3日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {None: 1, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_HAN = "零〇一二两三四五六七八九十百千"
NUMBER = rf"(?:(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,12}})(?:\.[0-9]{{1,4}})?|[{_HAN}]{{1,12}})"
"""A number in digits or in Chinese."""
_START = rf"(?<![0-9.,{_HAN}])"
_SUM = re.compile(rf"{_START}({NUMBER})\s*(亿|千万|百万|万|千)?\s*(?:多|余)?(?:元|块)")
WORKDAYS = re.compile(rf"{_START}({NUMBER})\s*个?\s*工作日")
_RANGE = re.compile(rf"(?:{NUMBER})\s*(?:个?工作日|日|天)?\s*(?:至|到|—|-|－|~|～|或)\s*$")
_SENTENCE = re.compile(r"[。；！？!?;\n]")
_CLAUSE = re.compile(r"[，。；！？、!?;\n]|,(?![0-9])")


@dataclass(frozen=True)
class Figure:
    """A figure in a text: its value (yuan or working days) and where it begins."""

    value: Decimal
    start: int


def sums(text: str) -> tuple[Figure, ...]:
    """Sums in yuan, in order of sight."""
    return tuple(_figures(_SUM, text))


def workdays(text: str) -> tuple[Figure, ...]:
    """Limits in working days; the end of a range (五至七个工作日) says no single figure and is passed over."""
    return tuple(found for found in _figures(WORKDAYS, text) if not _RANGE.search(text[: found.start]))


def _figures(pattern: re.Pattern[str], text: str) -> Iterator[Figure]:
    for found in pattern.finditer(text):
        value = number(found.group(1))
        if value is None:
            continue
        large = found.group(2) if pattern.groups > 1 else None
        yield Figure(value * _LARGE[large], found.start())


def number(text: str) -> Decimal | None:
    """The value of digits or Chinese numerals, ``None`` for what is no single number (三五)."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    total = digit = 0
    pending = False
    for character in text:
        if character in _UNITS:
            total += (digit if pending else 1) * _UNITS[character]
            digit, pending = 0, False
        elif pending and digit:
            return None
        else:
            digit, pending = _DIGITS[character], True
    return Decimal(total + digit)


def plain(value: Decimal | float) -> str:
    """``40``, ``0.5``: a figure without idle noughts."""
    return f"{Decimal(str(value)).normalize():f}"


def sentences(text: str) -> list[str]:
    """Its sentences, without what ends them."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def clauses(text: str) -> list[str]:
    """The pieces between any two points; a comma inside a number ends nothing."""
    return [part for part in _CLAUSE.split(text) if part.strip()]
