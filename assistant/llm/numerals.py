"""One form for numbers: Chinese numerals, full-width digits, thousands and 万 / 亿 become plain Arabic figures.

«三十个工作日», «３０个工作日» and «30个工作日» read alike, and so do «10万元», «十万元» and «100,000元». Numerals inside ordinary
words (一起, 万一, 十分) are words and stay.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge import text

DIGITS: Final = {character: at for at, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
_NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿俩仨"

UNITS: Final = (
    "个工作日|工作日|个自然日|自然日|个月|个季度|个学期|个小时|小时|个钟头|钟头|分钟|秒|个星期|个礼拜|周岁|块钱|平方米|平米|公里|公斤|"
    "号楼|个百分点|美元|欧元|港元|港币|英镑|日元|天|日|岁|年|月|周|元|块|角|毛|万|份|张|页|寸|次|趟|回|本|册|套|人|名|位|口|户|家|项|种|类|样|件|号|楼|层|室|栋|幢|"
    "级|条|款|步|点|折|倍|成|期|批|门|辆|台|间|亩|吨|米|度|度电|个"
)
"""What is counted; the longest first where one begins another."""

_WORDS: Final = re.compile(
    r"十分(?!钟|之)|万一|(?<![\d一二三四五六七八九几数])千万(?![元块人户张份件个])|统一|唯一|逐一|同一|任一|之一|每一|另一|第一时间|进一步|下一步|上一步|"
    r"一(?:个(?!半|工作日|自然日|月|季度|学期|小时|钟头|星期|礼拜)|种|些|下|起|般|定|样|直|共|边|旦|致|律|切|并|方面|点(?!半|钟|[\d零〇一二三四五六七八九])|"
    r"次性|站式|体化|条龙|窗|网|键|件事|家人|家(?=[^\d]{0,2}(?:公司|企业|店|三口)))"
)
"""Ordinary words that hold a numeral."""
_THOUSANDS: Final = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_SCALED: Final = re.compile(r"(\d+(?:\.\d+)?) ?([十百千万亿]+)(?!\d)")
_SHARE: Final = re.compile(rf"百分之 ?([{_NUMERAL}点\d.]+)")
_COUNTED: Final = re.compile(rf"(?<![几数])([{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)(?= ?(?:{UNITS}))")
_HALF_UNIT: Final = re.compile(r"(?<![\d.])半(?=年|个月|个小时|小时|天|个学期)")
_AND_HALF: Final = re.compile(r"(\d+(?:\.\d+)?)(?:个半(?=月|小时|钟头|学期)|(年|天)半)")
_LONG: Final = re.compile(rf"(?<![几数])[{_NUMERAL}]{{2,}}(?!几)")
_KEEP: Final = "\ue000"


def canonical(line: str) -> str:
    """Return a line as it is compared: normalised as all text is, with every number as Arabic figures."""
    return arabic(text.normalise(line))


def arabic(normalised: str) -> str:
    """Return normalised text with its numbers as plain Arabic figures, without separators or 万 and 亿."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return _KEEP

    found = _WORDS.sub(keep, normalised.translate(_FORMAL))
    found = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), found)
    found = _SHARE.sub(lambda match: f"{_value_of(match[1])}%", found)
    found = _SCALED.sub(_scale, found)
    found = _COUNTED.sub(_read, found)
    found = _LONG.sub(_read, found)
    found = _AND_HALF.sub(_and_half, found)
    found = _HALF_UNIT.sub("0.5", found)
    rest = iter(kept)
    return re.sub(_KEEP, lambda _match: next(rest), found)


def value(numeral: str) -> float | None:
    """Return what a Chinese numeral says, ``None`` where it is none (万一, 三三两两).

    Positional (二〇二六), with ranks (一百零五, 三万五 for 35000, 一千二 for 1200) and with a decimal part (一点五).
    """
    whole, _, decimals = numeral.partition("点")
    if all(character in DIGITS for character in whole):
        if len(whole) == 2 and "零" not in whole and "〇" not in whole:
            return None  # 两三天 is about two or three, not 23
        number: float | None = float("".join(str(DIGITS[character]) for character in whole))
    else:
        number = _ranked(whole)
    if number is None or not decimals:
        return number
    return number + float("0." + "".join(str(DIGITS.get(character, 0)) for character in decimals))


def plain(number: float) -> str:
    """Write a number without needless zeros: 40.0 as 40."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _ranked(numeral: str) -> float | None:
    total, section, digit, rank = 0.0, 0.0, None, 1
    for character in numeral:
        if character in DIGITS:
            if digit:  # two digits side by side: no number with ranks
                return None
            digit = DIGITS[character]
            rank = 1 if digit == 0 else rank
        elif character in _SMALL:
            rank = _SMALL[character]
            section += (1 if digit is None else digit) * rank
            digit, rank = None, rank // 10
        else:
            if not (section or digit or total):
                return None
            total = (total + section + (digit or 0)) * _LARGE[character]
            section, digit, rank = 0.0, None, _LARGE[character] // 10
    return total + section + (digit or 0) * rank


def _value_of(figure: str) -> str:
    if figure[0].isdigit():
        return figure.rstrip("点.")
    number = value(figure)
    return figure if number is None else plain(number)


def _scale(match: re.Match[str]) -> str:
    number = float(match[1])
    for character in match[2]:
        number *= _SMALL.get(character) or _LARGE[character]
    return plain(number)


def _read(match: re.Match[str]) -> str:
    number = value(match[0])
    return match[0] if number is None else plain(number)


def _and_half(match: re.Match[str]) -> str:
    return f"{plain(float(match[1]) + 0.5)}{match[2] or '个'}"
