"""Two tables of companies into one, field by field: the newer value wins, and keeps its own source.

A value is newer by the day on which it was true; one without a day is older than any with one; of equal days the later import
counts. An empty cell says nothing: it takes no value away. A name that is replaced becomes a former name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ingest.portraits.staging import Staged
from knowledge.measures.fields import FIELDS
from knowledge.portraits.store import FORMER, ORIGIN_SCHEMA, TABLE_SCHEMA, SourceFacts, codes_of

_Places = NDArray[np.int64]


def merged(old: Staged, new: Staged, sources: Sequence[SourceFacts]) -> Staged:
    """The companies of both, by credit code; ``sources`` are those that the origins of both count."""
    if not old.table.num_rows:
        return new
    codes_old, codes_new = codes_of(old.table), codes_of(new.table)
    codes = np.union1d(codes_old, codes_new)
    at_old, at_new = _places(codes, codes_old), _places(codes, codes_new)
    ranks = _ranks(sources)
    values, origins, names = {}, {}, None
    for name in FIELDS:
        both = _joined(old.origins[name], new.origins[name])
        old_number, new_number = _numbers(old.origins[name], at_old), _numbers(new.origins[name], at_new)
        wins = (new_number > 0) & (ranks[new_number] >= ranks[old_number])
        chosen = np.where(wins, at_new + old.table.num_rows, at_old)
        chosen = np.where((at_old < 0) & ~wins & (at_new >= 0), at_new + old.table.num_rows, chosen)
        mask = pa.array(chosen, mask=chosen < 0)
        values[name] = _joined(old.table[name], new.table[name]).take(mask)
        origins[name] = both.take(mask)
        names = wins if name == "name" else names
    values[FORMER] = _former(old.table, new.table, at_old, at_new, values["name"])
    return Staged(pa.table(values, schema=TABLE_SCHEMA), pa.table(origins, schema=ORIGIN_SCHEMA))


def _ranks(sources: Sequence[SourceFacts]) -> NDArray[np.int64]:
    """The order of sources by number, 0 (nothing known) the least."""
    keys = [(0, 0, 0), *((1, each.as_of.toordinal() if each.as_of else 0, each.import_number) for each in sources)]
    order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([order[key] for key in keys], np.int64)


def _places(codes: NDArray[np.bytes_], held: NDArray[np.bytes_]) -> _Places:
    """Where each code stands among those ``held`` (sorted), -1 where it does not."""
    at = np.minimum(np.searchsorted(held, codes), len(held) - 1)
    return np.where(held[at] == codes, at, -1)


def _joined(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.Array:
    chunks = [*one.chunks, *other.chunks]
    return pa.concat_arrays(chunks) if chunks else pa.array([], one.type)


def _numbers(column: pa.ChunkedArray, at: _Places) -> NDArray[np.int64]:
    """The source of each company's value, 0 where the table does not have the company."""
    numbers = np.append(pc.fill_null(column, 0).to_numpy().astype(np.int64), 0)
    return numbers[at]


def _former(old: pa.Table, new: pa.Table, at_old: _Places, at_new: _Places, names: pa.Array) -> pa.Array:
    """The former names of both, and the name that was replaced; worked out only where there is any."""
    kept: list[list[str]] = [[] for _ in range(len(names))]
    for table, at in ((old, at_old), (new, at_new)):
        held = _aligned(table["name"], at)
        differs = pc.fill_null(pc.not_equal(held, names), False)
        former = _aligned(table[FORMER], at)
        some = pc.fill_null(pc.greater(pc.list_value_length(former), 0), False)
        for row in np.flatnonzero(pc.or_(differs, some).to_numpy(zero_copy_only=False)).tolist():
            kept[row] += [held[row].as_py(), *(former[row].as_py() or ())]
    finals = {row: names[row].as_py() for row, each in enumerate(kept) if each}
    return pa.array(
        [sorted({one for one in each if one} - {finals.get(row)}) for row, each in enumerate(kept)],
        pa.list_(pa.string()),
    )


def _aligned(column: pa.ChunkedArray, at: _Places) -> pa.Array:
    return column.take(pa.array(at, mask=at < 0)).combine_chunks()
