"""The good rows of one import in columns, as they come; of several rows for one company the newest stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.portraits.columns import Layout
from ingest.portraits.rows import ReadRow
from knowledge.errors import InvalidRecord
from knowledge.measures.conditions import Value
from knowledge.measures.fields import FIELDS
from knowledge.portraits.store import FORMER, MOST_SOURCES, ORIGIN_SCHEMA, TABLE_SCHEMA, SourceFacts

_BATCH = 10_000


@dataclass(frozen=True)
class Staged:
    """Rows of one import, one a company, by credit code: values, and the number of the source of each."""

    table: pa.Table
    origins: pa.Table


@dataclass
class Staging:
    """Collects the rows of one import; ``sources`` grows by the days that its columns and rows name."""

    name: str
    as_of: date | None
    number: int
    sources: list[SourceFacts]
    _rows: list[ReadRow] = field(default_factory=list)
    _batches: list[tuple[pa.RecordBatch, pa.RecordBatch]] = field(default_factory=list)
    _days: list[int] = field(default_factory=list)
    _numbers: dict[date | None, int] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def add(self, row: ReadRow, columns: Layout) -> int | None:
        """Take a row; the line of an earlier row for the same company, if there was one."""
        code = str(row.values["credit_code"])
        before, self._seen[code] = self._seen.get(code), row.raw.number
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self.flush(columns)
        return before

    def flush(self, columns: Layout) -> None:
        """Turn the rows collected so far into columns; before the columns change, and at the end."""
        if not self._rows:
            return
        said = {column.field: column.day(self.as_of) for column in columns.columns}
        own = {name: day for name, day in said.items() if day is not None}
        rows, self._rows = self._rows, []
        days = [row.as_of or self.as_of for row in rows]
        values = {name: [_cell(row.values.get(name)) for row in rows] for name in FIELDS}
        numbers = [self._source(day) for day in days]
        origins = {
            name: [
                0 if cell is None else (self._source(own[name]) if name in own else number)
                for cell, number in zip(cells, numbers, strict=True)
            ]
            for name, cells in values.items()
        }
        table = pa.RecordBatch.from_pydict({**values, FORMER: [row.former_names for row in rows]}, schema=TABLE_SCHEMA)
        self._batches.append((table, pa.RecordBatch.from_pydict(origins, schema=ORIGIN_SCHEMA)))
        self._days += [day.toordinal() if day else 0 for day in days]

    def _source(self, day: date | None) -> int:
        if day not in self._numbers:
            if len(self.sources) >= MOST_SOURCES:
                raise InvalidRecord("不同的来源和日期太多，请用“--anew”重新导入全部数据")
            self.sources.append(SourceFacts(name=self.name, as_of=day, import_number=self.number))
            self._numbers[day] = len(self.sources)
        return self._numbers[day]

    def staged(self) -> Staged:
        """All rows, one a company: of several the one of the newest day, else the last."""
        table = pa.Table.from_batches([values for values, _ in self._batches], TABLE_SCHEMA)
        origins = pa.Table.from_batches([numbers for _, numbers in self._batches], ORIGIN_SCHEMA)
        chosen = _newest(table, np.array(self._days, np.int64))
        return Staged(table.take(pa.array(chosen)), origins.take(pa.array(chosen)))


def _newest(table: pa.Table, days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each code the row of the newest day, of equal days the last; by code."""
    codes = np.array(table["credit_code"].to_pylist(), "S18")
    order = np.lexsort((np.arange(len(codes)), days, codes))
    last = np.ones(len(order), bool)
    last[:-1] = codes[order][1:] != codes[order][:-1]
    return order[last]


def _cell(value: Value | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
