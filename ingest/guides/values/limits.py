"""Time limits, in working days.

A guide's limits are counted in working days, because that is what an answer says. Therefore:

- 即办, 当场办结 and up to one hour are 0, "on the spot".
- Hours beyond that, half days and fractions are no number of working days: they are unclear.
- 日 and 天 are calendar days, and no rule makes working days of them exactly (holidays move). They are unclear, except in an
  administrative licence (行政许可): there 日 means working days by law (行政许可法 article 82).
- Months, years and ranges (1-3个工作日) are unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

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
    if not main or re.fullmatch(NUMERAL, main):
        return _figure(main or bare, "工作日" if re.search(r"[(\[【]单?位?:?个?工作日[)\]】]", remarks) else unit)
    if _RANGE.search(main):
        raise Unclear(f"“{text[:30]}”是一个范围，不是一个期限")
    periods = list(_PERIOD.finditer(main))
    if len(periods) != 1:
        raise Unclear(f"“{text[:30]}”看不出是几个工作日" if not periods else f"“{text[:30]}”里不止一个期限")
    days = _working_days(periods[0].group(1), periods[0].group(2), licence, text)
    rest = _HARMLESS.sub("", main[: periods[0].start()] + main[periods[0].end() :])
    return Limit(days, f"{rest}{remarks}")


def _figure(text: str, unit: str) -> Limit:
    """A bare figure: its label must say the unit; nothing is the same in every unit."""
    count = number(text)
    if count and unit != "工作日":
        raise Unclear(f"只写了“{text[:20]}”，没有写是几个工作日")
    return Limit(_whole(count, text))


def _working_days(figure: str, unit: str, licence: bool, text: str) -> int:
    unit = unit.removeprefix("个")
    count = Decimal("0.5") if figure == "半" else number(figure)
    if unit in _WORKING or (unit == "日" and licence):
        return _whole(count, text)
    hours = {"小时": Decimal(1), "分钟": Decimal(1) / 60, "秒": Decimal(1) / 3600}.get(unit)
    if hours is not None and count * hours <= 1:
        return 0
    raise Unclear(f"写的是“{text[:30]}”，不是整个的工作日，无法准确换算，请写明是几个工作日")


def _whole(count: Decimal, text: str) -> int:
    if count != int(count) or count > _LONGEST:
        raise Unclear(f"“{text[:30]}”不是整个的工作日" if count <= _LONGEST else f"{count} 个工作日太长")
    return int(count)
