"""Ids of persons that outlive a new linking: who shares most complaints with an earlier person keeps its id."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.complaints.links import Links

_SIGNS = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", np.uint8)
"""Crockford's base 32: no letter that looks like a digit."""
_LENGTH = 8
Keys = NDArray[np.uint64]


def numbered(group: NDArray[np.int64]) -> NDArray[np.int32]:
    """Groups as persons 0..m-1 in order of their first rows."""
    _, first, which = np.unique(group, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[which]


def person_ids(person: NDArray[np.int32], keys: Keys, before: Links | None) -> pa.Array:
    """An id for each person, from an earlier linking or made of the least key of its complaints."""
    count = int(person.max(initial=-1)) + 1
    held = np.zeros(count, f"S{_LENGTH + 2}")
    kept = _inherited(person, keys, before) if before is not None and len(before) else {}
    old = np.array(before.person_ids.to_pylist(), held.dtype) if before is not None and len(before) else held[:0]
    for number, earlier in kept.items():
        held[number] = old[earlier]
    least = np.full(count, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, person, keys)
    salt = 0
    missing = np.flatnonzero(held == b"")
    while len(missing):
        held[missing] = _made(least[missing], salt)
        # an id once given is never another's: neither an earlier person's nor one of this linking
        clash = np.isin(held[missing], old)
        _, first = np.unique(held, return_index=True)
        repeated = np.ones(count, bool)
        repeated[first] = False
        missing, salt = missing[clash | repeated[missing]], salt + 1
    return pa.array(held.astype(str).tolist(), pa.string())


def _inherited(person: NDArray[np.int32], keys: Keys, before: Links) -> dict[int, int]:
    """New person to earlier person, one to one, by most shared complaints."""
    _, here, there = np.intersect1d(keys, before.keys, return_indices=True)
    shared = person[here].astype(np.int64) * before.persons + before.person[there]
    pairs, counts = np.unique(shared, return_counts=True)
    new, old = pairs // max(before.persons, 1), pairs % max(before.persons, 1)
    kept: dict[int, int] = {}
    taken: set[int] = set()
    for at in np.lexsort((new, old, -counts)).tolist():
        number, earlier = int(new[at]), int(old[at])
        if number not in kept and earlier not in taken:
            kept[number] = earlier
            taken.add(earlier)
    return kept


def _made(least: Keys, salt: int) -> NDArray[np.bytes_]:
    """Ids from keys, mixed (splitmix64) so that neighbours look nothing alike."""
    with np.errstate(over="ignore"):
        mixed = least + np.uint64((0x9E3779B97F4A7C15 * (salt + 1)) % 2**64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    shifts = np.arange(_LENGTH, dtype=np.uint64) * np.uint64(5)
    signs = _SIGNS[((mixed[:, None] >> shifts) & np.uint64(31)).astype(np.int64)]
    head = np.broadcast_to(np.frombuffer(b"R-", np.uint8), (len(least), 2))
    return np.ascontiguousarray(np.concatenate([head, signs], axis=1)).view(f"S{_LENGTH + 2}").ravel()
