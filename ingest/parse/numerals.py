"""The Chinese numbers of articles and headings: 第一百零三条, 十二、."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"百": 100, "十": 10}


def ordinal(text: str) -> int | None:
    """1 to 999 of a number in Chinese figures, ``None`` for what is none (三一, 十百)."""
    total, digit, least = 0, None, 1000
    for character in text.replace("零", "").replace("〇", ""):
        if character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        elif (unit := _UNITS.get(character, 1000)) < least:
            total, digit, least = total + (1 if digit is None else digit) * unit, None, unit
        else:
            return None
    return total + (digit or 0) or None
