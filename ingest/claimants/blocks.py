"""Which pairs of complaints are looked at: those that share something, in blocks that no register can make quadratic.

A value that many names share brings nobody together (``features.HUB``); but a filler phone under no name at all, or one person with
thousands of complaints, makes a block as well. A block larger than ``MOST`` is cut into parts of that size: by turns into runs and into
strides, so that complaints which share two things stay connected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.claimants.features import HUB, Codes, codes, people, rank

MOST: Final = 256
"""Complaints of a block; each complaint meets at most so many others in it."""
BY_ID: Final = "by_id"
RULES: Final[Mapping[str, tuple[str, ...]]] = {
    BY_ID: ("id_number",),
    "by_phone": ("phone_key",),
    "by_account": ("account_key",),
    "by_address": ("address_key",),
    "by_name": ("name_key",),
    "by_name_phone": ("name", "phone"),
    "by_name_house": ("name", "house"),
    "by_name_account": ("name", "account_tail"),
    "by_name_text": ("name", "text_style"),
    "by_sound_phone": ("name_sound", "phone_tail"),
    "by_surname_id": ("surname", "id_head", "id_tail"),
}
"""Two complaints are compared where all of these are equal."""
BY_MASKED_PHONE: Final = "by_masked_phone"
NAMES: Final = (*RULES, BY_MASKED_PHONE)


def blocked(table: pa.Table) -> pa.Table:
    """A table of features with a column for each rule: equal numbers are compared."""
    known = {name: codes(table[name]) for name in sorted({name for rule in RULES.values() for name in rule})}
    for at, (name, rule) in enumerate(RULES.items()):
        table = _added(table, name, _parted(together([known[column] for column in rule]), at % 2 == 0))
    return _added(table, BY_MASKED_PHONE, _parted(_masked_phones(table), True))


def most_pairs(table: pa.Table) -> int:
    """Pairs that the blocks of a table bring at most."""
    counts = [np.bincount(held[held >= 0]) for held in (codes(table[name]) for name in NAMES)]
    return int(sum((count * (count - 1) // 2).sum() for count in counts))


def brought(
    table: pa.Table, left: NDArray[np.int32], right: NDArray[np.int32], names: Sequence[str]
) -> NDArray[np.bool_]:
    """Which pairs of rows one of these rules brings."""
    found = np.zeros(len(left), bool)
    for name in names:
        own = codes(table[name])
        found |= (own[left] >= 0) & (own[left] == own[right])
    return found


def together(parts: Sequence[Codes]) -> Codes:
    """A number for each combination of values, -1 where one is missing."""
    result = parts[0]
    for part in parts[1:]:
        held = (result >= 0) & (part >= 0)
        _, which = np.unique(result[held] * np.int64(int(part.max(initial=0)) + 1) + part[held], return_inverse=True)
        result = np.full(len(result), -1, np.int32)
        result[held] = which
    return result


def _masked_phones(table: pa.Table) -> Codes:
    """First and last signs of phones of which at least one is masked: two whole ones are compared as they are."""
    ends = together([codes(table["phone_head"]), codes(table["phone_tail"])])
    masked = np.asarray(table["phone"].is_null()) & (ends >= 0)
    some = np.zeros(int(ends.max(initial=-1)) + 2, bool)
    some[ends[masked]] = True
    usable = masked | np.asarray(table["phone_key"].is_valid())
    return np.where(usable & some[ends] & (ends >= 0) & (people(ends, codes(table["name"])) <= HUB), ends, -1)


def _parted(own: Codes, runs: bool) -> Codes:
    """Blocks of at most ``MOST`` rows."""
    count = np.bincount(own[own >= 0], minlength=int(own.max(initial=-1)) + 2)[own]
    if not ((count > MOST) & (own >= 0)).any():
        return own
    parts = -(-count // MOST)
    place = rank(own)
    part = np.where(own < 0, 0, place // MOST if runs else place % np.maximum(parts, 1))
    return together([own, part.astype(np.int32)])


def _added(table: pa.Table, name: str, own: Codes) -> pa.Table:
    return table.append_column(name, pa.array(own, pa.int32(), mask=own < 0))
