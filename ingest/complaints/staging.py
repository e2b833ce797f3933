"""The good rows of one import in columns, and two registers into one: by source and number, once ``numbers`` has said which is which."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.complaints.complaint import REGISTER_SCHEMA

STAGED_SCHEMA: pa.Schema = pa.schema([field.with_nullable(True) for field in REGISTER_SCHEMA])
"""As the register, but everything may be missing: what a row leaves out takes nothing away from an earlier one."""
_BATCH = 10_000
_DEFAULTS = {"text": "", "outcome": "open"}
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass
class Staging:
    """Collects the rows of one file as they come."""

    source: str
    _rows: list[dict[str, object]] = field(default_factory=list)
    _batches: list[pa.RecordBatch] = field(default_factory=list)
    _count: int = 0
    replacing: list[int] = field(default_factory=list)
    """Rows of which nothing that was said before of their numbers holds."""

    def add(self, values: dict[str, object], replaces: bool = False) -> None:
        """Take a row."""
        if replaces:
            self.replacing.append(self._count)
        self._count += 1
        self._rows.append(values)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        columns = {name: [row.get(name) for row in rows] for name in REGISTER_SCHEMA.names if name != "source"}
        columns["source"] = [self.source] * len(rows)
        self._batches.append(pa.RecordBatch.from_pydict(columns, schema=STAGED_SCHEMA))

    def table(self) -> pa.Table:
        """All rows (``STAGED_SCHEMA``), as they came."""
        if self._rows:
            self._flush()
        return pa.Table.from_batches(self._batches, STAGED_SCHEMA)


def merged(held: pa.Table, staging: Staging) -> tuple[pa.Table, int]:
    """One row a complaint (``REGISTER_SCHEMA``) and how many rows were a later word on an earlier one.

    Of each field the last value that any row says stays, since the last that replaced all. Rows keep their places: new complaints follow those that were there,
    in the order in which they came, so that row numbers of an earlier version hold.
    """
    whole = pa.concat_tables([held.cast(STAGED_SCHEMA), staging.table()]).combine_chunks()
    keys = pc.binary_join_element_wise(whole["source"], whole["number"], "\x1f").combine_chunks()
    encoded = keys.dictionary_encode()
    group = encoded.indices.to_numpy(zero_copy_only=False)
    count = len(encoded.dictionary)
    since = np.zeros(count, np.int64)
    replacing = np.array(staging.replacing, np.int64) + held.num_rows
    np.maximum.at(since, group[replacing], replacing)
    columns = whole if count == len(group) else _last_said(whole, group, since)
    for name, value in _DEFAULTS.items():
        at = columns.schema.get_field_index(name)
        columns = columns.set_column(at, STAGED_SCHEMA.field(name), pc.fill_null(columns[name], value))
    return columns.cast(REGISTER_SCHEMA), len(group) - count


def _last_said(whole: pa.Table, group: Rows, since: Rows) -> pa.Table:
    """Of each group and column the last value that is there, from the row ``since`` which the group counts."""
    columns = {}
    for name in whole.column_names:
        rows = np.flatnonzero(whole[name].is_valid().to_numpy())
        rows = rows[rows >= since[group[rows]]]
        last = np.full(len(since), -1, np.int64)
        np.maximum.at(last, group[rows], rows)
        columns[name] = whole[name].take(pa.array(last, mask=last < 0))
    return pa.table(columns, schema=STAGED_SCHEMA)
