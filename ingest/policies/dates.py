"""Days and spans of years as official documents write them: 2024年3月1日, 二〇二四年三月一日, 2024-03-01, 三年.

All functions read text that went through ``vocabulary.plain``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR_DIGITS = "〇○零Oo0一二三四五六七八九"
_ARABIC = r"(?<![0-9])[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
_CHINESE = rf"[{_YEAR_DIGITS}]{{4}}年[元一二三四五六七八九十]{{1,3}}月[一二三四五六七八九十廿卅]{{1,4}}日"
_ISO = r"(?<![0-9])[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"
_YEAR_END = r"[0-9]{4}年(?:年)?底"
DAY = rf"(?:{_ARABIC}|{_CHINESE}|{_ISO}|{_YEAR_END})"
"""Pattern of one day."""
LATER_DAY = rf"(?:{DAY}|[0-9]{{1,2}}月[0-9]{{1,2}}日)"
"""Pattern of the second day of a range, whose year may be that of the first."""
SPAN = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个月|个年|年)"
"""Pattern of a span: 3年, 三年, 两年, 18个月, 六个月."""
DAY_ONLY = re.compile(DAY)
_PARTS = re.compile(r"[年月日/.\-]")
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○Oo0", 0)
_TENS = {"十": "十", "廿": "二十", "卅": "三十"}


@dataclass(frozen=True)
class Span:
    """So many months."""

    months: int

    def last_day(self, first: date) -> date:
        """The last day of the span that begins on ``first``: three years from 2025-06-01 end on 2028-05-31."""
        count = first.year * 12 + first.month - 1 + self.months
        year, month = divmod(count, 12)
        try:
            return date(year, month + 1, first.day) - timedelta(days=1)
        except ValueError:  # the month has no such day: the span ends with it
            return date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)


def day(text: str, earlier: date | None = None) -> date | None:
    """The day that ``text`` names, ``None`` for one that no calendar has; ``earlier`` lends its year to 12月31日."""
    if re.fullmatch(_YEAR_END, text):
        return _date(int(text[:4]), 12, 31)
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) == 2 and earlier is not None:
        parts = [str(earlier.year), *parts]
    numbers = [_year(parts[0]), *(number(part) for part in parts[1:])]
    return _date(*(numbers[0], numbers[1], numbers[2])) if len(numbers) == 3 else None


def _date(year: int | None, month: int | None, on: int | None) -> date | None:
    if year is None or month is None or on is None or not 1949 <= year <= 2200:
        return None
    try:
        return date(year, month, on)
    except ValueError:
        return None


def _year(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [_DIGITS.get(character) for character in text]
    return int("".join(str(digit) for digit in digits)) if None not in digits else None


def number(text: str) -> int | None:
    """A number from 1 to 99 in Arabic or Chinese figures (两, 廿, 元 of 元月 too), else ``None``."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text == "元":
        return 1
    written = "".join(_TENS.get(character, character) for character in text).replace("两", "二")
    tens, ten, units = written.partition("十")
    if not ten:
        return _DIGITS.get(written) if len(written) == 1 else None
    values = (_DIGITS.get(tens or "一"), _DIGITS.get(units or "零"))
    return values[0] * 10 + values[1] if values[0] is not None and values[1] is not None else None


def span(text: str) -> Span | None:
    """The span that ``text`` (matching :data:`SPAN`) names."""
    figure = text.rstrip("年月个")
    count = number(figure)
    return Span(count if text.endswith("月") else count * 12) if count else None
