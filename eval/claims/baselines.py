"""The simple rules that a linker must beat: each gives every row the number of its person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from eval.claims.words import Ints

HUB = 3
"""Different names beyond which a value is taken for a hub's (a dormitory's phone, a parcel station)."""
_NOISE = re.compile(r"\s|-|^\+86")


def same_phone(register: pa.Table) -> Ints:
    """Rows with the same phone are one person's; a row without a phone stands alone."""
    return _components(len(register), [_values(register, "phone")])


def phone_or_address(register: pa.Table) -> Ints:
    """Rows that share a phone or an address are one person's, and so on along the chain."""
    return _components(len(register), [_values(register, "phone"), _values(register, "address")])


def with_hub_cap(register: pa.Table) -> Ints:
    """The same, but values that stand beside more than ``HUB`` different names tie nothing."""
    columns = [_values(register, "phone"), _values(register, "address")]
    names = _values(register, "name")
    return _components(len(register), [_without_hubs(column, names) for column in columns])


def two_fields(register: pa.Table) -> Ints:
    """Rows are one person's that agree in two of phone, address, name, account and id number."""
    columns = [_values(register, name) for name in ("phone", "address", "name", "account", "id_number")]
    pairs = [_both(left, right) for place, left in enumerate(columns) for right in columns[place + 1 :]]
    return _components(len(register), pairs)


BASELINES: Mapping[str, Callable[[pa.Table], Ints]] = {
    "same_phone": same_phone,
    "phone_or_address": phone_or_address,
    "with_hub_cap": with_hub_cap,
    "two_fields": two_fields,
}


def _values(register: pa.Table, name: str) -> Ints:
    """A number for each distinct value, -1 for none."""
    column = register[name].combine_chunks()
    if name == "phone":
        column = pa.array([None if one is None else _NOISE.sub("", one) for one in column.to_pylist()])
    return np.asarray(column.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)).astype(np.int64)


def _both(left: Ints, right: Ints) -> Ints:
    """A number for each pair of values, -1 where either is missing."""
    held = (left >= 0) & (right >= 0)
    pairs = np.full(len(left), -1)
    pairs[held] = np.unique(left[held] * (int(right.max(initial=0)) + 1) + right[held], return_inverse=True)[1]
    return pairs


def _without_hubs(column: Ints, names: Ints) -> Ints:
    seen = (column >= 0) & (names >= 0)
    wide = int(names.max(initial=0)) + 1
    pairs = np.unique(column[seen] * wide + names[seen])
    different = np.bincount(pairs // wide, minlength=int(column.max(initial=-1)) + 1)
    hub: NDArray[np.bool_] = np.append(different > HUB, False)
    return np.where(hub[column], -1, column)


def _components(count: int, columns: list[Ints]) -> Ints:
    """Connected components of rows over shared values."""
    left, right, start = [np.empty(0, np.int64)], [np.empty(0, np.int64)], count
    for column in columns:
        rows = np.flatnonzero(column >= 0)
        left.append(rows)
        right.append(start + column[rows])
        start += int(column.max(initial=-1)) + 1
    ends = np.concatenate(left), np.concatenate(right)
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(start, start))
    found = connected_components(graph, directed=False)[1][:count]
    return np.unique(found, return_inverse=True)[1].astype(np.int64)
