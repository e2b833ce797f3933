"""A table's rows as the cells that begin in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import Cell, Table


@dataclass(frozen=True)
class Slot:
    """A cell in one row: its columns ``first`` to ``last`` there, and whether it begins in this row (``fresh``)."""

    cell: Cell
    first: int
    last: int
    fresh: bool

    @property
    def text(self) -> str:
        """The cell's own text, trimmed."""
        return self.cell.text.strip()

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text or self.cell.inner)


Line = list[Slot]


def grid(table: Table) -> list[Line]:
    """The rows of a table; a cell that spans columns is one slot, one that spans rows is fresh in its first row only."""
    found: list[Line] = []
    above: Sequence[Cell] = ()
    for row in table.rows:
        found.append(_line(row, above))
        above = row
    return found


def _line(row: Sequence[Cell], above: Sequence[Cell]) -> Line:
    line: Line = []
    start = 0
    for column in range(1, len(row) + 1):
        if column < len(row) and _same(row[column], row[start]):
            continue
        fresh = not (start < len(above) and _same(row[start], above[start]))
        line.append(Slot(row[start], start, column - 1, fresh))
        start = column
    return line


def _same(one: Cell, other: Cell) -> bool:
    if one is other:
        return one.rows > 1 or one.columns > 1
    return (one.rows > 1 or one.columns > 1) and one.at == other.at and one == other


def height(lines: Sequence[Line], index: int, slot: Slot) -> int:
    """How many rows from ``index`` on the slot's cell covers."""
    count = 1
    while index + count < len(lines) and any(
        not other.fresh
        and other.first == slot.first
        and other.cell is slot.cell
        or (not other.fresh and other.first == slot.first and other.cell == slot.cell)
        for other in lines[index + count]
    ):
        count += 1
    return count


def beside(lines: Sequence[Line], column: int) -> list[Line]:
    """The part of the rows to the right of ``column``."""
    return [[slot for slot in line if slot.first > column] for line in lines]


def filled(line: Line) -> Line:
    """The slots that begin in this row and hold something."""
    return [slot for slot in line if slot.fresh and slot.filled]
