"""Rows, spans and definition lists of a web page laid out on a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.documents.document import Cell
from ingest.problems import rejection

MOST_PLACES = 200_000
_MOST_COLUMNS = 200


@dataclass(frozen=True)
class Slot:
    """A ``<td>`` or ``<th>``: where it stands (from 0) and what it spans within the table."""

    element: HtmlElement
    row: int
    column: int
    rows: int
    columns: int


def table_rows(table: HtmlElement) -> list[HtmlElement]:
    """The ``<tr>`` of a table itself, not those of tables in it."""
    rows: list[HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def slots(file: str, rows: list[list[HtmlElement]]) -> list[Slot]:
    """The cells of each row with the places they take. Raises ``RejectedFile`` where the spans claim an absurd grid."""
    taken: set[tuple[int, int]] = set()
    found: list[Slot] = []
    widest = 0
    for row, cells in enumerate(rows):
        column = 0
        for element in cells:
            while (row, column) in taken:
                column += 1
            slot = Slot(element, row, column, _span(element, "rowspan", len(rows) - row), _span(element, "colspan"))
            places = [(row + down, column + right) for down in range(slot.rows) for right in range(slot.columns)]
            taken.update(places)
            widest = max(widest, slot.column + slot.columns)
            if widest * len(rows) > MOST_PLACES:
                raise rejection(file, f"网页里的表格过大（超过 {MOST_PLACES} 格）", line=element.sourceline)
            found.append(slot)
    return found


def grid(placed: list[tuple[Slot, Cell]], empty: Cell) -> tuple[tuple[Cell, ...], ...]:
    """Rows of equal length; a cell stands in each place it covers, ``empty`` where the page has none."""
    height = max((slot.row + slot.rows for slot, _ in placed), default=0)
    width = max((slot.column + slot.columns for slot, _ in placed), default=0)
    lines = [[empty] * width for _ in range(height)]
    for slot, cell in placed:
        for row in range(slot.row, slot.row + slot.rows):
            for column in range(slot.column, slot.column + slot.columns):
                lines[row][column] = cell
    return tuple(tuple(line) for line in lines)


def _span(element: HtmlElement, name: str, most: int = _MOST_COLUMNS) -> int:
    """What a cell spans; 0 means all that follow, nonsense means one."""
    try:
        value = int(element.get(name, "1"))
    except ValueError:
        return 1
    return most if value == 0 and name == "rowspan" else max(1, min(value, most))


def definitions(items: Iterable[HtmlElement]) -> Iterator[tuple[list[HtmlElement], list[HtmlElement]]]:
    """Groups of a definition list: the terms that stand together and what is said of them all."""
    terms: list[HtmlElement] = []
    said: list[HtmlElement] = []
    for item in items:
        if item.tag == "dt" and said:
            yield terms, said
            terms, said = [], []
        (terms if item.tag == "dt" else said).append(item)
    if terms or said:
        yield terms, said
