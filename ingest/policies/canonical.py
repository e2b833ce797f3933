"""A document as plain text in one form: paragraphs joined by an empty line, tables row by row, each line with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.documents.document import Document, Table, Text
from ingest.policies import tables
from ingest.policies.dates import number
from ingest.policies.vocabulary import plain
from knowledge.models import Position

JOINT = "\n\n"
LONGEST = 1_000_000
"""Characters of one document; the longest shipped text has 2,000."""

_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.*)|(-{3,}|={3,}|\*{3,})\s*")
_OPEN_END = re.compile(r"[、）)]$")
_BULLET = re.compile(r"[^\w（()）]{1,2}|o")
_NUMBER = "[零〇一二三四五六七八九十百]+"
_BARE_ARTICLE = re.compile(rf"第({_NUMBER})条(?=\S)(?!(?:[、和及至到或与]?第)|规定|所[称列指述]|之{_NUMBER})")
_ARTICLE = re.compile(rf"第{_NUMBER}条(?:之{_NUMBER})?(?:[\s：:、【（(]|$)")


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row of a table; ``heading`` says that the format shows it as one."""

    text: str
    at: Position
    heading: bool = False
    row: bool = False

    @property
    def plain(self) -> str:
        """For comparing; see ``vocabulary.plain``."""
        return plain(self.text)


def lines_of(document: Document) -> tuple[Line, ...]:
    """All lines in reading order, none empty."""
    lines = tuple(line for block in document.blocks for line in _lines(block, document.format == "text"))
    return _with_blanks_after_numbers(lines)


def joined(lines: Sequence[Line]) -> tuple[str, tuple[int, ...]]:
    """The text, and where each line begins in it. Rows of one table stand on neighbouring lines."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for place, line in enumerate(lines):
        joint = "" if place == 0 else "\n" if line.row and lines[place - 1].row else JOINT
        starts.append(length + len(joint))
        parts.extend((joint, line.text))
        length += len(joint) + len(line.text)
    return "".join(parts), tuple(starts)


def _lines(block: Text | Table, marked: bool) -> Iterator[Line]:
    if isinstance(block, Text):
        yield from _text_lines(block, marked)
    elif tables.is_layout(block):
        for cell in tables.cells(block):
            yield from (Line(text, cell.at) for text in _clean(cell.text.split("\n")))
            for inner in cell.inner:
                yield from _lines(inner, marked=False)
    else:
        yield from (Line(text, at, row=True) for text, at in tables.read_aloud(block))


def _text_lines(block: Text, marked: bool) -> Iterator[Line]:
    first, *rest = _clean(_numbered(block).split("\n")) or [""]
    for offset, text in enumerate(part for part in (first, *rest) if part):
        level = block.level
        if marked and (found := _MARKDOWN.fullmatch(text)):
            level, text = 1, (found.group(2) or "").strip()
        if text:
            yield Line(text, _line_below(block.at, offset), heading=level > 0)


def _line_below(at: Position, count: int) -> Position:
    return at.model_copy(update={"line": at.line + count}) if at.line and count and not at.path else at


def _numbered(block: Text) -> str:
    """The text behind its automatic number, not its bullet; a blank keeps 1. and 5万元 from becoming 1.5万元."""
    mark = block.mark.strip()
    if not mark or _BULLET.fullmatch(mark):
        return block.text
    return f"{mark}{block.text}" if _OPEN_END.search(mark) else f"{mark} {block.text}"


def _clean(lines: Iterable[str]) -> list[str]:
    return [text for text in (_SPACES.sub(" ", line).strip() for line in lines) if text]


def _with_blanks_after_numbers(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Recognised text often lacks the blank of 第三条 为了; where no article has one, those that count on from 一 get it."""
    if any(_ARTICLE.match(line.text) for line in lines):
        return lines
    due, mended = 1, []
    for line in lines:
        found = _BARE_ARTICLE.match(line.text)
        if found is not None and number(found.group(1)) == due:
            due += 1
            line = Line(f"{found.group()} {line.text[found.end() :]}", line.at, line.heading, line.row)
        mended.append(line)
    return tuple(mended)
