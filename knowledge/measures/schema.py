"""Companies as an Arrow table: one column for each field of a portrait, a null where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from knowledge.measures.fields import FIELDS, FieldKind

DIGITS = 6
"""Decimal places of a figure in a table; what has more is kept by the engines row by row, never rounded."""

_TYPES: Mapping[FieldKind, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "date": pa.date32(),
    "number": pa.decimal128(20, DIGITS),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "set": pa.list_(pa.string()),
}

ARROW_SCHEMA: pa.Schema = pa.schema([(name, _TYPES[field.kind]) for name, field in FIELDS.items()])
"""Every field in the order of FIELDS: text and codes are strings, days date32, sums and shares decimal128(20, 6),
counts int64, flags bool, sets list<string>."""
