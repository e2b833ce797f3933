"""Lists as departments print them: numbered lines, bullets, entries divided by ； or 、."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Text

_CHINESE = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}
_NUMBER = re.compile(
    r"\s*(?:(\d{1,2})\s*(?:[、．）)](?!\d)|\.(?!\d))|[（(](\d{1,2})[)）]|([①-⑳])[、.．]?|([一二三四五六七八九十]{1,3})[、．.]|[（(]([一二三四五六七八九十]{1,3})[)）]"
    r"|第([一二三四五六七八九十\d]{1,3})(?:步|项|种|类)[、：:，,.\s]*|(?:情形|步骤|环节|材料|地点|窗口|情况|类型|问题|网点|方式)([一二三四五六七八九十\d]{1,3})[、：:.\s]+)\s*"
)
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


def number_of(text: str, loose: int = 0) -> tuple[int, int]:
    """The number that a line begins with and the length of that beginning; 0, 0 for none.

    ``loose`` is a number that is also taken where a digit follows its point.
    """
    if loose and _tight(text, loose):
        return loose, _tight(text, loose)
    found = _NUMBER.match(text)
    if not found:
        return 0, 0
    figure = next(group for group in found.groups() if group)
    if figure.isdecimal():
        return int(figure), found.end()
    value = unicodedata.numeric(figure) if len(figure) == 1 and figure not in _CHINESE else _chinese(figure)
    return int(value), found.end()


def _chinese(figure: str) -> int:
    if len(figure) == 1:
        return _CHINESE[figure]
    tens, _, ones = figure.partition("十")
    return _CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0)


def begins_of(lines: Sequence[Text]) -> list[int] | None:
    """For each line how much of it is its number (or bullet); -1 where it goes on with the line above; ``None``: no list."""
    marks = [bool(line.mark) for line in lines]
    if any(marks) and (len(lines) > 1 or lines[0].mark):
        return [0 if mark else -1 for mark in marks]
    numbered = _sequence(lines)
    if numbered is not None:
        return numbered
    bullets = [_BULLET.match(line.text) for line in lines]
    if len(lines) > 0 and all(bullets):
        return [bullet.end() for bullet in bullets if bullet]
    return None


def _sequence(lines: Sequence[Text]) -> list[int] | None:
    """Lines numbered one by one: 1, 2, 3 with inner lists between, or all of them 4, 5, 6 as Word goes on counting."""
    strict = [number_of(line.text) for line in lines]
    first = strict[0][0] if strict else 0
    if not first:
        first = (
            1
            if lines and _tight(lines[0].text, 1) and len(lines) > 1 and number_of(lines[1].text, loose=2)[0] == 2
            else 0
        )
    if not first or (first != 1 and [number for number, _ in strict] != list(range(first, first + len(strict)))):
        return None
    expected, begins = first, []
    for line, (number, length) in zip(lines, strict, strict=True):
        tight = _tight(line.text, expected)
        if number == expected or tight:
            begins.append(length if number == expected else tight)
            expected += 1
        elif number > expected:
            return None
        else:
            begins.append(-1)
    return begins


def _tight(text: str, number: int) -> int:
    """The length of ``3.`` in 3.6个月内 where 3 is the number that comes next; 0 for anything else."""
    found = re.match(rf"\s*{number}[.、．](?=\d)", text)
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
    for found in _NUMBER.finditer(text.text):
        before = text.text[: found.start()].rstrip()
        if number_of(text.text[found.start() :])[0] == len(cuts) + 1 and (
            not before or before[-1] in _ENDS or _point(found.group())
        ):
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
