"""Pages put together: paragraphs and tables that a page break cut become whole, then blocks of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.document import Block, Cell, Table, Text
from ingest.documents.pdf_glyphs import PageContent
from ingest.documents.pdf_layout import CellPiece, Piece, TablePiece, TextPiece
from ingest.documents.pdf_lines import Line, Paragraph, is_full, joined
from knowledge.models import Position

_SAME_EDGE = 4.0
_LARGER = 1.12
_LONGEST_HEADING = 80
_REPEATED_ROWS = 3
_BRACKETS = (("（", "）"), ("〔", "〕"), ("《", "》"), ("“", "”"), ("【", "】"))


@dataclass
class _Cell:
    """A cell of the whole table: its sides across, its rows (from 0, end excluded), its text."""

    x0: float
    x1: float
    row: int
    row_end: int
    text: str
    at: Position
    bold: bool
    inner: list[TablePiece]
    first: Line | None
    tail: tuple[Line, float, float] | None
    """The first line; the last one with the edges it had: do they make one sentence over a page break?"""


@dataclass
class _Growing:
    """A table that may go on over the next page."""

    at: Position
    xs: set[float]
    rows: int = 0
    cells: list[_Cell] = field(default_factory=list)


class _Sizes:
    """What sizes of print mean in this document."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        counts = Counter(
            round(glyph.size * 2) / 2 for page in pages for glyph in page.glyphs if not glyph.text.isspace()
        )
        self.body = counts.most_common(1)[0][0] if counts else 0.0
        larger = sorted({size for size in counts if size > self.body * _LARGER}, reverse=True)
        self._ranks = {size: min(rank, 6) for rank, size in enumerate(larger, start=1)}
        bold = sum(glyph.bold for page in pages for glyph in page.glyphs)
        self.bold_is_rare = bold < 0.5 * sum(counts.values())

    def level(self, paragraph: Paragraph) -> int:
        return self._ranks.get(round(paragraph.size * 2) / 2, 0) if len(paragraph.text) <= _LONGEST_HEADING else 0


def blocks_of(pages: Sequence[PageContent], laid_out: Sequence[list[Piece]]) -> tuple[list[Block], list[Position]]:
    """The document's blocks, and the places whose recognised text is not sure."""
    joiner = _Joiner(_Sizes(pages), frozenset(page.number for page in pages if page.recognised))
    for pieces in laid_out:
        for number, piece in enumerate(pieces):
            joiner.add(piece, first_of_page=number == 0)
    return joiner.finish(), joiner.unsure


class _Joiner:
    def __init__(self, sizes: _Sizes, recognised: frozenset[int]) -> None:
        self._sizes = sizes
        self._recognised = recognised
        self._pieces: list[TextPiece | _Growing] = []
        self.unsure: list[Position] = []

    def add(self, piece: Piece, first_of_page: bool) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(piece, TextPiece):
            if first_of_page and isinstance(last, TextPiece) and _goes_on(last, piece):
                lines = (*last.paragraph.lines, *piece.paragraph.lines)
                self._pieces[-1] = replace(last, paragraph=replace(last.paragraph, lines=lines))
            else:
                self._pieces.append(piece)
        elif first_of_page and isinstance(last, _Growing) and _same_table(last, piece):
            self._grow(last, piece)
        else:
            table = _Growing(piece.at, set())
            self._grow(table, piece)
            self._pieces.append(table)

    def finish(self) -> list[Block]:
        blocks = [self._text(piece) if isinstance(piece, TextPiece) else self._table(piece) for piece in self._pieces]
        self.unsure = list(dict.fromkeys(self.unsure))
        return blocks

    def _judge(self, text: str, at: Position) -> None:
        """A bracket without its other half is the mark of a character that was overlooked."""
        if at.page in self._recognised and not _balanced(text):
            self.unsure.append(at)

    def _text(self, piece: TextPiece) -> Text:
        paragraph = piece.paragraph
        if not paragraph.sure:
            self.unsure.append(piece.at)
        self._judge(paragraph.text, piece.at)
        bold = paragraph.bold and self._sizes.bold_is_rare
        return Text(paragraph.text, piece.at, level=self._sizes.level(paragraph), bold=bold)

    # tables

    def _grow(self, table: _Growing, piece: TablePiece) -> None:
        edges = _snapped(table.xs, piece.xs)
        skipped = _repeated_rows(table, piece, edges) if table.rows else 0
        cut = table.rows > 0 and _is_cut(table, piece, skipped, edges)
        shift = table.rows - skipped - (1 if cut else 0)
        before = table.rows
        for cell in sorted(piece.cells, key=lambda cell: (cell.box.row, cell.box.column)):
            if cell.box.row >= skipped:
                self._add_cell(table, _cell(cell, edges, shift, self._sizes.bold_is_rare), before, cell)
        table.xs.update(edges.values())
        table.rows = piece.rows + shift

    def _add_cell(self, table: _Growing, cell: _Cell, before: int, piece: CellPiece) -> None:
        above = _above(table, cell, before) if before else None
        if not piece.sure:
            self.unsure.append(above.at if above and cell.row < before else cell.at)
        if above is not None and (cell.row < before or not piece.filled):
            _extend(above, cell)
        else:
            table.cells.append(cell)

    def _table(self, table: _Growing) -> Table:
        xs = sorted(table.xs)
        columns = {x: number for number, x in enumerate(xs)}
        empty = Cell("", table.at)
        rows = [[empty] * (len(xs) - 1) for _ in range(table.rows)]
        for item in table.cells:
            first, last = columns[item.x0], columns[item.x1]
            cell = self._finished(item, last - first)
            for row in range(item.row, item.row_end):
                rows[row][first:last] = [cell] * (last - first)
        return Table(tuple(tuple(row) for row in rows), table.at)

    def _finished(self, item: _Cell, columns: int) -> Cell:
        self._judge(item.text, item.at)
        inner = tuple(self._inner(piece) for piece in item.inner)
        return Cell(item.text, item.at, item.row_end - item.row, columns, item.bold, inner)

    def _inner(self, piece: TablePiece) -> Table:
        table = _Growing(piece.at, set())
        self._grow(table, piece)
        return self._table(table)


