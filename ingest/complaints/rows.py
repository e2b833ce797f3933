"""One row of a list, checked: a complaint's values, or every reason why it cannot be taken; and reminders of what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.complaints.cells import CellError, Reader, reader_of
from ingest.complaints.columns import LABELS, MUST, SKIP, Layout, Wordings, folded
from ingest.tabular.quarantine import Remark
from ingest.tabular.reading import RawRow

_LONGEST_UNKNOWN = 8


@dataclass(slots=True)
class ReadRow:
    """What a row says, by field; ``skipped``: it is no complaint, report or lawsuit at all, such as a question."""

    values: dict[str, object] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    skipped: bool = False

    @property
    def rejected(self) -> bool:
        """Whether nothing of it is taken."""
        return any(remark.severity == "rejected" for remark in self.remarks)


def row_reader(columns: Layout, words: Wordings, today: date) -> Callable[[RawRow], ReadRow]:
    """What reads the rows of one table."""
    readers = [(each.place, each.field, reader_of(each, words, today)) for each in columns.columns]
    width = len(columns.headers)

    def read(raw: RawRow) -> ReadRow:
        row = ReadRow()
        reason = raw.broken or _shifted(raw.cells, width)
        if reason:
            row.remarks.append(Remark("rejected", "", reason))
            return row
        for place, name, reader in readers:
            _take(row, name, reader, raw.cells[place] if place < len(raw.cells) else None, words.unknown)
        _complete(row, columns.kind)
        return row

    return read


def _shifted(cells: Sequence[object], width: int) -> str:
    if len(cells) > width and any(str(cell or "").strip() for cell in cells[width:]):
        return f"这一行有 {len(cells)} 格，比表头的 {width} 格多，内容可能错位"
    return ""


def _take(row: ReadRow, name: str, reader: Reader, cell: object, unknown: frozenset[str]) -> None:
    text = cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell).strip()
    if not text or (len(text) <= _LONGEST_UNKNOWN and folded(text) in unknown):
        return
    try:
        row.values[name] = reader(text)
    except CellError as error:
        must = name in MUST or name == "kind"
        reason = error.message if must else f"{error.message}，这一项没有采用"
        row.remarks.append(Remark("rejected" if must else "warning", LABELS[name], reason))


def _complete(row: ReadRow, kind: str | None) -> None:
    """What every complaint must say."""
    values = row.values
    if values.get("kind") == SKIP:
        row.skipped = True
        return
    if "kind" not in values and kind is not None:
        values["kind"] = kind
    complained = {remark.field for remark in row.remarks}
    for name in (*MUST, "kind"):
        if values.get(name) in (None, "") and LABELS[name] not in complained:
            row.remarks.append(Remark("rejected", LABELS[name], "没有填写"))
