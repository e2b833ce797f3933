"""Header rows: which column of which group each cell names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.documents.document import Cell, Table
from ingest.guides.fields import QUIET, SECTION, Fields, Label
from ingest.guides.grid import Line, Slot
from ingest.guides.known import CODE
from ingest.guides.said import PRIMARY, Row, Value, cell_value

_LONGEST = 16
_KEYS = ("id", "name")


@dataclass(frozen=True)
class Header:
    """What the columns of a table mean.

    ``columns``: grid column -> column of ``group``; ``items``: grid column -> label of an item's own field; ``key`` is the
    grid column of the item's code or name in tables that hold several items, else ``None``.
    """

    group: str
    columns: dict[int, str]
    items: dict[int, Label]
    names: dict[int, str]
    strange: tuple[Slot, ...]
    first: int
    last: int
    count: int
    key: int | None = None

    def row(self, line: Line) -> Row:
        """The entry of ``group`` that a row is; cells under the same column name stand one behind the other."""
        cells: dict[str, Value] = {}
        fresh = [slot for slot in line if slot.fresh or self.key is None]
        for slot in fresh:
            column = self.columns.get(slot.first)
            if column is not None and slot.filled:
                cells[column] = cells.get(column, ()) + cell_value(slot.cell)
        at = next((slot.cell.at for slot in line if slot.first in self.columns), line[0].cell.at)
        return Row(cells, at)

    def fields(self, line: Line) -> Iterator[tuple[Slot, str]]:
        """The cells that are fields of the item itself."""
        return (
            (slot, self.items[slot.first].field)
            for slot in line
            if slot.fresh and slot.filled and slot.first in self.items
        )

    def owner(self, line: Line) -> str:
        """The code or name of the item that the row is about, empty where it goes on with the item above."""
        for field in _KEYS:
            for slot in line:
                label = self.items.get(slot.first)
                if label is not None and label.field == field and _is_key(field, slot.text):
                    return slot.text
        return ""

    def unit(self, slot: Slot) -> str:
        """The unit that the column's heading names."""
        return self.items[slot.first].unit

    def words(self, slot: Slot) -> str:
        """The column's heading as printed."""
        return self.names.get(slot.first, "")

    def repeats(self, slots: Line) -> bool:
        """Whether a row is this header once more, as at the top of a new page."""
        return {slot.first: slot.text for slot in slots}.items() >= {
            (column, name) for column, name in self.names.items() if column in self.columns or column in self.items
        }


def _is_key(field: str, text: str) -> bool:
    """Any name, but only a code that is one: 编号 may also head a column that counts."""
    return bool(text) and (field == "name" or CODE.search(text.upper()) is not None)


def header_of(slots: Line, fields: Fields, group: str) -> Header | None:
    """The header that a row surely is, of ``group`` where one is expected; ``None`` for any other row."""
    if len(slots) < 2 or any(len(slot.text) > _LONGEST or slot.cell.inner for slot in slots):
        return None
    candidates = [(name, _columns(slots, fields, name)) for name in PRIMARY]
    good = [(name, found) for name, found in candidates if _enough(slots, fields, name, found)]
    best = max((len(found) for _, found in good), default=0)
    winners = [(name, found) for name, found in good if name == group and len(found) >= best - 1] or [
        (name, found) for name, found in good if len(found) == best
    ]
    return _header(slots, fields, *winners[0]) if len(winners) == 1 else None


def ledger_of(slots: Line, fields: Fields) -> Header | None:
    """The header of a list of items, one (or one of its materials, steps ..) a row; ``None`` for any other row."""
    if len(slots) < 3 or any(len(slot.text) > 2 * _LONGEST or slot.cell.inner for slot in slots):
        return None
    labels = {slot.first: fields.label(slot.text) for slot in slots}
    items = {column: label for column, label in labels.items() if label is not None and label.field != SECTION}
    keys = [column for column, label in items.items() if label.field in _KEYS]
    if not keys:
        return None
    rest = [slot for slot in slots if slot.first not in keys]
    linked = _best_group(rest, fields, {column for column, label in items.items() if label.placed})
    if linked is not None:
        own = {column: items[column] for column in keys}
        return _ledger(slots, fields, linked[0], linked[1], own)
    own = {column: label for column, label in items.items() if label.placed}
    group, columns = _rest_group([slot for slot in rest if slot.first not in items], fields)
    if len(own) < 3 or (len(items) + len(columns)) * 5 < len(slots) * 3:
        return None
    return _ledger(slots, fields, group, columns, {**own})