def _balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _BRACKETS)


def _cell(piece: CellPiece, edges: dict[float, float], shift: int, bold_is_rare: bool) -> _Cell:
    tail = None
    if piece.paragraphs:
        last = piece.paragraphs[-1]
        tail = last.lines[-1], min(line.x0 for paragraph in piece.paragraphs for line in paragraph.lines), last.right
    return _Cell(
        x0=edges[piece.box.x0],
        x1=edges[piece.box.x1],
        row=piece.box.row + shift,
        row_end=piece.box.row_end + shift,
        text=piece.text,
        at=piece.at,
        bold=piece.bold and bold_is_rare,
        inner=list(piece.inner),
        first=piece.paragraphs[0].lines[0] if piece.paragraphs else None,
        tail=tail,
    )


def _snapped(known: set[float], xs: Sequence[float]) -> dict[float, float]:
    """Each column edge of a part as the edge of the whole table that it continues."""
    snapped: dict[float, float] = {}
    for x in xs:
        near = [edge for edge in known if abs(edge - x) <= _SAME_EDGE]
        snapped[x] = min(near, key=lambda edge: abs(edge - x)) if near else x
    return snapped


def _same_table(table: _Growing, piece: TablePiece) -> bool:
    """The same outer edges, and the columns of one are among the columns of the other."""
    mine, theirs = sorted(table.xs), list(piece.xs)
    if abs(mine[0] - theirs[0]) > _SAME_EDGE or abs(mine[-1] - theirs[-1]) > _SAME_EDGE:
        return False
    few, many = sorted((mine, theirs), key=len)
    return all(any(abs(x - other) <= _SAME_EDGE for other in many) for x in few)


def _row_key(cells: list[tuple[float, float, str]]) -> tuple[tuple[int, int, str], ...]:
    return tuple(sorted((round(x0), round(x1), "".join(text.split())) for x0, x1, text in cells))


def _repeated_rows(table: _Growing, piece: TablePiece, edges: dict[float, float]) -> int:
    """How many rows at the top of the part are the table's own heading printed again."""
    repeated = 0
    for row in range(min(_REPEATED_ROWS, piece.rows - 1, table.rows)):
        mine = _row_key([(cell.x0, cell.x1, cell.text) for cell in table.cells if cell.row == row])
        theirs = [cell for cell in piece.cells if cell.box.row == row]
        if not any(cell.text for cell in theirs):
            break
        if mine != _row_key([(edges[cell.box.x0], edges[cell.box.x1], cell.text) for cell in theirs]):
            break
        repeated = row + 1
    return repeated


def _is_cut(table: _Growing, piece: TablePiece, skipped: int, edges: dict[float, float]) -> bool:
    """Whether the page break went through a row: the first cell that is no label beside several rows is empty.

    A label that spans the rows before and after the break is printed once: its empty cell says nothing.
    """
    row = sorted((cell for cell in piece.cells if cell.box.row == skipped), key=lambda cell: cell.box.x0)
    own = [cell for cell in row if cell.box.row_end - cell.box.row == 1 or len(row) == 1]
    if not own or not any(cell.filled for cell in own):
        return False
    key = own[0]
    above = _covering(table, edges[key.box.x0], edges[key.box.x1], table.rows - 1)
    if key.filled or above is None:
        return False
    if len(own) >= 2:
        return above.text != "" and (above.row_end - above.row == 1 or len(own) == 2)
    return False


def _covering(table: _Growing, x0: float, x1: float, row: int) -> _Cell | None:
    return next(
        (cell for cell in reversed(table.cells) if (cell.x0, cell.x1) == (x0, x1) and cell.row <= row < cell.row_end),
        None,
    )


def _above(table: _Growing, cell: _Cell, before: int) -> _Cell | None:
    """The cell that ends where the page did, in the same column, when this one is at the top of the next page."""
    if cell.row not in (before, before - 1):
        return None
    return _covering(table, cell.x0, cell.x1, before - 1)


def _extend(above: _Cell, cell: _Cell) -> None:
    """The cell goes on over the page break."""
    above.row_end = max(above.row_end, cell.row_end)
    above.inner += cell.inner
    if not cell.text:
        return
    flows = above.tail is not None and cell.first is not None and is_full(above.tail[0], cell.first, *above.tail[1:])
    above.text = joined(above.text, cell.text) if flows else "\n".join(filter(None, (above.text, cell.text)))
    above.tail = cell.tail


def _goes_on(before: TextPiece, piece: TextPiece) -> bool:
    first = piece.paragraph.lines[0]
    if abs(first.size - before.last.size) > 0.12 * first.size:
        return False
    indented = (before.indented or piece.indented) and first.x0 - piece.left > 1.2 * first.size
    return not indented and is_full(before.last, first, before.left, before.paragraph.right)
