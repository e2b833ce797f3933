"""Time limits, in working days.

A guide's limits are counted in working days, because that is what an answer says. Therefore:

- 即办, 当场办结 and up to one hour are 0, "on the spot". A longer part of a day, up to eight hours, is 1 working day: a
  promise rounded up is still kept; the rounding is told.
- 日 and 天 are calendar days, and no rule makes working days of them exactly (holidays move). They are unclear, except in an
  administrative licence (行政许可): there 日 means working days by law (行政许可法 article 82).
- Months, years and ranges (1-3个工作日) are unclear.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ingest.guides.values.numerals import NUMERAL, number
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import says_nothing, squeezed

_AT_ONCE = re.compile(
    r"(?:为|属)?(?:即办件|即办理?|即时办结|即时办理?|即时|即来即办|即到即办|即申即办|即审即办|当场办结|当场办理|当场办|当场|现场办结|当即办结|马上就办|马上办结?|马上"
    r"|立等可取|立即办结|立即办理?|随到随办|随来随办|秒批秒办|秒批|秒办|实时办结|当场即时办结|即办当场办结|即时即办)(?:事项|件|结)?"
)
_UNIT = "个?工作日|个?自然日|日历日|日历天|个?工作天|天|日|个?小时|分钟|个?月|年|个?星期|周|个?季度|秒"
_PERIOD = re.compile(rf"({NUMERAL}|半)({_UNIT})")
_RANGE = re.compile(rf"(?:{NUMERAL})(?:{_UNIT})?(?:-|~|～|至|到|—|–|或)(?:{NUMERAL})(?:{_UNIT})")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_HARMLESS = re.compile(
    r"自|从|由|受理|收到|收齐|提交|接到|申请人?|全部|齐全|完整|合格|材料|之日|之时|当日|次日|日起|起|算|计算|在|内|以|之|不超过|不多于|最长|最多|至多|共|承诺|法定|办结|办理|办理完毕|完成"
    r"|时限|期限|时间|为|的|即|[:：,，。;；]"
)
_WORKING = ("工作日", "工作天")
_LONGEST = 3650


@dataclass(frozen=True)
class Limit:
    """``days`` working days, ``None`` where the text says that no limit is set; ``left_out`` are words that say more."""

    days: int | None
    left_out: str = ""


def limit(text: str, unit: str = "", licence: bool = False) -> Limit:
    """What a limit says; ``unit`` is the unit that its label names, ``licence`` that 日 means working days by law.

    Raises Unclear for what is not a number of working days.
    """
    bare = squeezed(text)
    if says_nothing(text) or re.fullmatch(
        r"(?:法律|法规|法律法规)?(?:未|没有|无|不)(?:作|做)?(?:规定|设定|设|明确规定|明确)?(?:法定)?(?:办理|办结)?(?:时限|期限|要求)?",
        bare,
    ):
        return Limit(None)
    main, remarks = _BRACKETS.sub("", bare), "".join(_BRACKETS.findall(bare))
    if _AT_ONCE.fullmatch(main):
        return Limit(0)
    if re.fullmatch(r"(?:当日|当天|一天内|当日内|当天内)(?:办结|办理|完成|办好)?", main):
        return Limit(1, f"{main}按 1 个工作日计")
    if not main or re.fullmatch(NUMERAL, main):
        return _figure(main or bare, "工作日" if re.search(r"[(\[【]单?位?:?个?工作日[)\]】]", remarks) else unit)
    if _RANGE.search(main):
        raise Unclear(f"“{text[:30]}”是一个范围，不是一个期限")
    periods = list(_PERIOD.finditer(main))
    if len(periods) != 1:
        raise Unclear(f"“{text[:30]}”看不出是几个工作日" if not periods else f"“{text[:30]}”里不止一个期限")
    days, rounded = _working_days(periods[0].group(1), periods[0].group(2), licence, text)
    rest = _HARMLESS.sub("", main[: periods[0].start()] + main[periods[0].end() :])
    return Limit(days, f"{rest}{remarks}{rounded}")


def _figure(text: str, unit: str) -> Limit:
    """A bare figure: its label must say the unit; nothing is the same in every unit."""
    count = number(text)
    if count and unit != "工作日":
        raise Unclear(f"只写了“{text[:20]}”，没有写是几个工作日")
    return Limit(_sane(math.ceil(count)), "" if count == int(count) else f"{text} 按 {math.ceil(count)} 个工作日计")


def _working_days(figure: str, unit: str, licence: bool, text: str) -> tuple[int, str]:
    unit = unit.removeprefix("个")
    count = 0.5 if figure == "半" else float(number(figure))
    if unit in _WORKING or (unit == "日" and licence):
        return _sane(math.ceil(count)), "" if count == int(count) else f"{figure}{unit}按 {math.ceil(count)} 个工作日计"
    hours = _hours(count, unit)
    if hours is None or hours > 8:
        raise Unclear(f"写的是“{text[:30]}”，不是工作日，无法准确换算，请写明是几个工作日")
    return (0, "") if hours <= 1 else (1, f"{figure}{unit}按 1 个工作日计")


def _hours(count: float, unit: str) -> float | None:
    """Hours of less than a day; ``None`` for longer units. Half a day is four hours at work."""
    if unit in ("天", "日"):
        return 4.0 if count == 0.5 else None
    scale = {"小时": 1.0, "分钟": 1 / 60, "秒": 1 / 3600}.get(unit)
    return None if scale is None else count * scale


def _sane(days: int) -> int:
    if days > _LONGEST:
        raise Unclear(f"{days} 个工作日太长")
    return days
