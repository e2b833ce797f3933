"""The last look at a document before it leaves the reader: text that may not be published, and line breaks of old programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.problems import forbidden_character, rejection, shown
from knowledge.models import Position

_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_LONGEST_TITLE = 500


def checked(document: Document) -> Document:
    """The document with one kind of line break; raises RejectedFile, with the place, for what must not be published."""
    cleaned = replace(
        document, blocks=tuple(_block(block, {}) for block in document.blocks), title=_title(document.title)
    )
    for text, at in texts(cleaned.blocks):
        character = forbidden_character(text)
        if character is not None:
            raise rejection(document.file, f"文字里有看不见的控制字符 {shown(character)}，请删掉重新输入", at=at)
    return cleaned


def texts(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Position]]:
    """Every piece of text and its place, those within cells too; a cell that spans others comes once."""
    waiting: list[Block] = list(reversed(blocks))
    seen: set[int] = set()
    while waiting:
        block = waiting.pop()
        if isinstance(block, Text):
            yield block.mark + block.text, block.at
            continue
        for cell in (cell for row in block.rows for cell in row if id(cell) not in seen):
            seen.add(id(cell))
            yield cell.text, cell.at
            waiting.extend(reversed(cell.inner))


def count(blocks: tuple[Block, ...]) -> int:
    """Places that a document names, as ``wire`` counts them: paragraphs, cells and tables."""
    return sum(1 for _ in texts(blocks)) + sum(isinstance(block, Table) for block in blocks)


def _title(title: str) -> str:
    return "" if forbidden_character(title) else " ".join(title.split())[:_LONGEST_TITLE]


def _block(block: Block, made: dict[int, Cell]) -> Block:
    if isinstance(block, Text):
        text = _unbroken(block.text)
        return block if text is block.text else replace(block, text=text)
    if not any(_needs(cell) for row in block.rows for cell in row):
        return block
    return Table(tuple(tuple(_cell(cell, made) for cell in row) for row in block.rows), block.at)


def _needs(cell: Cell) -> bool:
    return bool(cell.inner) or _unbroken(cell.text) is not cell.text


def _cell(cell: Cell, made: dict[int, Cell]) -> Cell:
    """The cleaned cell, the same object wherever the cell stands."""
    if id(cell) not in made:
        inner = tuple(_block(block, {}) for block in cell.inner)
        made[id(cell)] = replace(cell, text=_unbroken(cell.text), inner=inner) if _needs(cell) else cell
    return made[id(cell)]


def _unbroken(text: str) -> str:
    """``text`` itself where there is nothing to change."""
    if text.isprintable() or not any(character in text for character in "\r\x0b\x0c\x85\u2028\u2029"):
        return text
    return text.replace("\r\n", "\n").translate(_BREAKS)
