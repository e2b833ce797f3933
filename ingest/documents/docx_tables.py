"""Tables of a Word file laid out on their grid: spans across and down, rows of unequal length filled up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.documents.document import Block, Cell, Table
from ingest.documents.docx_styles import W, number, switched, value
from ingest.documents.ooxml import Element
from knowledge.models import Position

WIDEST = 200


@dataclass
class Piece:
    """A ``w:tc`` before it is known what it spans: ``row`` and ``column`` from 0, ``goes_on`` below the one above."""

    row: int
    column: int
    columns: int
    goes_on: bool
    text: str
    head: bool
    inner: tuple[Block, ...]
    rows: int = 1


@dataclass(frozen=True)
class Slot:
    """Where a ``w:tc`` stands: its row and its column on the grid, from 0, and whether its row is a heading row."""

    element: Element
    row: int
    column: int
    head: bool


def slots(rows: list[Element]) -> Iterator[Slot]:
    """The cells in reading order; deleted and hidden rows keep their number but hold nothing."""
    for index, row in enumerate(rows):
        properties = row.find(W + "trPr")
        if properties is not None and (switched(properties, "hidden") or properties.find(W + "del") is not None):
            continue
        column = max(number(value(properties, "gridBefore")), 0)
        for element in _cells(row):
            if column >= WIDEST:
                break
            yield Slot(element, index, column, bool(switched(properties, "tblHeader")))
            column += span(element)


def span(element: Element) -> int:
    """Columns that a ``w:tc`` covers."""
    return min(max(number(value(element, "tcPr", "gridSpan"), 1), 1), WIDEST)


def goes_on(element: Element) -> bool:
    """Whether a ``w:tc`` only continues the merged cell above it."""
    merged = element.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(W + "val", "continue") != "restart"


def _cells(row: Element, depth: int = 0) -> Iterator[Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins") and depth < 8:
            yield from _cells(child, depth + 1)


def grid(pieces: list[Piece], at: Position) -> Table:
    """The table; ``at`` is its own place, and each cell's place is ``at`` with row and column counted from 1."""
    placed: dict[tuple[int, int], Piece] = {}
    for piece in pieces:
        above = placed.get((piece.row - 1, piece.column)) if piece.goes_on else None
        if above is not None and above.column == piece.column and above.columns == piece.columns:
            above.rows += 1  # text in the covered part is not shown by Word, so it does not count
            piece_here = above
        else:
            piece_here = piece
        for column in range(piece.column, min(piece.column + piece.columns, WIDEST)):
            placed[piece.row, column] = piece_here
    return _table(placed, at)


def _table(placed: dict[tuple[int, int], Piece], at: Position) -> Table:
    width = 1 + max((column for _, column in placed), default=-1)
    cells = {id(piece): _cell(piece, at) for piece in placed.values()}
    return Table(
        tuple(
            tuple(
                cells[id(placed[row, column])] if (row, column) in placed else _empty(at, row, column)
                for column in range(width)
            )
            for row in sorted({row for row, _ in placed})
        ),
        at,
    )


def _cell(piece: Piece, at: Position) -> Cell:
    columns = min(piece.columns, WIDEST - piece.column)
    return Cell(piece.text, place(at, piece.row, piece.column), piece.rows, columns, piece.head, piece.inner)


def _empty(at: Position, row: int, column: int) -> Cell:
    return Cell("", place(at, row, column))


def place(at: Position, row: int, column: int) -> Position:
    """A cell's place: in a table of the body by row and column, in a table within a cell by a path below that cell."""
    if at.path:
        return at.model_copy(update={"path": f"{at.path}/row[{row + 1}]/column[{column + 1}]"})
    return at.model_copy(update={"row": row + 1, "column": column + 1})
