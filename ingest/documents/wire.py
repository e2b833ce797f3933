"""Documents as JSON between the process that reads hostile bytes and ours: nothing but data can cross, unlike a pickle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from ingest.documents.document import Block, Cell, Document, Format, Table, Text
from knowledge.manifest import Problem
from knowledge.models import Position

_DEEPEST = 20
_DEFAULTS = Position().model_dump()


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


def unpacked(value: Mapping[str, Any], url: str = "") -> Document:
    """The document; every place names the member it is in. Raises ValueError, TypeError or LookupError for anything else."""
    if value["format"] not in get_args(Format):
        raise ValueError("no known format")
    member = _text(value["member"])
    warnings = tuple(Problem.model_validate(line) for line in value["warnings"])
    return Document(
        file=_text(value["file"]),
        format=value["format"],
        blocks=tuple(_block(block, member, 0) for block in value["blocks"]),
        title=_text(value["title"]),
        url=url,
        warnings=tuple(placed(warning, member) for warning in warnings),
        member=member,
    )


def placed(problem: Problem, member: str) -> Problem:
    """The problem with the member of the archive that it speaks of."""
    if not member or (problem.at is not None and problem.at.member):
        return problem
    at = (problem.at or Position()).model_copy(update={"member": member})
    return problem.model_copy(update={"at": at})


def _packed_at(at: Position) -> dict[str, Any]:
    return {name: value for name, value in at.__dict__.items() if value != _DEFAULTS[name]}


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


def _block(value: Sequence[Any], member: str, depth: int) -> Block:
    if depth > _DEEPEST:
        raise ValueError("blocks within blocks without end")
    if value[0] == "text":
        _, text, at, level, bold, mark = value
        return Text(_text(text), _at(at, member), _number(level), bool(bold), _text(mark))
    _, listed, grid, at = value
    cells = [_cell(cell, member, depth) for cell in listed]
    rows = tuple(tuple(cells[_number(index)] for index in row) for row in grid)
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of unequal length")
    return Table(rows, _at(at, member))


def _cell(value: Sequence[Any], member: str, depth: int) -> Cell:
    text, at, rows, columns, head, inner = value
    blocks = tuple(_block(part, member, depth + 1) for part in inner)
    return Cell(_text(text), _at(at, member), _number(rows), _number(columns), bool(head), blocks)


def _at(value: Mapping[str, Any], member: str) -> Position:
    return Position.model_validate({"member": member, **value} if member else value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError("a count was expected")
    return value
