"""Automatic numbers of a Word file, counted as Word counts: 一、 （一） 1. 1.1 ① •."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.documents.docx_styles import W, number, value
from ingest.documents.ooxml import Element

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_SMALL_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_BULLET = "•"


class Numbering:
    """The counters of one document; ``mark`` must be asked once for each numbered paragraph, in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        for part in () if root is None else root:
            if part.tag == W + "abstractNum":
                self._abstract[part.get(W + "abstractNumId", "")] = part
            elif part.tag == W + "num":
                self._numbers[part.get(W + "numId", "")] = part
        self._counts: dict[str, list[int | None]] = {}
        self._seen: set[tuple[str, int]] = set()

    def mark(self, key: str, level: int) -> str:
        """The number or bullet of the next paragraph of list ``key``; empty where the file defines none."""
        numbers = self._numbers.get(key)
        if numbers is None:
            return ""
        family = value(numbers, "abstractNumId")
        counts = self._counts.setdefault(family, [None] * 9)
        self._count(counts, key, level)
        own = self._level(key, level)
        if value(own, "numFmt") == "bullet":
            return _BULLET
        return re.sub(
            r"%([1-9])", lambda found: self._shown(counts, key, int(found[1]) - 1), value(own, "lvlText")
        ).strip()

    def _count(self, counts: list[int | None], key: str, level: int) -> None:
        restart = self._override(key, level, "startOverride")
        first_time = (key, level) not in self._seen
        self._seen.add((key, level))
        before = counts[level]
        if before is None or (restart and first_time):
            counts[level] = number(restart or value(self._level(key, level), "start"), 1)
        else:
            counts[level] = before + 1
        counts[level + 1 :] = [None] * (8 - level)

    def _shown(self, counts: list[int | None], key: str, level: int) -> str:
        own = self._level(key, level)
        count = counts[level]
        return spelled(number(value(own, "start"), 1) if count is None else count, value(own, "numFmt"))

    def _override(self, key: str, level: int, name: str) -> str:
        for override in self._numbers[key].findall(W + "lvlOverride"):
            if override.get(W + "ilvl") == str(level):
                return value(override, name)
        return ""

    def _level(self, key: str, level: int) -> Element | None:
        overrides = [
            part for part in self._numbers[key].findall(W + "lvlOverride") if part.get(W + "ilvl") == str(level)
        ]
        homes = [*overrides, self._abstract.get(value(self._numbers[key], "abstractNumId"))]
        for home in homes:
            for found in () if home is None else home.findall(W + "lvl"):
                if found.get(W + "ilvl") == str(level):
                    return found
        return None


def spelled(count: int, form: str) -> str:
    """``count`` in one of Word's number formats; decimal where the format is not known here."""
    spell = _SPELLINGS.get(form)
    return spell(count) if spell else str(count)


def chinese(count: int) -> str:
    """一, 十, 十二, 二十, 一百零三 up to 999; decimal above."""
    if not 0 < count < 1000:
        return _DIGITS[0] if count == 0 else str(count)
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    text = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _letters(count: int, first: str) -> str:
    return chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 26 * 9 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text + _SMALL_ROMAN[count]


def _circled(count: int) -> str:
    return chr(0x245F + count) if 1 <= count <= 20 else str(count)


def _of(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if 0 < count <= len(characters) else str(count)


_SPELLINGS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda count: f"{count:02d}",
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "lowerLetter": lambda count: _letters(count, "a"),
    "lowerRoman": lambda count: _roman(count).lower(),
    "none": lambda count: "",
    "upperLetter": lambda count: _letters(count, "A"),
    "upperRoman": _roman,
}
