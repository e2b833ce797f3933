"""One page's lines and rules to paragraphs and tables, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from ingest.documents.pdf_aligned import Aligned, parted
from ingest.documents.pdf_columns import in_reading_order
from ingest.documents.pdf_glyphs import Glyph, PageContent
from ingest.documents.pdf_grid import Box, Grid, find_grids
from ingest.documents.pdf_lines import Line, Paragraph, inner_end, is_full, lines_of, paragraphs_of, right_edge
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


@dataclass(frozen=True)
class _Prepared:
    """A page whose tables are found; ``columns`` are the lines outside them, before each table and after the last."""

    content: PageContent
    columns: tuple[tuple[list[list[Line]], TablePiece | None], ...]

    @property
    def lines(self) -> list[Line]:
        """Of pages in one column: the others have margins of their own."""
        return [line for groups, _ in self.columns if len(groups) == 1 for line in groups[0]]


@dataclass(frozen=True)
class _Margins:
    """Where text outside tables begins and ends on pages of one width, and whether paragraphs begin further in."""

    left: float
    right: float
    indents: bool


def lay_out(pages: Sequence[PageContent]) -> list[list[Piece]]:
    """What each page says, from top to bottom, its columns one after the other."""
    prepared = [_prepare(page) for page in pages]
    widths: dict[int, list[Line]] = {}
    for page in prepared:
        widths.setdefault(round(page.content.width), []).extend(page.lines)
    give = max((page.give for page in pages), default=0.0)
    margins = {width: _margins(lines, width, give) for width, lines in widths.items() if lines}
    return [_pieces(page, margins.get(round(page.content.width))) for page in prepared]


def _prepare(content: PageContent) -> _Prepared:
    grids = find_grids(content.across, content.upright, content.slack)
    owned, free = _shared_out(content.glyphs, grids)
    tables = sorted(_Tables(content, grids, owned).pieces(), key=lambda table: table.top)
    groups: list[tuple[list[list[Line]], TablePiece | None]] = []
    rest = lines_of(free)
    numbers = count(len(grids) + 1)
    for table in tables:
        above = [line for line in rest if line.base <= table.top]
        groups += _text_groups(above, content, numbers)
        groups.append(([], table))
        rest = [line for line in rest if line.base > table.top]
    groups += _text_groups(rest, content, numbers)
    return _Prepared(content, tuple(groups))


def _text_groups(
    lines: list[Line], content: PageContent, numbers: Iterator[int]
) -> list[tuple[list[list[Line]], TablePiece | None]]:
    """Columns of running text, and the tables without rules where the text is in one column."""
    columns = in_reading_order(lines, content.width)
    if len(columns) != 1:
        return [(columns, None)]
    return [
        ([part], None) if isinstance(part, list) else ([], _aligned_piece(part, content.number, next(numbers)))
        for part in parted(columns[0])
    ]


def _aligned_piece(table: Aligned, page: int, number: int) -> TablePiece:
    columns = [[line for row in table.rows for line in row[column]] for column in range(len(table.starts))]
    ends = [max(map(inner_end, lines)) for lines in columns]
    xs = (*table.starts, max(line.x1 for lines in columns for line in lines) + 1)
    cells = [
        CellPiece(
            Box(xs[column], table.top, xs[column + 1], table.top, row, column, row + 1, column + 1),
            tuple(paragraphs_of(lines, table.starts[column], ends[column])),
            Position(page=page, table=number, row=row + 1, column=column + 1),
        )
        for row, places in enumerate(table.rows)
        for column, lines in enumerate(places)
    ]
    return TablePiece(xs, len(table.rows), tuple(cells), Position(page=page, table=number), table.top)


def _pieces(page: _Prepared, margins: _Margins | None) -> list[Piece]:
    pieces: list[Piece] = []
    paragraph = 0
    for groups, table in page.columns:
        for lines in groups:
            own = margins if margins and len(groups) == 1 else _column_margins(lines)
            for found in paragraphs_of(lines, own.left, own.right, own.indents):
                paragraph += 1
                at = Position(page=page.content.number, paragraph=paragraph)
                pieces.append(TextPiece(found, at, own.left, own.indents))
        if table:
            pieces.append(table)
    return pieces


def _margins(lines: Sequence[Line], width: float, give: float) -> _Margins:
    left = _left_edge(lines)
    right = right_edge(lines, left, max(width - left, left + 1), give)
    return _Margins(left, right, _has_indents(lines, left, right))


def _column_margins(lines: Sequence[Line]) -> _Margins:
    left = _left_edge(lines)
    right = max(line.x1 for line in lines)
    return _Margins(left, right, _has_indents(lines, left, right))


def _left_edge(lines: Sequence[Line]) -> float:
    """Where most lines begin that do not begin further in: the leftmost place that lines share."""
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

    def __init__(self, content: PageContent, grids: list[Grid], owned: dict[tuple[int, int, int], list[Glyph]]) -> None:
        self._page, self._give, self._grids = content.number, content.give, grids
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
        right = right_edge(alike, left, box.x1 - padding, self._give)
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