def _best_group(rest: Line, fields: Fields, placed: set[int]) -> tuple[str, dict[int, str]] | None:
    """The group that most of the columns beside the key name, more of them than name fields of an item."""
    best: tuple[str, dict[int, str]] | None = None
    for group in PRIMARY:
        found = _columns(rest, fields, group)
        only = [column for column in found if column not in placed]
        if (
            PRIMARY[group] in found.values()
            and len(found) >= 2
            and 2 * len(only) >= len(found)
            and (best is None or len(found) > len(best[1]))
        ):
            best = (group, found)
    return best if best and len(best[1]) > len(placed) - 2 - len(set(best[1]) & placed) else None


def _rest_group(rest: Line, fields: Fields) -> tuple[str, dict[int, str]]:
    found = [(group, _columns(rest, fields, group)) for group in PRIMARY]
    group, columns = max(found, key=lambda each: len(each[1]))
    return (group, columns) if PRIMARY[group] in columns.values() and len(columns) >= 2 else ("", {})


def _columns(slots: Line, fields: Fields, group: str) -> dict[int, str]:
    found = {slot.first: fields.column(group, slot.text) for slot in slots if not fields.counts(slot.text)}
    return {first: column for first, column in found.items() if column is not None}


def _enough(slots: Line, fields: Fields, group: str, found: dict[int, str]) -> bool:
    counting = sum(fields.counts(slot.text) for slot in slots)
    strange = len(slots) - counting - len(found)
    return (
        PRIMARY[group] in found.values()
        and len(set(found.values())) >= 2 - bool(counting)
        and 3 * strange <= len(slots)
    )


def _header(slots: Line, fields: Fields, group: str, columns: dict[int, str]) -> Header:
    return Header(
        group,
        columns,
        {},
        _names(slots),
        _strange(slots, fields, set(columns)),
        slots[0].first,
        slots[-1].last,
        len(slots),
    )


def _ledger(slots: Line, fields: Fields, group: str, columns: dict[int, str], items: dict[int, Label]) -> Header:
    key = min(items)
    strange = _strange(slots, fields, set(columns) | set(items))
    return Header(group, columns, items, _names(slots), strange, slots[0].first, slots[-1].last, len(slots), key)


def _names(slots: Line) -> dict[int, str]:
    return {slot.first: slot.text for slot in slots}


def _strange(slots: Line, fields: Fields, understood: set[int]) -> tuple[Slot, ...]:
    """Columns that are neither understood, nor count, nor are known to be of no use."""
    found = []
    for slot in slots:
        label = fields.label(slot.text)
        quiet = fields.counts(slot.text) or (label is not None and label.field == QUIET)
        if slot.first not in understood and not quiet:
            found.append(slot)
    return tuple(found)


def upright(table: Table, fields: Fields) -> Table:
    """A table whose first column names the fields and whose other columns are one item each, turned; any other as it is."""
    if not table.rows or len(table.rows[0]) < 3 or len(table.rows) < 4:
        return table
    labels = [fields.label(row[0].text) for row in table.rows]
    keys = [row for row, label in zip(table.rows, labels, strict=True) if label is not None and label.field in _KEYS]
    known = sum(label is not None for label in labels)
    if not keys or not all(_several(row[1:], fields) for row in keys) or known * 5 < len(labels) * 3:
        return table
    return Table(tuple(zip(*table.rows, strict=True)), table.at)


def _several(cells: Sequence[Cell], fields: Fields) -> bool:
    """Whether the cells are several values and no labels."""
    return len({id(cell) for cell in cells if cell.text}) > 1 and not any(fields.label(cell.text) for cell in cells)
