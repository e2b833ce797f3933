"""What is counted: people found and swept in, pairs, B-cubed, calibration. README.md of this folder defines each.

All functions take numbers from 0 for each row: ``true`` of the person who wrote it, ``found`` of the person it was put to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.claims.people import MANY
from eval.claims.words import Ints

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Overlaps:
    """How many rows each true and each found person share; one entry for each pair that shares any."""

    true: Ints
    found: Ints
    rows: Ints
    true_size: Ints
    found_size: Ints

    @property
    def many(self) -> Flags:
        """Found people with ten complaints or more."""
        return self.found_size >= MANY


def overlaps(true: Ints, found: Ints) -> Overlaps:
    """The table of both partitions."""
    wide = int(found.max(initial=0)) + 1
    pairs, rows = np.unique(true * wide + found, return_counts=True)
    return Overlaps(pairs // wide, pairs % wide, rows, np.bincount(true), np.bincount(found))


def people_found(over: Overlaps) -> Flags:
    """For each true person: some found person has ten complaints or more, over half of them his, at least half of all his."""
    mostly_his = 2 * over.rows > over.found_size[over.found]
    half_of_his = 2 * over.rows >= over.true_size[over.true]
    hit = np.zeros(len(over.true_size), bool)
    hit[over.true[mostly_his & half_of_his & over.many[over.found]]] = True
    return hit


def swept_in(over: Overlaps) -> Flags:
    """For each true person: any of his complaints lies in a found person with ten complaints or more."""
    hit = np.zeros(len(over.true_size), bool)
    hit[over.true[over.many[over.found]]] = True
    return hit


def merged(over: Overlaps) -> Flags:
    """For each true person: any of his complaints lies in a found person, of any size, with somebody else's."""
    mixed = np.bincount(over.found, minlength=len(over.found_size)) > 1
    hit = np.zeros(len(over.true_size), bool)
    hit[over.true[mixed[over.found]]] = True
    return hit


def owner_of(over: Overlaps) -> Ints:
    """For each found person the true person with over half of its complaints, else -1."""
    owner = np.full(len(over.found_size), -1)
    most = 2 * over.rows > over.found_size[over.found]
    owner[over.found[most]] = over.true[most]
    return owner


def pairwise(over: Overlaps) -> tuple[float | None, float | None]:
    """Precision and recall over pairs of complaints put to one person."""
    both = _pairs(over.rows)
    said, are = _pairs(over.found_size), _pairs(over.true_size)
    return (both / said if said else None), (both / are if are else None)


def _pairs(sizes: Ints) -> float:
    return float((sizes * (sizes - 1) // 2).sum())


def b_cubed(over: Overlaps, chosen: Flags | None = None) -> tuple[float | None, float | None]:
    """Precision and recall averaged over complaints (Bagga and Baldwin 1998), of the true people ``chosen`` or of all."""
    keep = np.ones(len(over.rows), bool) if chosen is None else chosen[over.true]
    rows = over.rows[keep].astype(np.float64)
    total = float(rows.sum())
    if not total:
        return None, None
    precision = float((rows * rows / over.found_size[over.found[keep]]).sum()) / total
    return precision, float((rows * rows / over.true_size[over.true[keep]]).sum()) / total
