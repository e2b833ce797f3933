"""Numbers as departments print them: 20, １,200, 1.2万, 二十, 廿五, 壹佰贰拾, 二〇."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ingest.guides.values.unclear import Unclear

_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("零〇", "一壹弌", "二贰两兩貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for digit in digits
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SHORT = {"廿": "二十", "卅": "三十", "卌": "四十"}
_WRITTEN = "零一二三四五六七八九"
_CHINESE = "".join([*_DIGITS, *_UNITS, *_MYRIADS, *_SHORT])
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,6})?([百千万亿]?)")

NUMERAL = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?[百千万亿]?|\d+(?:\.\d+)?[百千万亿]?|[{_CHINESE}]+)"
"""A regular expression for what :func:`number` may read, in text after NFKC."""


def number(text: str) -> Decimal:
    """The number that ``text`` is as a whole; raises Unclear for anything else, also for 三五 and 一百五."""
    bare = unicodedata.normalize("NFKC", text).strip()
    arabic = _ARABIC.fullmatch(bare)
    if arabic:
        scale = {"": 1, "百": 100, "千": 1000, **_MYRIADS}[arabic.group(3)]
        return Decimal(arabic.group(1).replace(",", "") + (arabic.group(2) or "")) * scale
    if 0 < len(bare) <= 20 and all(character in _CHINESE for character in bare):
        return Decimal(_chinese(bare))
    raise Unclear(f"“{text[:20]}”不是数字")


def whole(text: str) -> int:
    """As :func:`number`, and without a fraction."""
    value = number(text)
    if value != int(value):
        raise Unclear(f"“{text[:20]}”不是整数")
    return int(value)


def written(value: int) -> str:
    """A number from 0 to 99,999,999 in plain Chinese numerals: 一百零五, 十二."""
    if value < 10**4:
        return _section(value) or "零"
    high, low = divmod(value, 10**4)
    gap = "零" if 0 < low < 1000 else ""
    return f"{_section(high)}万{gap}{_section(low, leading=True)}"


def _section(value: int, leading: bool = False) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap else "") + _WRITTEN[digit] + name
        gap = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") and not leading else text


def _chinese(text: str) -> int:
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    if all(character in _DIGITS for character in text):
        return _digit_by_digit(text)
    value = _sum(text)
    if value >= 10**8 or written(value).replace("一十", "十") != _canonical(text):
        raise Unclear(f"“{text}”不是写得完整的数字")
    return value


def _digit_by_digit(text: str) -> int:
    """二〇 is 20; 三五 is three to five and therefore no number."""
    if len(text) > 1 and not any(character in "零〇" for character in text):
        raise Unclear(f"“{text}”不知道是一个数字还是一个范围")
    return int("".join(str(_DIGITS[character]) for character in text))


def _sum(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            total += (section + digit) * _MYRIADS[character]
            section = digit = 0
    return total + section + digit


def _canonical(text: str) -> str:
    plain = "".join(
        _WRITTEN[_DIGITS[character]]
        if character in _DIGITS
        else {"拾": "十", "佰": "百", "仟": "千", "萬": "万"}.get(character, character)
        for character in text
    )
    return plain.replace("一十", "十")
