"""Ruled lines to tables: which boxes they make, and which cells span several rows or columns.

Used for PDF (lines as drawn) and for scans (lines as found in the picture); lengths are in whatever unit ``slack`` is in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents.pdf_rules import Rule

_MOST_PLACES = 40_000


@dataclass(frozen=True)
class Box:
    """A cell: its sides, and the rows and columns (from 0, end excluded) that it covers."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    column: int
    row_end: int
    column_end: int

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1


@dataclass(frozen=True)
class Grid:
    """A ruled table: where its columns and rows are divided, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def right(self) -> float:
        return self.xs[-1]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def find_grids(across: Iterable[Rule], upright: Iterable[Rule], slack: float = 2.0) -> list[Grid]:
    """Tables of two cells or more, the outer before those that lie in their cells.

    Lines that touch within ``slack`` belong together. Sides that are not drawn (tables open to the left and right, or cut by
    the end of the page) close where the other lines end.
    """
    rows = _merged(across, slack)
    columns = _merged(upright, slack)
    grids = [grid for group in _groups(rows, columns, slack) if (grid := _grid(*group, slack)) is not None]
    return sorted(grids, key=lambda grid: (grid.left - grid.right) * (grid.bottom - grid.top))


def _merged(rules: Iterable[Rule], slack: float) -> list[Rule]:
    """Lines at one height as one line, and pieces of one line joined."""
    merged: list[Rule] = []
    for bundle in _bundles(sorted(rules), slack):
        at = sum(rule.at * (rule.end - rule.start) for rule in bundle) / sum(rule.end - rule.start for rule in bundle)
        start, end = None, 0.0
        for rule in sorted(bundle, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + slack:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            merged.append(Rule(at, start, end))
    return merged


def _bundles(rules: list[Rule], slack: float) -> Iterable[list[Rule]]:
    bundle: list[Rule] = []
    for rule in rules:
        if bundle and rule.at - bundle[0].at > slack:
            yield bundle
            bundle = []
        bundle.append(rule)
    if bundle:
        yield bundle


def _groups(rows: list[Rule], columns: list[Rule], slack: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch one another, directly or over others."""
    leader = list(range(len(rows) + len(columns)))

    def find(item: int) -> int:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    for number, column in enumerate(columns, start=len(rows)):
        first = bisect_left(rows, (column.start - slack,))
        for index in range(first, len(rows)):
            row = rows[index]
            if row.at > column.end + slack:
                break
            if row.start - slack <= column.at <= row.end + slack:
                leader[find(number)] = find(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*rows, *columns]):
        groups.setdefault(find(index), ([], []))[index >= len(rows)].append(rule)
    return list(groups.values())


def _grid(rows: list[Rule], columns: list[Rule], slack: float) -> Grid | None:
    if not rows or not columns:
        return None
    ys = _divisions([rule.at for rule in rows] + [end for rule in columns for end in (rule.start, rule.end)], slack)
    xs = _divisions([rule.at for rule in columns] + [end for rule in rows for end in (rule.start, rule.end)], slack)
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width < 2 or height * width > _MOST_PLACES:
        return None
    boxes = _boxes(xs, ys, rows, columns, slack)
    return Grid(tuple(xs), tuple(ys), tuple(boxes)) if len(boxes) > 1 else None


def _divisions(values: list[float], slack: float) -> list[float]:
    divisions: list[float] = []
    for value in sorted(values):
        if not divisions or value - divisions[-1] > 1.5 * slack:
            divisions.append(value)
    return divisions


def _boxes(xs: list[float], ys: list[float], rows: list[Rule], columns: list[Rule], slack: float) -> list[Box]:
    height, width = len(ys) - 1, len(xs) - 1
    below = _drawn(rows, ys, xs, slack)
    beside = _drawn(columns, xs, ys, slack)
    cell = [[(row, column, row + 1, column + 1) for column in range(width)] for row in range(height)]
    for row in range(height):
        for column in range(width):
            if cell[row][column][:2] == (row, column):
                span = _span(row, column, height, width, below, beside)
                for down in range(row, span[2]):
                    for right in range(column, span[3]):
                        cell[down][right] = span
    spans = sorted({span for line in cell for span in line})
    return [
        Box(xs[left], ys[top], xs[right], ys[bottom], top, left, bottom, right) for top, left, bottom, right in spans
    ]


def _span(
    row: int, column: int, height: int, width: int, below: set[tuple[int, int]], beside: set[tuple[int, int]]
) -> tuple[int, int, int, int]:
    """The largest box from here to the right, then down, that no line divides."""
    right = column + 1
    while right < width and (right, row) not in beside:
        right += 1
    down = row + 1
    while down < height and all(
        (down, place) not in below and (place == column or (place, down) not in beside)
        for place in range(column, right)
    ):
        down += 1
    return row, column, down, right


def _drawn(rules: list[Rule], places: list[float], crossings: list[float], slack: float) -> set[tuple[int, int]]:
    """(division, gap) pairs that have a line: the middle of the gap is covered at that division."""
    drawn: set[tuple[int, int]] = set()
    for rule in rules:
        division = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        if abs(places[division] - rule.at) > 1.5 * slack:
            continue
        for gap in range(len(crossings) - 1):
            middle = (crossings[gap] + crossings[gap + 1]) / 2
            if rule.start - slack <= middle <= rule.end + slack:
                drawn.add((division, gap))
    return drawn
