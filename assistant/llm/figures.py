"""The figures of a text: amounts, limits, dates, hours, weekdays and numbers to ring, each with what it counts.

A figure is compared with its unit: «20天» is not grounded by «20个工作日», nor «3月» by «3个月».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from assistant.llm.numerals import UNITS, plain


class Figure(NamedTuple):
    """One figure: ``kind`` is its unit, ``tel``, ``date``, ``clock`` ..., empty for a bare number."""

    kind: str
    value: str


SAME_UNIT: Final = {
    "个工作日": "工作日",
    "个自然日": "天",
    "自然日": "天",
    "日": "天",
    "周岁": "岁",
    "块钱": "元",
    "块": "元",
    "个小时": "小时",
    "个钟头": "小时",
    "钟头": "小时",
    "个星期": "周",
    "个礼拜": "周",
    "趟": "次",
    "回": "次",
    "平米": "平方米",
    "名": "人",
    "位": "人",
    "度电": "度",
    "个百分点": "%",
}
_UNIT: Final = rf"(?P<unit>%|{UNITS})?"
_DATE: Final = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d) ?[年/.-] ?(?P<m>\d{1,2})(?:(?: ?[月/.-] ?(?P<d>\d{1,2})(?!\d) ?[日号]?)| ?月)"
    r"|(?<!\d)(?P<m2>\d{1,2}) ?月 ?(?P<d2>\d{1,2}) ?[日号]"
    r"|(?<!\d)(?P<y3>(?:19|20)\d\d) ?年(?!以)"
    r"|(?<![\d.])(?P<m4>1[0-2]|[1-9]) ?月(?:份|底|初|中旬)?"
)
_CLOCK: Final = re.compile(
    r"(?:(?P<half>上午|早上|早晨|清晨|凌晨|下午|傍晚|晚上|晚间) ?)?(?<!\d)(?P<h>[01]?\d|2[0-4]) ?"
    r"(?::(?P<min>[0-5]\d)|(?:点钟?|时)(?:(?P<min2>\d{1,2})分?|(?P<thirty>半)|(?P<quarter>[1一]刻)|整)?)(?!\d)"
)
_TELEPHONE: Final = re.compile(
    r"(?<!\d)(?:\(?(0\d{2,3})\)?[ -]?(\d{7,8})|([48]00)[ -]?(\d{3,4})[ -]?(\d{3,4})|(1[3-9]\d) ?-?(\d{4}) ?-?(\d{4}))(?!\d)"
)
_WEEKDAY: Final = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天末1-7])")
_WEEKEND: Final = re.compile(r"周末|双休日|双休")
_ORDINAL: Final = re.compile(rf"第 ?(\d+(?:\.\d+)?) ?({UNITS})?")
_NUMBER: Final = re.compile(rf"(\d+(?:\.\d+)?) ?{_UNIT}")
_VAGUE: Final = re.compile(rf"(?:好?几|数|[一二两三四五六七八九十百千万]{{2,}}|十几|几十)[十百千万]?几? ?(?:{UNITS})")
_MARKER: Final = re.compile(r"^ ?\d{1,2}[.、)] ?(?!\d)|^• ?")
_DAYS: Final = {name: str(at) for at, name in enumerate("一二三四五六日", 1)} | {"天": "7"}
_Reader = Callable[[re.Match[str], bool], Iterator[Figure]]
_AFTERNOON: Final = frozenset({"下午", "傍晚", "晚上", "晚间"})


def figures(canonical: str, *, implied: bool = False) -> frozenset[Figure]:
    """Return the figures of a canonical line; ``implied`` adds those that it implies, as a source does.

    A source that names 2026-05-01 also grounds 5月1日 and 2026年; the other way round nothing is implied.
    """
    return frozenset(_figures(_MARKER.sub("", canonical), implied))


def _figures(line: str, implied: bool) -> Iterator[Figure]:
    found: list[Figure] = []

    def take(pattern: re.Pattern[str], read: _Reader, rest: str) -> str:
        def read_one(match: re.Match[str]) -> str:
            found.extend(read(match, implied))
            return "\ue001"

        return pattern.sub(read_one, rest)

    for pattern, read in _READERS:
        line = take(pattern, read, line)
    yield from found


def _date(match: re.Match[str], implied: bool) -> Iterator[Figure]:
    year = match["y"] or match["y3"]
    month = match["m"] or match["m2"] or match["m4"]
    day = match["d"] or match["d2"]
    parts = [None if part is None else str(int(part)) for part in (year, month, day)]
    yield Figure("date", "-".join(part or "*" for part in parts))
    if implied:
        yield from (Figure("date", f"{y}-{m}-{d}") for y, m, d in _weaker(*parts))


def _weaker(year: str | None, month: str | None, day: str | None) -> Iterator[tuple[str, str, str]]:
    if year:
        yield year, "*", "*"
    if year and month:
        yield year, month, "*"
    if month:
        yield "*", month, "*"
    if month and day:
        yield "*", month, day


def _clock(match: re.Match[str], implied: bool) -> Iterator[Figure]:
    hour = int(match["h"])
    minute = 30 if match["thirty"] else 15 if match["quarter"] else int(match["min"] or match["min2"] or 0)
    if match["half"] in _AFTERNOON and hour < 12:
        hour += 12
    if match["half"] or hour > 12:
        yield Figure("clock", f"{hour}:{minute:02}")
    if implied or not (match["half"] or hour > 12):
        yield Figure("clock12", f"{hour % 12}:{minute:02}")
        if implied and not match["half"]:
            yield Figure("clock", f"{hour}:{minute:02}")


def _telephone(match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    yield Figure("tel", "".join(group for group in match.groups() if group))


def _weekday(match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    day = match[1]
    if day == "末":
        yield from _weekend(match, _implied)
    else:
        yield Figure("weekday", _DAYS.get(day, day))


def _weekend(_match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    yield from (Figure("weekday", "6"), Figure("weekday", "7"))


def _ordinal(match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    # Steps are counted anew by whoever words them; the article of a law is a citation.
    if match[2] not in ("步", "次", "个", "种", "点", "件", "项"):
        yield Figure(f"第{match[2] or ''}", plain(float(match[1])))


def _number(match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    unit = match["unit"] or ""
    yield Figure(SAME_UNIT.get(unit, unit), plain(float(match[1])))


def _vague(match: re.Match[str], _implied: bool) -> Iterator[Figure]:
    yield Figure("about", match[0])


_READERS: Final = (
    (_TELEPHONE, _telephone),
    (_DATE, _date),
    (_CLOCK, _clock),
    (_WEEKEND, _weekend),
    (_WEEKDAY, _weekday),
    (_ORDINAL, _ordinal),
    (_NUMBER, _number),
    (_VAGUE, _vague),
)
