"""Tables: forms of labels and values, parts with a header of columns, and lists of items with one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import Table, Text
from ingest.guides.fields import SECTION, Label
from ingest.guides.grid import Line, Slot, beside, filled, grid, height
from ingest.guides.headers import Header, header_of, ledger_of, upright
from ingest.guides.hearing import STRAY, Hearing
from ingest.guides.said import GROUPS, Row, Said, cell_value

_UNLABELLED = {"steps": ("name", "detail"), "faq": ("q", "a")}
"""Groups whose tables of two columns need no header to be understood."""


@dataclass
class TableReader:
    """Reads one table into a :class:`Hearing`; ``context`` is the field under whose label it stands."""

    hearing: Hearing
    context: str = ""
    header: Header | None = None
    width: int = 0
    owner: str = ""

    def read(self, table: Table) -> None:
        """The whole table; ``header`` of the table before goes on where this one has the same width and none of its own."""
        lines = grid(upright(table, self.hearing.fields))
        width = len(table.rows[0]) if table.rows else 0
        if width != self.width:
            self.header = None
        self.width = width
        self._rows(lines)

    def _rows(self, lines: Sequence[Line]) -> None:
        index = 0
        while index < len(lines):
            index += self._row(lines, index)

    def _row(self, lines: Sequence[Line], index: int) -> int:
        """Reads the row and gives how many rows were used."""
        slots = filled(lines[index])
        if not slots:
            if not any(slot.filled for slot in lines[index]):
                self.header = None
            return 1
        if self.header is not None and self._data(lines, index, slots):
            return 1
        deep = self._deep_header(lines, index)
        if deep:
            return deep
        part = self._part(lines, index, slots)
        if part:
            return part
        if self._header(slots):
            return 1
        if len(slots) == 1 and not self._spans_rows(lines, index, slots[0]):
            self._single(slots[0])
            return 1
        self._pairs(lines[index], slots)
        return 1

    # a header and its rows

    def _header(self, slots: Line) -> bool:
        ledger = ledger_of(slots, self.hearing.fields)
        header = ledger or header_of(slots, self.hearing.fields, self._expected)
        if header is None:
            return False
        self._take(header, slots, ledger is not None)
        return True

    def _take(self, header: Header, slots: Line, ledger: bool) -> None:
        if header.group and not ledger and (self._entry is None or self._entry.group != header.group):
            self._open(Label(header.group), "", slots[0])
        for slot in header.strange:
            self.hearing.open(Label(STRAY), slot.text, slot.cell.at, owner="*")
        if header.strange and self._last_of(header.group) is not None:
            self.hearing.current = self._last_of(header.group)
        self.header, self.owner = header, ""

    def _deep_header(self, lines: Sequence[Line], index: int) -> int:
        """A header of two rows, of which the lower names the columns; gives how many rows it has, 0 for none."""
        heights = {height(lines, index, slot) for slot in lines[index] if slot.filled}
        if len(heights) != 2 or min(heights) != 1 or sum(height(lines, index, slot) > 1 for slot in lines[index]) < 2:
            return 0
        low = [slot for slot in lines[index + max(heights) - 1] if slot.filled]
        header = ledger_of(low, self.hearing.fields)
        if header is None:
            return 0
        self._take(header, low, True)
        return max(heights)

    def _data(self, lines: Sequence[Line], index: int, slots: Line) -> bool:
        header, line = self.header, lines[index]
        if header is None or self._leaves(header, lines, index, slots):
            self.header = None
            return False
        if header.repeats(slots):
            return True
        if header.key is not None:
            self._item_row(header, line)
            return True
        row = header.row(line)
        if row.cells:
            self.hearing.add(row)
        return True

    def _leaves(self, header: Header, lines: Sequence[Line], index: int, slots: Line) -> bool:
        """Whether a row below a header no longer belongs to it."""
        if header.repeats(slots):
            return False
        if header_of(slots, self.hearing.fields, "") is not None:
            return True
        first = slots[0]
        label = self._label(first)
        if first.first < header.first:
            return label is not None
        if label is None or header.key is not None:
            return False
        if len(slots) == 1 or len(slots) < header.count - 1 or first.cell.head:
            return True
        below = next((filled(line) for line in lines[index + 1 :] if filled(line)), [])
        return header.count <= 2 and (not below or self._label(below[0]) is not None)

    def _item_row(self, header: Header, line: Line) -> None:
        """A row of a list of items: its key says whose it is."""
        key = header.owner(line)
        self.owner = key or self.owner
        if not self.owner:
            return
        for slot, name in header.fields(line):
            entry = self.hearing.open(
                Label(name, header.unit(slot)), header.words(slot), slot.cell.at, owner=self.owner
            )
            entry.value.extend(cell_value(slot.cell))
        row = header.row(line)
        if row.cells:
            entry = self.hearing.open(Label(header.group), "", row.at, owner=self.owner)
            entry.value.append(row)
        self.hearing.close()

    # labels and values

    def _single(self, slot: Slot) -> None:
        """One cell in a row: a heading of what follows, a run-in label, or words of the part that is open."""
        label = self._label(slot)
        if label is not None and not slot.cell.inner:
            self._open(label, slot.text, slot)
            return
        if slot.cell.inner and self._entry is None:
            self.hearing.close()
        for piece in cell_value(slot.cell):
            if isinstance(piece, Text):
                self.hearing.text(piece, alone=False)
            elif isinstance(piece, Table):
                self._nested(piece)

    def _nested(self, table: Table) -> None:
        TableReader(self.hearing, self._group or self.context).read(table)

    def _spans_rows(self, lines: Sequence[Line], index: int, slot: Slot) -> bool:
        return height(lines, index, slot) > 1 and any(
            filled(line) for line in beside(lines[index : index + 1], slot.last)
        )

    def _part(self, lines: Sequence[Line], index: int, slots: Line) -> int:
        """A label at the left that several rows belong to, or a label with a header beside it."""
        first = slots[0]
        label = self._label(first)
        if label is None:
            return 0
        rows = height(lines, index, first)
        if rows > 1 and len(slots) > 1 and self._differs(lines[index + 1 : index + rows], first):
            self._beside(label, first, beside(lines[index : index + rows], first.last))
            return rows
        group = label.field if label.field in GROUPS else ""
        header = header_of(slots[1:], self.hearing.fields, group) if group and len(slots) > 2 else None
        if header is None or header.group != group:
            return 0
        self._open(label, first.text, first)
        self.header = header
        return 1

    def _differs(self, lines: Sequence[Line], first: Slot) -> bool:
        """Whether anything begins in the rows below; else the value spans the same rows as its label."""
        return any(slot.fresh and slot.first > first.last for line in lines for slot in line)

    def _beside(self, label: Label, first: Slot, lines: list[Line]) -> None:
        self._open(label, first.text, first)
        part = TableReader(self.hearing, label.field if label.placed else "", owner=self.owner)
        entry = self.hearing.current
        part._rows(lines)
        if entry is not None and self.hearing.current is not entry and entry.group:
            self.hearing.current = entry
        self.header = None

    def _pairs(self, line: Line, slots: Line) -> None:
        """label | value | label | value; a row that begins with no label goes on with the value above it."""
        pending = [slot for slot in line if slot.fresh]
        if len(slots) > 2 and pending[0] is slots[0] and self._counting(slots[0]):
            pending, slots = pending[1:], slots[1:]
        while pending and not pending[-1].filled:
            pending.pop()
        if self._unlabelled(slots):
            return
        if slots[0].first > 0 and self._label(slots[0]) is None and self._entry is not None and line[0].first == 0:
            self._go_on(slots)
            return
        while pending:
            pending = self._pair(pending, alone=len(slots) <= 2)
        self.hearing.close() if len(slots) > 2 else None

    def _pair(self, pending: Line, alone: bool) -> Line:
        slot, *rest = pending
        if not slot.filled:
            return rest
        label = self._label(slot) or Label(STRAY)
        if label.field == SECTION and rest and self._label(rest[0]) is not None and len(rest) % 2 == 0:
            return rest
        values, rest = self._values(rest, alone)
        if label.field == SECTION and len(values) == 1 and self._label(values[0]) is not None:
            return rest  # the header 栏目 | 内容
        self._open(label, slot.text, slot, inline=True)
        for value in values:
            self._value(label, value)
        return rest

    def _values(self, rest: Line, alone: bool) -> tuple[Line, Line]:
        """The cells that are the value: the next one, and those after it that are no labels where labels are known."""
        while rest and not rest[0].filled and len(rest) > 1 and self._label(rest[1]) is None:
            rest = rest[1:]
        if not rest:
            return [], []
        values, rest = rest[:1], rest[1:]
        while (
            rest
            and rest[0].filled
            and self._label(rest[0]) is None
            and (len(rest) == 1 or self._label(rest[1]) is not None)
        ):
            if len(rest) % 2 == 0:
                break
            values, rest = values + rest[:1], rest[1:]
        return values, rest

    def _value(self, label: Label, slot: Slot) -> None:
        pieces = cell_value(slot.cell)
        if label.placed:
            self.hearing.add(*pieces)
            return
        before = len(self.hearing.said)
        for piece in pieces:
            if isinstance(piece, Text):
                self.hearing.text(piece, alone=False)
            elif isinstance(piece, Table):
                self._nested(piece)
        if len(self.hearing.said) > before:
            self.hearing.close()

    def _counting(self, slot: Slot) -> bool:
        return slot.text.isdigit() or self.hearing.fields.counts(slot.text)

    def _unlabelled(self, slots: Line) -> bool:
        """A row of two cells in a part whose two columns need no header."""
        columns = _UNLABELLED.get(self._group)
        cells = [slot for slot in slots if not self._counting(slot)]
        if self._entry is None and self.context in _UNLABELLED:
            self._open(Label(self.context), "", slots[0])
        if self._entry is None or self._entry.inline or not cells or self._label(cells[0]) is not None:
            return False
        if len(cells) == 1 and self._entry.placed and not self._entry.group:
            self._go_on(cells)
            return True
        if columns is None or len(cells) != 2:
            return False
        pairs = zip(columns, cells, strict=True)
        self.hearing.add(Row({column: cell_value(slot.cell) for column, slot in pairs}, cells[0].cell.at))
        return True

    def _go_on(self, slots: Line) -> None:
        for slot in slots:
            self.hearing.add(*cell_value(slot.cell))

    # what a label means here

    @property
    def _entry(self) -> Said | None:
        return self.hearing.current

    @property
    def _group(self) -> str:
        entry = self._entry
        return entry.group if entry is not None and entry.group else (self.context if self.context in GROUPS else "")

    @property
    def _expected(self) -> str:
        """The group whose header may stand here: that of the heading above."""
        entry = self._entry
        if entry is not None and entry.group and not entry.inline and not entry.value:
            return entry.group
        return self.context if self.context in GROUPS else ""

    def _last_of(self, group: str) -> Said | None:
        return next(
            (entry for entry in reversed(self.hearing.said) if entry.field == group and entry.owner == self.owner), None
        )

    def _label(self, slot: Slot) -> Label | None:
        """The field that a cell names: a column of the part around the table first, then any."""
        text = slot.text
        if "\n" in text:
            text = "".join(text.split())
        if self.context in GROUPS:
            column = self.hearing.fields.column(self.context, text)
            if column is not None:
                return Label(
                    column if self.context == "limits" else f"{self.context}.{column}", _unit(self.hearing, text)
                )
        return self.hearing.fields.label(text)

    def _open(self, label: Label, words: str, slot: Slot, inline: bool = False) -> None:
        self.hearing.open(label, words, slot.cell.at, inline=inline)


def _unit(hearing: Hearing, text: str) -> str:
    label = hearing.fields.label(text)
    return label.unit if label else ""
