"""A table as lines that can be read aloud: 档次：一等；金额：10万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.documents.document import Cell, Table, Text
from knowledge.models import Position

_DIGIT = re.compile(r"[0-9０-９零一二三四五六七八九十百千万]")
_NUMBERED = re.compile(r"\s*(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、)")
_LONGEST_HEAD = 20

Row = tuple[Cell, ...]


def is_layout(table: Table) -> bool:
    """Is it there for looks only: a frame of one column, or one that holds the articles themselves?"""
    if len(table.rows) == 1 or not table.rows or len({id(cell) for row in table.rows for cell in row}) < 2:
        return True
    return all(len(_distinct(row)) < 2 for row in table.rows) or any(
        _NUMBERED.match(line) and len(line) > _LONGEST_HEAD
        for row in table.rows
        for cell in row
        for line in cell.text.split("\n")
    )


def cells(table: Table) -> Iterator[Cell]:
    """Each cell once, in reading order."""
    seen: set[int] = set()
    for row in table.rows:
        for cell in row:
            if id(cell) not in seen:
                seen.add(id(cell))
                yield cell


def read_aloud(table: Table) -> Iterator[tuple[str, Position]]:
    """One line a row: with the column's heading before each value where the first rows are headings."""
    heads = _heads(table)
    names = [_name(table.rows[:heads], column) for column in range(len(table.rows[0]))] if heads else []
    for row in table.rows[heads:]:
        if line := _line(row, names):
            yield line, row[0].at
    if heads == len(table.rows):
        yield "；".join(names), table.rows[0][0].at


def whole_text(cell: Cell) -> str:
    """All that a cell says, nested tables and lists included, on one line."""
    inner = (
        block.text if isinstance(block, Text) else "，".join(line for line, _ in read_aloud(block))
        for block in cell.inner
        if isinstance(block, Text) or block.rows
    )
    return "，".join(part for part in (" ".join(cell.text.split()), *inner) if part)


def _line(row: Row, names: list[str]) -> str:
    if not names:
        return "｜".join(text for text in map(whole_text, _distinct(row)) if text)
    said: dict[int, str] = {}
    for name, cell in zip(names, row, strict=True):
        if id(cell) not in said:
            text = whole_text(cell)
            said[id(cell)] = (f"{name}：{text}" if name and name != text else text) if text else ""
    return "；".join(text for text in said.values() if text)


def _distinct(row: Row) -> list[Cell]:
    return list({id(cell): cell for cell in row}.values())


def _heads(table: Table) -> int:
    """How many rows are headings: as the format says, or a first row without figures over rows with them."""
    first, rest = table.rows[0], table.rows[1:]
    if any(len(whole_text(cell)) > _LONGEST_HEAD for cell in first) or not any(cell.text.strip() for cell in first):
        return 0
    if all(cell.head for cell in first) or (rest and _figures_below(first, rest)):
        return min(max(cell.rows for cell in first), len(table.rows))
    return 0


def _figures_below(first: Row, rest: tuple[Row, ...]) -> bool:
    if any(_DIGIT.search(cell.text) for cell in first):
        return False
    return any(all(_DIGIT.search(row[column].text) for row in rest) for column in range(len(first)))


def _name(heads: tuple[Row, ...], column: int) -> str:
    parts: dict[int, str] = {id(row[column]): " ".join(row[column].text.split()) for row in heads}
    return "·".join(part for part in parts.values() if part)
