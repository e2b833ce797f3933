"""One row of a register, checked: the values that can be taken, or every reason why it cannot; and reminders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ingest.portraits.cells import CellError, read_cell, read_day, read_words
from ingest.portraits.columns import FORMER, ROW_DAY, TABLE, Column, Layout
from ingest.tabular.quarantine import Remark
from ingest.tabular.reading import RawRow
from knowledge.measures.conditions import Value
from knowledge.measures.fields import FIELDS

_RATIO_APART = Decimal("0.15")
"""Percentage points that a ratio told with one decimal may lie beside the one of its figures."""


@dataclass
class ReadRow:
    """What a row says; ``as_of`` is the day that the row itself names."""

    raw: RawRow
    values: dict[str, Value] = field(default_factory=dict)
    former_names: tuple[str, ...] = ()
    as_of: date | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        """Whether anything of it is so wrong that nothing of it is taken."""
        return any(remark.severity == "rejected" for remark in self.remarks)


def read_row(raw: RawRow, columns: Layout, today: date, known: Callable[[str], bool]) -> ReadRow:
    """The row, read and checked; ``known`` says whether there is already a company with a code, which then needs no name."""
    row = ReadRow(raw)
    if raw.broken:
        row.remarks.append(Remark("rejected", "", raw.broken))
        return row
    if len(raw.cells) > len(columns.headers) and any(
        str(cell or "").strip() for cell in raw.cells[len(columns.headers) :]
    ):
        row.remarks.append(
            Remark("rejected", "", f"这一行有 {len(raw.cells)} 格，比表头的 {len(columns.headers)} 格多，内容可能错位")
        )
        return row
    for column in columns.columns:
        _take(row, column, raw.cells[column.place] if column.place < len(raw.cells) else None, today)
    _identified(row, known)
    if not row.rejected:
        row.remarks += _reminders(row.values)
    return row


def _take(row: ReadRow, column: Column, cell: object, today: date) -> None:
    try:
        if column.field == FORMER:
            row.former_names = _former(cell)
        elif column.field == ROW_DAY:
            row.as_of = read_day(cell, today) if str(cell or "").strip() else None
        else:
            value = read_cell(column, cell, today)
            if value is not None:
                row.values[column.field] = value
    except CellError as error:
        row.remarks.append(Remark("rejected", label_of(column.field), error.message))


def _former(cell: object) -> tuple[str, ...]:
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in TABLE.unknown):
        return ()
    return tuple(sorted(read_words(cell)))


def label_of(name: str) -> str:
    """A field in the words of people."""
    return FIELDS[name].label if name in FIELDS else {FORMER: "曾用名", ROW_DAY: "数据日期"}[name]


def _identified(row: ReadRow, known: Callable[[str], bool]) -> None:
    code = row.values.get("credit_code")
    if any(remark.field == label_of("credit_code") for remark in row.remarks):
        return
    if code is None:
        row.remarks.append(Remark("rejected", label_of("credit_code"), "没有填统一社会信用代码"))
    elif "name" not in row.values and not row.rejected and not known(str(code)):
        row.remarks.append(Remark("rejected", label_of("name"), "没有企业名称，库里也还没有这家企业"))


def _reminders(values: Mapping[str, Value]) -> list[Remark]:
    """What is taken and looks odd."""
    found = []
    for name in ("district", "company_type", "listed_status"):
        value = values.get(name)
        if value is not None and value not in TABLE.fields[name].known:
            found.append(Remark("warning", label_of(name), f"“{str(value)[:30]}”不是常见的写法，已按原样采用"))
    revenue, expense, ratio = (values.get(name) for name in ("revenue", "rd_expense", "rd_ratio"))
    if isinstance(revenue, Decimal) and isinstance(expense, Decimal) and isinstance(ratio, Decimal) and revenue > 0:
        worked_out = expense / revenue * 100
        if abs(worked_out - ratio) > _RATIO_APART:
            reason = f"填的是 {ratio.normalize():f}%，按研发费用和营业收入算是 {worked_out:.2f}%，已按填的采用"
            found.append(Remark("warning", label_of("rd_ratio"), reason))
    return found
