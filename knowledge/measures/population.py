"""Companies in columns, ready for the bitmap engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.errors import InvalidRecord
from knowledge.measures.columns import Column, Figures, Flags, Sets, Texts
from knowledge.measures.conditions import Value
from knowledge.measures.fields import FIELDS, FieldKind
from knowledge.measures.figures import MILLIONTH, whole
from knowledge.measures.schema import ARROW_SCHEMA
from knowledge.portraits.portrait import Portrait

_MOST_UNITS = 2**62 // MILLIONTH
Odd = Mapping[str, Mapping[int, Decimal]]
"""By field and row, figures that a table cannot hold exactly."""


class Population:
    """Companies, one a row; rows are counted from 0 in the order in which they were given."""

    def __init__(self, table: pa.Table, odd: Odd) -> None:
        self._rows: int = table.num_rows
        wrong = [name for name in table.column_names if name not in FIELDS]
        wrong += {name for name in table.column_names if table.column_names.count(name) > 1}
        if wrong:
            raise InvalidRecord(f"企业画像里没有这些项，或者重复了：{'、'.join(name[:40] for name in wrong[:5])}")
        self.columns: dict[str, Column] = {}
        for name in table.column_names:
            values = _array(table.column(name), name)
            self.columns[name] = _column(FIELDS[name].kind, values, odd.get(name, {}))
            if name == "credit_code":
                self._codes = values
        if "credit_code" not in self.columns:
            self._codes = pa.nulls(self._rows, pa.string())

    @classmethod
    def of_table(cls, table: pa.Table) -> Self:
        """The companies of a table in the form of ``ARROW_SCHEMA``; a column that is not there is unknown throughout.

        Raises InvalidRecord for a column of another type or name.
        """
        return cls(table, {})

    @classmethod
    def of_portraits(cls, portraits: Iterable[Portrait]) -> Self:
        """The companies of portraits in memory, exactly, whatever figures they hold."""
        return cls(*table_of(portrait.values for portrait in portraits))

    def __len__(self) -> int:
        return self._rows

    @property
    def credit_codes(self) -> pa.StringArray:
        """Every company's 统一社会信用代码, by row."""
        return self._codes

    def codes(self, rows: NDArray[np.integer[Any]]) -> list[str]:
        """The credit codes of some rows, in their order."""
        found: list[str] = self._codes.take(pa.array(rows)).to_pylist()
        return found


def table_of(rows: Iterable[Mapping[str, Value]]) -> tuple[pa.Table, Odd]:
    """A table in the form of ``ARROW_SCHEMA``, and what it cannot hold exactly."""
    listed = list(rows)
    odd: dict[str, dict[int, Decimal]] = {}
    columns = []
    for name, kind in zip(ARROW_SCHEMA.names, ARROW_SCHEMA.types, strict=True):
        values: list[object] = [row.get(name) for row in listed]
        if FIELDS[name].numeric:
            odd[name] = {at: one for at, one in enumerate(values) if isinstance(one, Decimal) and whole(one) is None}
            values = [None if at in odd[name] else _stored(FIELDS[name].kind, one) for at, one in enumerate(values)]
        columns.append(pa.array([sorted(one) if isinstance(one, frozenset) else one for one in values], kind))
    return pa.Table.from_arrays(columns, schema=ARROW_SCHEMA), odd


def _stored(kind: FieldKind, value: object) -> object:
    return int(value) if kind == "count" and isinstance(value, Decimal) else value


def _array(column: pa.ChunkedArray, name: str) -> pa.Array:
    """One array of the type that the schema asks for; texts may come in Arrow's other forms of text."""
    wanted = ARROW_SCHEMA.field(name).type
    try:
        if pa.types.is_floating(column.type) or (pa.types.is_string(wanted) and pa.types.is_primitive(column.type)):
            raise pa.ArrowInvalid("a float is not exact, a number is no text")
        column = column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidRecord(f"“{FIELDS[name].label}”这一列的类型不对") from error
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], wanted)


def _column(kind: FieldKind, values: pa.Array, odd: Mapping[int, Decimal]) -> Column:
    known = np.array(values.is_valid().to_numpy(zero_copy_only=False), np.bool_)
    match kind:
        case "text" | "code":
            return Texts(values, known)
        case "set":
            return Sets(values, known)
        case "flag":
            return Flags(values.fill_null(False).to_numpy(zero_copy_only=False), known)
        case "date":
            numbers = values.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
            return Figures(numbers, known, {})
        case "count":
            counts = values.fill_null(0).to_numpy(zero_copy_only=False)
            fits = _within(counts, _MOST_UNITS)
            odd = {**odd, **{int(row): Decimal(int(counts[row])) for row in np.flatnonzero(~fits)}}
            return Figures(np.where(fits, counts, 0) * MILLIONTH, known, odd)
        case "number":
            return _decimals(values, known, odd)


def _within(numbers: NDArray[np.int64], most: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (numbers <= most) & (numbers >= -most)  # not abs: the least number has none
    return inside


def _decimals(values: pa.Array, known: NDArray[np.bool_], odd: Mapping[int, Decimal]) -> Figures:
    """A decimal128 holds its millionths as 128 bits: where the upper half is but the sign, the lower is the number."""
    halves = np.frombuffer(values.buffers()[1] or b"", "<i8")[2 * values.offset :][: 2 * len(values)].reshape(-1, 2)
    low, high = halves[:, 0], halves[:, 1]
    fits = (high == low >> 63) & _within(low, 2**62 - 1)
    large = np.flatnonzero(known & ~fits)
    odd = {**odd, **{int(row): values[int(row)].as_py() for row in large}}
    return Figures(np.where(known & fits, low, 0), known, odd)
