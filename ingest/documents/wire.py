"""Documents as JSON between the process that reads hostile bytes and ours: nothing but data can cross, unlike a pickle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from ingest.documents.document import Block, Cell, Document, Format, Table, Text
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_PIECES = 600_000
"""Paragraphs and cells of one file, all its members together: about 500 MB in memory."""
_DEEPEST = 20
_DEFAULTS = Position().model_dump()
_SAID: set[str] = set()
"""Shared by all places: which fields were given is of no use, and a set for each doubles their memory."""


def packed(document: Document) -> dict[str, Any]:
    """The document without its url; a table's cells are listed once and its grid refers to them."""
    return {
        "file": document.file,
        "format": document.format,
        "title": document.title,
        "member": document.member,
        "blocks": [_packed_block(block) for block in document.blocks],
        "warnings": [warning.model_dump() for warning in document.warnings],
    }


def unpacked(value: Mapping[str, Any], url: str = "", most: int = MOST_PIECES) -> tuple[Document, int]:
    """The document and its number of pieces; every place names the member it is in.

    Raises ValueError, TypeError or LookupError for anything else than a document of at most ``most`` pieces.
    """
    if value["format"] not in get_args(Format):
        raise ValueError("no known format")
    member = _text(value["member"])
    blocks = _Blocks(member, most)
    document = Document(
        file=_text(value["file"]),
        format=value["format"],
        blocks=tuple(blocks.block(block, 0) for block in value["blocks"]),
        title=_text(value["title"]),
        url=url,
        warnings=tuple(placed(Problem.model_validate(line), member) for line in value["warnings"]),
        member=member,
    )
    return document, most - blocks.left


def placed(problem: Problem, member: str) -> Problem:
    """The problem with the member of the archive that it speaks of."""
    if not member or (problem.at is not None and problem.at.member):
        return problem
    at = (problem.at or Position()).model_copy(update={"member": member})
    return problem.model_copy(update={"at": at})


def _packed_at(at: Position) -> dict[str, Any]:
    return {name: value for name, value in at.__dict__.items() if value}


def _packed_block(block: Block) -> list[Any]:
    if isinstance(block, Text):
        return ["text", block.text, _packed_at(block.at), block.level, block.bold, block.mark]
    numbers: dict[int, int] = {}
    cells: list[Any] = []
    for cell in (cell for row in block.rows for cell in row):
        if id(cell) not in numbers:
            numbers[id(cell)] = len(cells)
            inner = [_packed_block(part) for part in cell.inner]
            cells.append([cell.text, _packed_at(cell.at), cell.rows, cell.columns, cell.head, inner])
    grid = [[numbers[id(cell)] for cell in row] for row in block.rows]
    return ["table", cells, grid, _packed_at(block.at)]


class _Blocks:
    """Blocks of one document, counted as they are made: a hundred bytes here are a thousand there."""

    def __init__(self, member: str, left: int) -> None:
        self._member, self.left = member, left

    def block(self, value: Sequence[Any], depth: int) -> Block:
        if depth > _DEEPEST:
            raise ValueError("blocks within blocks without end")
        if value[0] == "text":
            _, text, at, level, bold, mark = value
            return Text(_text(text), self._at(at), _number(level), bool(bold), _text(mark))
        _, listed, grid, at = value
        cells = [self._cell(cell, depth) for cell in listed]
        rows = tuple(tuple(cells[_number(index)] for index in row) for row in grid)
        if len({len(row) for row in rows}) > 1:
            raise ValueError("rows of unequal length")
        return Table(rows, self._at(at))

    def _cell(self, value: Sequence[Any], depth: int) -> Cell:
        text, at, rows, columns, head, inner = value
        blocks = tuple(self.block(part, depth + 1) for part in inner)
        return Cell(_text(text), self._at(at), _number(rows), _number(columns), bool(head), blocks)

    def _at(self, value: Mapping[str, Any]) -> Position:
        """A place, checked by hand: a file has many, and most say two things."""
        self.left -= 1
        if self.left < 0:
            raise ValueError("too many pieces")
        for name, part in value.items():
            (_text if isinstance(_DEFAULTS[name], str) else _number)(part)
        return Position.model_construct(_SAID, **{**_DEFAULTS, "member": self._member, **value})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError("a count was expected")
    return value
