"""Pages set in two columns: which lines to read first."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.pdf_lines import Line, split_apart

_GUTTER = 1.5
_FEWEST_LINES = 5
_MOSTLY = 0.6


def in_reading_order(lines: Sequence[Line], width: float) -> list[list[Line]]:
    """Groups of lines to be read one after the other: one group, or left and right columns between full-width lines."""
    split = [split_apart(line, _GUTTER) for line in lines]
    gutter = _gutter(split, width)
    if gutter is None:
        return [list(lines)] if lines else []
    groups: list[list[Line]] = []
    wide: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for pieces in split:
        if any(piece.x0 < gutter < piece.x1 for piece in pieces):
            groups += [left, right]
            left, right = [], []
            wide.append(_whole(pieces))
        else:
            groups.append(wide)
            wide = []
            left += [piece for piece in pieces if piece.x1 <= gutter]
            right += [piece for piece in pieces if piece.x0 >= gutter]
    return [group for group in [*groups, left, right, wide] if group]


def _whole(pieces: list[Line]) -> Line:
    return Line(tuple(glyph for piece in pieces for glyph in piece.glyphs))


def _gutter(split: list[list[Line]], width: float) -> float | None:
    """The x that parts two columns of running text, ``None`` where there are none.

    Running text fills its column: columns of short entries are a table without rules, and are read row by row.
    """
    both = [pieces for pieces in split if len(pieces) == 2 and 0.3 * width < pieces[1].x0 < 0.7 * width]
    if len(both) < _FEWEST_LINES or len(both) < _MOSTLY * len(split):
        return None
    start, end = max(pieces[0].x1 for pieces in both), min(pieces[1].x0 for pieces in both)
    if end - start < 0.5 * both[0][0].size:
        return None
    size = both[0][0].size
    full = sum(start - pieces[0].x1 < 1.5 * size for pieces in both)
    return (start + end) / 2 if full >= _MOSTLY * len(both) else None
