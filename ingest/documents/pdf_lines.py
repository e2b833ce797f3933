"""Characters to lines, and lines to paragraphs: which line goes on with the sentence of the one before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.documents.pdf_glyphs import Glyph

_SAME_LINE = 0.4
_BLANK_AT = 0.28
_WIDE_BLANK_AT = 0.75
_NO_LINE_START = "，。、；：？！）》”’〉】〕」』％…—·,.;:?!)]}%～"
_BEGINS_NOTHING = "，。、；？！）》”’〉】〕」』"
_NO_LINE_END = "（《“‘〈【〔「『([{"
_WORD = re.compile(r"[!-~]+")
_NUMBER = re.compile(
    r"(?P<style>[(（]?)(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<end>[)）]|[、．]|\.(?!\d))"
    r"|(?P<word>第|情形|情况|步骤|环节|附件)\s?(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<unit>[步条章节项]?)(?=[\s：:、]|$)"
    r"|(?P<circled>[①-⑳])|(?P<bullet>[●•■◆▪○□☆★※])"
)
_SENTENCE_END = ("。", "！", "？", "!", "?")
_ASKED = re.compile(r"(?:问|答|[QA])\s?\d{0,2}\s?[:：、]")
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
_CHINESE = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """As read, with a blank where the characters stand apart."""
        pieces: list[str] = []
        for index, glyph in enumerate(self.glyphs):
            if index and _stand_apart(self.glyphs[index - 1], glyph):
                pieces.append(" ")
            pieces.append(glyph.text)
        return re.sub(r"  +", " ", "".join(pieces))

    @property
    def x0(self) -> float:
        return next((glyph.x0 for glyph in self.glyphs if not glyph.text.isspace()), self.glyphs[0].x0)

    @property
    def x1(self) -> float:
        return next((glyph.x1 for glyph in reversed(self.glyphs) if not glyph.text.isspace()), self.glyphs[-1].x1)

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @cached_property
    def size(self) -> float:
        """The size of most of the text."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @cached_property
    def bold(self) -> bool:
        return all(glyph.bold for glyph in self.glyphs if not glyph.text.isspace())


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, and the room they had: ``left`` and ``right`` are the edges of the text."""

    lines: tuple[Line, ...]
    right: float

    @cached_property
    def text(self) -> str:
        text = ""
        for line in self.lines:
            text = joined(text, line.text) if text else line.text
        return text.strip()

    @property
    def sure(self) -> bool:
        return all(glyph.sure for line in self.lines for glyph in line.glyphs)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom. Raised and lowered characters stay on their line; blanks alone make none."""
    bands: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0)):
        if bands and abs(glyph.base - bands[-1][0].base) <= _SAME_LINE * max(glyph.size, bands[-1][0].size):
            bands[-1].append(glyph)
        else:
            bands.append([glyph])
    lines = [Line(tuple(sorted(band, key=lambda glyph: glyph.x0))) for band in bands]
    return [line for line in lines if line.text.strip()]


def split_apart(line: Line, gap: float) -> list[Line]:
    """The pieces of a line that stand further apart than ``gap`` sizes of its characters."""
    pieces: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in line.glyphs:
        if glyph.text.isspace():
            continue
        if last is None or glyph.x0 - last.x1 > gap * line.size:
            pieces.append([])
        pieces[-1].append(glyph)
        last = glyph
    spaces = [glyph for glyph in line.glyphs if glyph.text.isspace()]
    return [Line(tuple(sorted([*piece, *_within(spaces, piece)], key=lambda glyph: glyph.x0))) for piece in pieces]


def _within(spaces: list[Glyph], piece: list[Glyph]) -> list[Glyph]:
    return [glyph for glyph in spaces if piece[0].x0 < glyph.middle < piece[-1].x1]


def paragraphs_of(lines: Sequence[Line], left: float, right: float, indents: bool = False) -> list[Paragraph]:
    """Lines grouped to paragraphs, given the edges of their text.

    A line goes on with the one before where that one was full: the next word would not have fitted. ``indents`` says that
    paragraphs of this document begin further in than their other lines.
    """
    groups: list[list[Line]] = []
    seen: set[tuple[str, int]] = set()
    spacing = _usual_spacing(lines)
    for line in lines:
        mark = _mark(line.text)
        begins = not groups or _begins(groups[-1], line, left, right, spacing, indents) or _counts_on(mark, seen)
        if begins:
            groups.append([])
            if mark:
                seen.add(mark)
        groups[-1].append(line)
    return [Paragraph(tuple(group), right) for group in groups]


def _begins(group: list[Line], line: Line, left: float, right: float, spacing: float, indents: bool) -> bool:
    before = group[-1]
    if line.text.lstrip()[0] in _BEGINS_NOTHING:
        return False
    size = max(before.size, line.size)
    if abs(before.size - line.size) > 0.12 * size or line.base - before.base > spacing + 0.5 * size:
        return True
    if indents and line.x0 - left > 1.2 * size and not _is_centred(line, left, right):
        return True
    return not is_full(before, line, left, right) or (not indents and _is_labelled_anew(group, line))


