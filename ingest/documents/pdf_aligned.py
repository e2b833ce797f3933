"""Tables without rules: entries set below one another at the same places. Taken for tables only where that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.documents.pdf_lines import Line, split_apart

_GAP = 1.4
_SAME_PLACE = 2.5
_FEWEST_ROWS = 3
_CLOSE = 1.9
_LABEL_SHARE = 0.5


@dataclass
class Aligned:
    """Rows of cells, each cell its lines; ``starts`` is where the columns begin."""

    starts: tuple[float, ...]
    rows: list[list[list[Line]]] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(line.base for cell in self.rows[0] for line in cell) - 1

    def takes(self, pieces: Sequence[Line]) -> bool:
        """Whether these pieces of one line stand at the columns' places: a row, or the rest of the row above."""
        places = [self._column(piece) for piece in pieces]
        if any(place is None for place in places) or len(set(places)) < len(places):
            return False
        if places[0] != 0 and not self._close(pieces[0]):
            return False
        if len(pieces) == 1 and places[0] == 0:
            return False
        if places[0] == 0:
            self.rows.append([[] for _ in self.starts])
        for piece, place in zip(pieces, places, strict=True):
            self.rows[-1][place or 0].append(piece)
        return True

    def _column(self, piece: Line) -> int | None:
        for number, start in enumerate(self.starts):
            follows = self.starts[number + 1] if number + 1 < len(self.starts) else float("inf")
            if abs(piece.x0 - start) <= _SAME_PLACE and piece.x1 < follows:
                return number
        return None

    def _close(self, piece: Line) -> bool:
        last = max(line.base for cell in self.rows[-1] for line in cell)
        return piece.base - last <= _CLOSE * piece.size

    @property
    def certain(self) -> bool:
        """Several full rows, whose first column holds short entries."""
        full = [row for row in self.rows if all(row)]
        first = [line for row in self.rows for line in row[0]]
        room = self.starts[1] - self.starts[0]
        short = sum(line.x1 - line.x0 for line in first) <= 0.8 * room * len(first)
        return len(full) >= _FEWEST_ROWS and len(full) >= _LABEL_SHARE * len(self.rows) and short


def parted(lines: Sequence[Line]) -> list[list[Line] | Aligned]:
    """Running text and aligned tables, in order; no line is in both and none is lost."""
    parts: list[list[Line] | Aligned] = []
    text: list[Line] = []
    index = 0
    while index < len(lines):
        table, after = _table_from(lines, index)
        if table is None:
            text.append(lines[index])
            index += 1
            continue
        if text:
            parts.append(text)
            text = []
        parts.append(table)
        index = after
    return [*parts, text] if text else parts


def _table_from(lines: Sequence[Line], first: int) -> tuple[Aligned | None, int]:
    pieces = split_apart(lines[first], _GAP)
    if len(pieces) < 2:
        return None, first
    table = Aligned(tuple(piece.x0 for piece in pieces))
    index = first
    while index < len(lines) and table.takes(split_apart(lines[index], _GAP)):
        index += 1
    return (table, index) if table.certain else (None, first)
