"""A day as people say it (上个月十五号, 前天, 11月3日), seen from today; a day that could be two is asked back, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from assistant.llm.numerals import value
from assistant.pipeline.errands.numbers import Unclear, digits

_N: Final = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR: Final = r"(?:[0-9]{4}|[零〇一二三四五六七八九]{4})"
_AGO: Final = {"大前天": 3, "前天": 2, "昨": 1, "今": 0, "刚": 0}
_WEEKDAY: Final = (
    {name: at for at, name in enumerate("一二三四五六日")} | {"天": 6} | {str(at + 1): at for at in range(7)}
)
_ASK: Final = "请说出是哪一天，比如“今天”“上个月十五号”“2026年11月3日”"
_VAGUE: Final = re.compile(
    r"农历|阴历|正月|腊月|初[一二三四五六七八九十]|左右|大概|大约|前后|好像|可能|几(?=天|号|日|月|周)|多天|[明后]年|下个?(?:月|周|星期|礼拜)"
)

Reader = Callable[[re.Match[str], date], date | None]


def day(normalised: str, on: date) -> str | Unclear:
    """The one day that is said, as ISO date and not after ``on``."""
    if _VAGUE.search(normalised):
        return Unclear(f"{_ASK}（公历）")
    found: set[date] = set()
    rest = normalised
    for pattern, read in _FORMS:
        for match in pattern.finditer(rest):
            said = _real(read, match, on)
            if said is None:
                return Unclear(f"没有听明白是哪一天。{_ASK}")
            found.add(said)
        rest = pattern.sub("|", rest)
    if len(found) != 1:
        return Unclear("您说了不止一个日子，请只说事情发生的那一天" if found else _ASK)
    said = found.pop()
    if said > on:
        return Unclear("这一天还没有到，请连年份一起说，比如“2025年12月3日”")
    return said.isoformat()


def _real(read: Reader, match: re.Match[str], on: date) -> date | None:
    try:
        return read(match, on)
    except ValueError:  # the thirtieth of February
        return None


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    read = value(said)
    if read is None:
        raise ValueError(said)
    return int(read)


def _full(match: re.Match[str], _on: date) -> date:
    return date(int(digits(match["year"])), _number(match["month"]), _number(match["day"]))


def _of_year(match: re.Match[str], on: date) -> date:
    year = on.year - {"今": 0, "去": 1, "前": 2}[match["year"]]
    return date(year, _number(match["month"]), _number(match["day"]))


def _month_and_day(match: re.Match[str], on: date) -> date:
    return date(on.year, _number(match["month"]), _number(match["day"]))


def _of_month(match: re.Match[str], on: date) -> date:
    back = len(match["month"]) if match["month"].startswith("上") else 0
    month = on.year * 12 + on.month - 1 - back
    return date(month // 12, month % 12 + 1, _number(match["day"]))


def _of_this_month(match: re.Match[str], on: date) -> date | None:
    """«十五号» alone: the last one where it has been; a day still to come could be any month's."""
    said = date(on.year, on.month, _number(match["day"]))
    return said if said <= on else None


def _of_week(match: re.Match[str], on: date) -> date:
    monday = on - timedelta(days=on.weekday() + 7 * match["week"].count("上"))
    return monday + timedelta(days=_WEEKDAY[match["day"]])


def _ago(match: re.Match[str], on: date) -> date:
    return on - timedelta(days=_AGO[match[1]])


def _days_ago(match: re.Match[str], on: date) -> date:
    return on - timedelta(days=_number(match[1]))


_FORMS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(rf"(?P<year>{_YEAR}) ?[年./-] ?(?P<month>{_N}) ?[月./-] ?(?P<day>{_N})[日号]?"), _full),
    (re.compile(rf"(?P<year>[今去前])年 ?(?P<month>{_N})月 ?(?P<day>{_N})[日号]?"), _of_year),
    (re.compile(rf"(?P<month>上{{1,2}}|这|本)个?月的? ?(?P<day>{_N})[日号]"), _of_month),
    (re.compile(rf"(?P<month>{_N})月 ?(?P<day>{_N})[日号]?"), _month_and_day),
    (re.compile(r"(?<![0-9./-])(?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})(?![0-9./-])"), _month_and_day),
    (re.compile(r"(?P<week>上{1,2}|这|本)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"), _of_week),
    (re.compile(r"(大前天|前天|昨(?=[天日晚])|今(?=[天日早晚])|刚(?=才|刚|刚刚))(?:[天日晚早]|才|刚)*"), _ago),
    (re.compile(rf"({_N})天(?:之|以)?前"), _days_ago),
    (re.compile(rf"(?<![0-9月])(?P<day>{_N})[日号]"), _of_this_month),
)