def _is_labelled_anew(group: list[Line], line: Line) -> bool:
    """A label begins a paragraph after a full line, where the paragraph before began with one of its kind."""
    if _ASKED.match(line.text):
        return group[-1].text.rstrip().endswith(_SENTENCE_END)
    return bool(_LABELLED.match(line.text) and _LABELLED.match(group[0].text))


def is_full(line: Line, following: Line, left: float, right: float) -> bool:
    """Whether the first word of ``following`` had no room at the end of ``line``."""
    room = right - line.x1
    # a nearly full first line of an indented paragraph looks centred, but what follows it does not
    if _is_centred(line, left, right) and _is_centred(following, left, right):
        room += line.x0 - left
    return room < first_width(following) - 0.01 * line.size


def _is_centred(line: Line, left: float, right: float) -> bool:
    before, after = line.x0 - left, right - line.x1
    return before > line.size and abs(before - after) < 0.6 * line.size


def first_width(line: Line) -> float:
    """The width of what may not be parted at the start of a line: a Latin word, or a character with its punctuation."""
    glyphs = line.glyphs[next(index for index, glyph in enumerate(line.glyphs) if not glyph.text.isspace()) :]
    end = 0 if _is_latin(glyphs[0].text) else 1
    while 0 < end < len(glyphs) and glyphs[end - 1].text in _NO_LINE_END:
        end += 1
    # some programs keep a single character with the word that follows it
    while (
        end < len(glyphs) and _is_latin(glyphs[end].text) and not (end and _stand_apart(glyphs[end - 1], glyphs[end]))
    ):
        end += 1
    while end < len(glyphs) and glyphs[end].text in _NO_LINE_START:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def right_edge(lines: Sequence[Line], left: float, outer: float, give: float = 0.0) -> float:
    """How far lines reach before they are broken: where many end at one edge it is that, else ``outer``.

    ``give`` is how much earlier, in characters, a line may count as full: places in a picture are not exact.
    """
    if not lines:
        return outer
    outer -= give * lines[0].size
    ends = [_end(line, outer) for line in lines]
    furthest = max(ends)
    full = [end for end in ends if furthest - end <= lines[0].size * 1.05]
    crowded = len(full) >= 3 and len(full) >= 0.2 * len(ends) and furthest - left > 0.75 * (outer - left)
    return furthest - give * lines[0].size if crowded else max(furthest, outer)


def inner_end(line: Line) -> float:
    """Where a line ends without punctuation, which may hang out over an edge that nothing marks."""
    return line.glyphs[-1].x0 if line.glyphs[-1].text in _NO_LINE_START else line.x1


def _end(line: Line, outer: float) -> float:
    """Where a line ends; punctuation may hang out over the edge."""
    last = line.glyphs[-1]
    return last.x0 if last.x1 > outer and last.text in _NO_LINE_START else line.x1


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph: no blank between Chinese, one between Latin words, none within a number or an address."""
    if before.endswith(" ") and after[:1] and _is_latin(after[0]) and _is_latin(before.rstrip()[-1:]):
        return before.rstrip() + " " + after.lstrip()
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or not (_is_latin(before[-1]) and _is_latin(after[0])):
        return before + after
    tail, head = _WORD.findall(before)[-1], _WORD.findall(after)[0]
    apart = tail[-1].isalpha() and head[0].isalpha() and not any(sign in tail for sign in ("/", "www.", "@", "-"))
    return before + (" " if apart or tail[-1] in ",;" else "") + after


def _usual_spacing(lines: Sequence[Line]) -> float:
    steps = sorted(after.base - before.base for before, after in zip(lines, lines[1:], strict=False))
    if not steps:
        return 0.0
    near = [step for step in steps if step <= 2.6 * lines[0].size] or steps
    return near[len(near) // 2] if len(near) > 2 else near[0]


def _mark(text: str) -> tuple[str, int] | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    if found["bullet"]:
        return found["bullet"], 0
    if found["circled"]:
        return "①", ord(found["circled"]) - ord("①") + 1
    number = found["number"] or found["count"]
    around = (found["style"], found["end"]) if found["number"] else (found["word"], found["unit"])
    return ("1" if number.isdigit() else "一").join(around), int(number) if number.isdigit() else _chinese(number)


def _chinese(number: str) -> int:
    if "十" not in number:
        return _CHINESE.index(number[-1])
    tens, _, ones = number.partition("十")
    return 10 * (_CHINESE.index(tens[-1]) if tens else 1) + (_CHINESE.index(ones[0]) if ones else 0)


def _counts_on(mark: tuple[str, int] | None, seen: set[tuple[str, int]]) -> bool:
    """A number that continues the count, or begins one, begins a paragraph even after a full line."""
    if mark is None:
        return False
    style, number = mark
    return number <= 1 or (style, number - 1) in seen


def _stand_apart(before: Glyph, after: Glyph) -> bool:
    if before.text.isspace() or after.text.isspace():
        return False
    latin = _is_latin(before.text) and _is_latin(after.text)
    gap = after.x0 - before.x1
    return gap > (_BLANK_AT if latin else _WIDE_BLANK_AT) * max(before.size, after.size)


def _is_latin(character: str) -> bool:
    return (
        bool(character) and not character.isspace() and unicodedata.east_asian_width(character[0]) in ("Na", "H", "N")
    )
