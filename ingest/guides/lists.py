"""Lists as departments print them: numbered lines, bullets, entries divided by ； or 、."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.documents.document import Text
from ingest.guides.values.unclear import Unclear

_CHINESE = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}
_NUMBER = re.compile(
    r"\s*(?:(\d{1,2})\s*(?:[、．）)](?!\d)|\.(?!\d))|[（(](\d{1,2})[)）]|([①-⑳])[、.．]?|([一二三四五六七八九十]{1,3})[、．.]|[（(]([一二三四五六七八九十]{1,3})[)）]"
    r"|第([一二三四五六七八九十\d]{1,3})(?:步[、：:，,.\s]*|[项种类][、：:.]\s*)|(?:情形|步骤|环节|材料|地点|窗口|情况|类型|问题|网点|方式)([一二三四五六七八九十\d]{1,3})[、：:.\s]+)\s*"
)
_POINT = 1
"""The kind of 1. 2. 3."""
_BULLET = re.compile(r"\s*[•·●■◆▪➢►▶\-–—*★○□√◇※✦]+\s*(?=\S)")
_ENDS = "；;。，,：:！？"
_OPENERS, _CLOSERS = "（(《“「『【[〔〈", "）)》”」』】]〕〉"


@dataclass(frozen=True)
class Entries:
    """The entries of a list; ``unsure`` says that they were divided at a sign that may also stand inside an entry."""

    texts: tuple[Text, ...]
    unsure: bool = False


def entries(texts: Sequence[Text]) -> Entries:
    """Sentences: one a number, a bullet or a line; a lone line is divided at ；."""
    lines = [line for text in texts for line in numbered_inside(text)]
    numbered = begins_of(lines)
    if numbered is not None:
        return Entries(_trimmed(gathered(lines, numbered)))
    if len(lines) == 1 and re.search(r"[；;]", lines[0].text.rstrip("；;。")):
        parts = divided(lines[0].text, "；;")
        return Entries(_trimmed([replace(lines[0], text=part) for part in parts]), unsure=True)
    return Entries(_trimmed(lines))


def words(texts: Sequence[Text], signs: str = "、，,/|｜") -> Entries:
    """Names: one a number, a bullet or a line; within a line divided at ；, or where there is none at ``signs``."""
    lines = [line for text in texts for line in numbered_inside(text)]
    numbered = begins_of(lines)
    if numbered is not None:
        return Entries(_trimmed(gathered(lines, numbered)))
    if len(lines) > 1:
        return Entries(_trimmed(lines))
    return Entries(tuple(replace(line, text=part) for line in lines for part in _words_of(line.text, signs)))


def _words_of(text: str, signs: str) -> list[str]:
    parts = divided(text, "；;")
    return [part.rstrip("。") for part in (parts if len(parts) > 1 else divided(text, signs))]


def divided(text: str, signs: str) -> list[str]:
    """Cut at any of ``signs`` that stands in no bracket and no quotation; empty parts are dropped."""
    parts, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character in _OPENERS) - (character in _CLOSERS))
        if character in signs and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


class Number(NamedTuple):
    """The number that a line begins with: its value, the length of that beginning, and the kind of its writing."""

    value: int
    length: int
    kind: int


def number_of(text: str) -> Number:
    """How a line is numbered; all zero where it is not."""
    found = _NUMBER.match(text)
    return _number(found) if found else Number(0, 0, 0)


def _number(found: re.Match[str]) -> Number:
    figure = next(group for group in found.groups() if group)
    kind, length = found.lastindex or 0, found.end() - found.start()
    if figure.isdecimal():
        return Number(int(figure), length, kind)
    value = unicodedata.numeric(figure) if len(figure) == 1 and figure not in _CHINESE else _chinese(figure)
    return Number(int(value), length, kind)


def _chinese(figure: str) -> int:
    if len(figure) == 1:
        return _CHINESE[figure]
    tens, _, ones = figure.partition("十")
    return _CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0)


def begins_of(lines: Sequence[Text]) -> list[int] | None:
    """For each line how much of it is its number (or bullet); -1 where it goes on with the line above; ``None``: no list.

    Raises Unclear for numbers that do not follow one another.
    """
    marks = [bool(line.mark) for line in lines]
    if any(marks) and (len(lines) > 1 or lines[0].mark):
        return [0 if mark else -1 for mark in marks]
    numbered = _sequence(lines)
    if numbered is None and len(lines) > 2 and lines[0].text.rstrip().endswith(("：", ":")):
        rest = _sequence(lines[1:])  # 符合下列条件之一：1.… 2.…
        numbered = None if rest is None else [0, *rest]
    if numbered is not None:
        return numbered
    bullets = [_BULLET.match(line.text) for line in lines]
    if len(lines) > 0 and all(bullets):
        return [bullet.end() for bullet in bullets if bullet]
    return None


def _sequence(lines: Sequence[Text]) -> list[int] | None:
    """Lines numbered one by one: 1, 2, 3 with other lines between, or all of them 4, 5, 6 as Word goes on counting."""
    numbers = [number_of(line.text) for line in lines]
    if not numbers:
        return None
    first = numbers[0]
    if (
        not first.value
        and _tight(lines[0].text, 1)
        and any(_is_next(line, number, 2, _POINT) for line, number in zip(lines, numbers, strict=True))
    ):
        first = Number(1, 0, _POINT)
    if not first.value or (
        first.value != 1 and [each.value for each in numbers] != list(range(first.value, first.value + len(numbers)))
    ):
        return None
    return _counted(lines, numbers, first)


def _counted(lines: Sequence[Text], numbers: Sequence[Number], first: Number) -> list[int]:
    """Where each number begins; raises Unclear where one is left out or comes twice."""
    expected, begins = first.value, []
    for line, number in zip(lines, numbers, strict=True):
        if _is_next(line, number, expected, first.kind):
            begins.append(number.length or _tight(line.text, expected))
            expected += 1
        elif number.kind == first.kind:
            raise Unclear("的编号不连续，分不清有几条")
        else:
            begins.append(-1)
    return begins


def _is_next(line: Text, number: Number, expected: int, kind: int) -> bool:
    return (number.value == expected and number.kind == kind) or (
        kind == _POINT and not number.value and _tight(line.text, expected) > 0
    )


def _tight(text: str, number: int) -> int:
    """The length of ``3.`` in 3.6个月内 where 3 is the number that comes next; 0 for anything else."""
    found = re.match(rf"\s*{number}[.、．)）](?=\d)", text)
    return found.end() if found else 0


def gathered(lines: Sequence[Text], begins: Sequence[int]) -> list[Text]:
    """The entries, each with the lines that go on with it."""
    found: list[Text] = []
    for line, begin in zip(lines, begins, strict=True):
        if begin >= 0 or not found:
            found.append(replace(line, text=line.text[max(begin, 0) :].strip(), mark=""))
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line.text}")
    return [line for line in found if line.text]


def _point(beginning: str) -> bool:
    """2. and （2）, which no sentence has within; 二、 and 第二步 may well stand inside one."""
    return re.fullmatch(r"\s*(?:\d{1,2}\.|[（(]\d{1,2}[)）]|[①-⑳])\s*", beginning) is not None


def numbered_inside(text: Text) -> list[Text]:
    """A line such as 1.… 2.… 3.… as three lines; any other line as it is."""
    cuts: list[int] = []
    kind = number_of(text.text).kind
    for found in _NUMBER.finditer(text.text) if kind else ():
        number, before = _number(found), text.text[max(0, found.start() - 4) : found.start()].rstrip()
        free = not before or before[-1] in _ENDS or _point(found.group())
        if (number.value, number.kind) == (len(cuts) + 1, kind) and free:
            cuts.append(found.start())
    if len(cuts) < 2 or cuts[0] != 0:
        return [text]
    ends = [*cuts[1:], len(text.text)]
    return [replace(text, text=text.text[start:end].strip()) for start, end in zip(cuts, ends, strict=True)]


def _trimmed(lines: Sequence[Text]) -> tuple[Text, ...]:
    """Without the signs that only divide: ； after every entry but the last, and then a full stop after the last."""
    ended = [line.text.endswith(("；", ";")) for line in lines]
    if len(lines) > 1 and all(ended[:-1]):
        lines = [replace(line, text=line.text.rstrip("；;").strip()) for line in lines]
        if lines[-1].text.endswith("。") and lines[-1].text.count("。") == 1:
            lines[-1] = replace(lines[-1], text=lines[-1].text[:-1])
    elif len(lines) == 1 and ended[0]:
        lines = [replace(lines[0], text=lines[0].text.rstrip("；;").strip())]
    return tuple(line for line in lines if line.text)
