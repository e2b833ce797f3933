"""One page's lines and rules to paragraphs and tables, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.pdf_columns import in_reading_order
from ingest.documents.pdf_glyphs import Glyph, PageContent
from ingest.documents.pdf_grid import Box, Grid, find_grids
from ingest.documents.pdf_lines import Line, Paragraph, is_full, lines_of, paragraphs_of, right_edge
from knowledge.models import Position

_USUAL_PADDING = 1.2


@dataclass(frozen=True)
class TextPiece:
    """A paragraph of a page. ``open_end`` says that its last line was full: the next page may go on with it."""

    paragraph: Paragraph
    at: Position
    left: float
    indented: bool

    @property
    def last(self) -> Line:
        return self.paragraph.lines[-1]


@dataclass(frozen=True)
class CellPiece:
    """A cell of a page's table with its paragraphs and the tables inside it."""

    box: Box
    paragraphs: tuple[Paragraph, ...]
    at: Position
    inner: tuple[TablePiece, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def filled(self) -> bool:
        return bool(self.paragraphs or self.inner)

    @property
    def sure(self) -> bool:
        return all(paragraph.sure for paragraph in self.paragraphs)

    @property
    def bold(self) -> bool:
        return bool(self.paragraphs) and all(paragraph.bold for paragraph in self.paragraphs)


@dataclass(frozen=True)
class TablePiece:
    """A table, or the part of one that stands on this page."""

    xs: tuple[float, ...]
    rows: int
    cells: tuple[CellPiece, ...]
    at: Position
    top: float


Piece = TextPiece | TablePiece


def lay_out(content: PageContent, slack: float = 3.0) -> list[Piece]:
    """What a page says, from top to bottom, its columns one after the other."""
    grids = find_grids(content.across, content.upright, slack)
    owned, free = _shared_out(content.glyphs, grids)
    tables = _Tables(content.number, grids, owned).pieces()
    lines = lines_of(free)
    pieces: list[Piece] = []
    paragraph = 0
    for group, table in _between(lines, tables):
        for column in in_reading_order(group, content.width):
            for piece in _text_pieces(column, content, paragraph):
                pieces.append(piece)
                paragraph += 1
        if table:
            pieces.append(table)
    return pieces


def _between(lines: list[Line], tables: list[TablePiece]) -> list[tuple[list[Line], TablePiece | None]]:
    """The lines before each table, and those after the last."""
    groups: list[tuple[list[Line], TablePiece | None]] = []
    rest = lines
    for table in sorted(tables, key=lambda table: table.top):
        groups.append(([line for line in rest if line.base <= table.top], table))
        rest = [line for line in rest if line.base > table.top]
    return [*groups, (rest, None)]


def _text_pieces(lines: Sequence[Line], content: PageContent, before: int) -> list[TextPiece]:
    if not lines:
        return []
    left = _left_edge(lines)
    outer = max(content.width - left, left + 1)
    narrow = max(line.x1 for line in lines) < content.width * 0.55 and left < content.width * 0.2
    right = right_edge(lines, left, max(line.x1 for line in lines) if narrow and len(lines) > 4 else outer)
    indents = _has_indents(lines, left, right)
    return [
        TextPiece(paragraph, Position(page=content.number, paragraph=before + index), left, indents)
        for index, paragraph in enumerate(paragraphs_of(lines, left, right, indents), start=1)
    ]


def _left_edge(lines: Sequence[Line]) -> float:
    starts = sorted(line.x0 for line in lines)
    shared = (here for here, after in zip(starts, starts[1:], strict=False) if after - here <= 2)
    return next(shared, starts[0])


def _has_indents(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether a paragraph here begins two characters in and goes on at the margin."""
    return any(
        1.5 * before.size < before.x0 - left < 2.8 * before.size
        and abs(after.x0 - left) < 0.5 * after.size
        and is_full(before, after, left, right)
        for before, after in zip(lines, lines[1:], strict=False)
    )


def _shared_out(
    glyphs: Sequence[Glyph], grids: Sequence[Grid]
) -> tuple[dict[tuple[int, int, int], list[Glyph]], list[Glyph]]:
    """Characters by (grid, row, column) of their cell, the innermost grid first; and those in no table."""
    places = [
        {
            (row, column): box
            for box in grid.boxes
            for row in range(box.row, box.row_end)
            for column in range(box.column, box.column_end)
        }
        for grid in grids
    ]
    owned: dict[tuple[int, int, int], list[Glyph]] = {}
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = glyph.middle, glyph.base - 0.35 * glyph.size
        number = next((number for number in reversed(range(len(grids))) if grids[number].holds(x, y)), None)
        if number is None:
            free.append(glyph)
            continue
        grid = grids[number]
        row = min(bisect_right(grid.ys, y), len(grid.ys) - 1) - 1
        column = min(bisect_right(grid.xs, x), len(grid.xs) - 1) - 1
        box = places[number][max(0, row), max(0, column)]
        owned.setdefault((number, box.row, box.column), []).append(glyph)
    return owned, free


class _Tables:
    """The tables of a page, those inside cells of others put where they belong."""

    def __init__(self, page: int, grids: list[Grid], owned: dict[tuple[int, int, int], list[Glyph]]) -> None:
        self._page, self._grids = page, grids
        self._lines = {place: lines_of(glyphs) for place, glyphs in owned.items()}
        self._columns: dict[tuple[int, float, float], list[Line]] = {}
        self._inside: dict[tuple[int, int, int], list[int]] = {}
        self._outer: list[int] = []
        for number, grid in enumerate(grids):
            place = self._place_of(number, grid)
            if place is None:
                self._outer.append(number)
            else:
                self._inside.setdefault(place, []).append(number)
        order = sorted(range(len(grids)), key=lambda number: (grids[number].top, grids[number].left))
        self._names = {number: name for name, number in enumerate(order, start=1)}

    def pieces(self) -> list[TablePiece]:
        """The outermost tables that say anything."""
        tables = [self._table(number) for number in self._outer]
        return [table for table in tables if any(cell.filled for cell in table.cells)]

    def _place_of(self, number: int, grid: Grid) -> tuple[int, int, int] | None:
        """The cell of a larger table that holds this one."""
        for outer in reversed(range(number)):
            for box in self._grids[outer].boxes:
                if box.holds(grid.left + 1, grid.top + 1) and box.holds(grid.right - 1, grid.bottom - 1):
                    return outer, box.row, box.column
        return None

    def _table(self, number: int) -> TablePiece:
        grid = self._grids[number]
        cells = tuple(self._cell(number, box) for box in grid.boxes)
        return TablePiece(
            grid.xs, len(grid.ys) - 1, cells, Position(page=self._page, table=self._names[number]), grid.top
        )

    def _cell(self, number: int, box: Box) -> CellPiece:
        place = (number, box.row, box.column)
        at = Position(page=self._page, table=self._names[number], row=box.row + 1, column=box.column + 1)
        inner = (self._table(inside) for inside in self._inside.get(place, []))
        filled = tuple(table for table in inner if any(cell.filled for cell in table.cells))
        return CellPiece(box, self._paragraphs(number, box), at, filled)

    def _paragraphs(self, number: int, box: Box) -> tuple[Paragraph, ...]:
        lines = self._lines.get((number, box.row, box.column))
        if not lines:
            return ()
        if all(len(line.text.strip()) == 1 for line in lines):
            return (Paragraph(tuple(lines), box.x1),)  # a label written downwards
        alike = self._column(number, box)
        left = min(line.x0 for line in alike)
        padding = min(left - box.x0, _USUAL_PADDING * lines[0].size)
        right = right_edge(alike, left, box.x1 - padding)
        return tuple(paragraphs_of(lines, left, right))

    def _column(self, number: int, box: Box) -> list[Line]:
        """All lines of the cells that are exactly above or below this one."""
        key = (number, box.x0, box.x1)
        if key not in self._columns:
            alike = [other for other in self._grids[number].boxes if (other.x0, other.x1) == (box.x0, box.x1)]
            self._columns[key] = [
                line for other in alike for line in self._lines.get((number, other.row, other.column), [])
            ]
        return self._columns[key]
