"""Lists as departments print them: numbered lines, bullets, entries divided by ； or 、."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Text

_CHINESE = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}
_NUMBER = re.compile(
    r"\s*(?:(\d{1,2})\s*(?:[、．）)]|\.(?!\d))|[（(](\d{1,2})[)）]|([①-⑳])[、.．]?|([一二三四五六七八九十]{1,3})[、．.]|[（(]([一二三四五六七八九十]{1,3})[)）]"
    r"|第([一二三四五六七八九十\d]{1,3})(?:步|项|条)[、：:，,\s]*)\s*"
)
_BULLET = re.compile(r"\s*[•·●■◆▪➢►▶\-–—*★○□√◇※✦]+\s*(?=\S)")
_OPENERS, _CLOSERS = "（(《“「『【[〔〈", "）)》”」』】]〕〉"


@dataclass(frozen=True)
class Entries:
    """The entries of a list; ``unsure`` says that they were divided at a sign that may also stand inside an entry."""

    texts: tuple[Text, ...]
    unsure: bool = False


def entries(texts: Sequence[Text]) -> Entries:
    """Sentences: one a number, a bullet or a line; a lone line is divided at ；."""
    lines = [line for text in texts for line in _numbered_inside(text)]
    numbered = _begins(lines)
    if numbered is not None:
        return Entries(_trimmed(_gathered(lines, numbered)))
    if len(lines) == 1 and re.search(r"[；;]", lines[0].text.rstrip("；;。")):
        parts = divided(lines[0].text, "；;")
        return Entries(_trimmed([replace(lines[0], text=part) for part in parts]), unsure=True)
    return Entries(_trimmed(lines))


def words(texts: Sequence[Text], signs: str = "、，,/|｜") -> Entries:
    """Names: one a number, a bullet or a line; within a line divided at ；, or where there is none at ``signs``."""
    lines = [line for text in texts for line in _numbered_inside(text)]
    numbered = _begins(lines)
    if numbered is not None:
        return Entries(_trimmed(_gathered(lines, numbered)))
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


def number_of(text: str) -> tuple[int, int]:
    """The number that a line begins with and the length of that beginning; 0, 0 for none."""
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


def _begins(lines: Sequence[Text]) -> list[int] | None:
    """For each line how much of it is its number (or bullet); -1 where it goes on with the line above; ``None``: no list."""
    marks = [bool(line.mark) for line in lines]
    if any(marks) and (len(lines) > 1 or lines[0].mark):
        return [0 if mark else -1 for mark in marks]
    numbers = [number_of(line.text) for line in lines]
    if _counts(numbers):
        expected, begins = 1, []
        for number, length in numbers:
            begins.append(length if number == expected else -1)
            expected += number == expected
        return begins
    bullets = [_BULLET.match(line.text) for line in lines]
    if len(lines) > 0 and all(bullets):
        return [bullet.end() for bullet in bullets if bullet]
    return None


def _counts(numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether the first line is number 1 and no number is left out (inner lists may count anew)."""
    if not numbers or numbers[0][0] != 1:
        return False
    expected = 1
    for number, _ in numbers:
        if number > expected:
            return False
        expected += number == expected
    return True


def _gathered(lines: Sequence[Text], begins: Sequence[int]) -> list[Text]:
    found: list[Text] = []
    for line, begin in zip(lines, begins, strict=True):
        if begin >= 0 or not found:
            found.append(replace(line, text=line.text[max(begin, 0) :].strip(), mark=""))
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line.text}")
    return [line for line in found if line.text]


def _numbered_inside(text: Text) -> list[Text]:
    """A line such as 1.… 2.… 3.… as three lines."""
    cuts, expected = [], 1
    for found in _NUMBER.finditer(text.text):
        before = text.text[: found.start()].rstrip()
        if number_of(text.text[found.start() :])[0] == expected and (not before or before[-1] in "；;。，,：:！？"):
            cuts.append(found.start())
            expected += 1
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
