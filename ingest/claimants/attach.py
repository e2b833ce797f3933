"""Complaints without a name, put to the one person who is known by what they give.

A phone, an account, an address or an id number in a nameless complaint points to somebody where several named complaints of one person
give the same, and no other name in the whole register does. That is not a bare shared phone: that it is this person's was settled by
those named complaints, and a phone or an address that a second name uses, or that more nameless complaints give than named ones, points
to nobody.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.claimants.features import codes

POINTERS = ("id_number", "account", "phone", "address")
_LEAST_NAMED = 2
_MOST_NAMELESS = 1.0
"""Nameless complaints for each named one that gives the same."""
Ints = NDArray[np.int64]


def owners(group: Ints, table: pa.Table) -> tuple[Ints, Ints]:
    """For each nameless row that points to exactly one named group: that group, and a named row of it that gives the same; else -1."""
    named = table["name"].is_valid().to_numpy() & True
    surname = codes(table["surname"])
    owner, witness = np.full(len(group), -1), np.full(len(group), -1)
    torn = np.zeros(len(group), bool)
    for column in POINTERS:
        own = codes(table[column])
        found, seen = _pointed(own, group, named)
        # a hidden name (陈先生) has to fit the name
        found[(found >= 0) & (surname >= 0) & (surname != surname[seen])] = -1
        torn |= (owner >= 0) & (found >= 0) & (owner != found)
        witness = np.where((owner < 0) & (found >= 0), seen, witness)
        owner = np.where(owner < 0, found, owner)
    owner[torn] = -1
    return owner, witness


def _pointed(own: NDArray[np.int32], group: Ints, named: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """For each nameless row the only named group with its value, and the first such row."""
    size = int(own.max(initial=-1)) + 2
    held = np.flatnonzero(named & (own >= 0))
    width = int(group.max(initial=-1)) + 1
    pairs, first, count = np.unique(own[held].astype(np.int64) * width + group[held], return_index=True, return_counts=True)
    value, who = pairs // max(width, 1), pairs % max(width, 1)
    alone = np.bincount(value, minlength=size)[value] == 1
    nameless = np.bincount(own[~named & (own >= 0)], minlength=size)[value]
    good = alone & (count >= _LEAST_NAMED) & (nameless <= _MOST_NAMELESS * count)
    points, seen = np.full(size, -1), np.full(size, -1)
    points[value[good]], seen[value[good]] = who[good], held[first[good]]
    place = np.where(named | (own < 0), size - 1, own)
    return points[place], seen[place]
