"""Sets of rows as bits: row r is bit r % 64 of word r // 64. Bits beyond the last row are always 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
WORD = 64


def words_of(rows: int) -> int:
    """How many words hold so many rows."""
    return -(-rows // WORD)


def pack(mask: NDArray[np.bool_]) -> Bits:
    """The bits of a mask with one value a row."""
    packed = np.packbits(mask, bitorder="little")
    if short := -len(packed) % 8:
        packed = np.concatenate((packed, np.zeros(short, np.uint8)))
    return packed.view("<u8")


def unpack(bits: Bits, rows: int) -> NDArray[np.bool_]:
    """The mask of the first ``rows`` rows."""
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def rows_of(bits: Bits) -> NDArray[np.int64]:
    """The rows that are set, rising. Quick where few are: words without any are passed over."""
    filled = np.flatnonzero(bits)
    if not len(filled):
        return filled
    at = np.flatnonzero(np.unpackbits(bits[filled].view(np.uint8), bitorder="little").view(np.bool_))
    rows: NDArray[np.int64] = filled[at >> 6] * WORD + (at & 63)
    return rows


def is_set(bits: Bits, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of each of some rows whether it is set."""
    held: NDArray[np.bool_] = ((bits[rows >> 6] >> (rows & 63).astype(np.uint64)) & np.uint64(1)).astype(np.bool_)
    return held


def nobody(rows: int) -> Bits:
    """No row."""
    return np.zeros(words_of(rows), np.uint64)


def everybody(rows: int) -> Bits:
    """Every row."""
    return pack(np.ones(rows, np.bool_))
