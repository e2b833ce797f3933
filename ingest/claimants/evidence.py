"""What holds two groups of complaints together, all pairs between them taken together, and whether that is enough.

Never enough: one kind of evidence alone; a phone and an address (a family, a dormitory, a shop have both in common). A surname whose rest
is hidden is no name that agrees, and names one sign apart are two names: brothers and sisters share a sign. What makes one person of two
names is an account or an id number and something else, or a phone and a rare way of writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.claimants.weights import Pairs
from knowledge.complaints.edge_words import AGREEING, DIFFERENT, FITTING, NEAR
from knowledge.complaints.links import COMPARISONS

NAME, ID, PHONE, ADDRESS, ACCOUNT, TEXT = range(len(COMPARISONS))
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Joint:
    """Evidence between two groups (e rows): ``a`` < ``b`` their numbers; ``weight`` (log2 odds); the pair that gives the strongest
    agreement in each comparison, -1 for none (e, 6); whether names, ids differ everywhere that they can be compared."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    weight: NDArray[np.float64]
    pair: NDArray[np.int64]
    names_differ: Mask
    ids_differ: Mask

    def __len__(self) -> int:
        return len(self.a)

    @property
    def agrees(self) -> Mask:
        """Which comparisons agree somewhere (e, 6)."""
        return self.pair >= 0


def agree(levels: NDArray[np.int8]) -> Mask:
    """Which comparisons agree."""
    return np.isin(levels, AGREEING)


def differs(levels: NDArray[np.int8]) -> Mask:
    """Which comparisons say two people rather than one."""
    return np.isin(levels, (DIFFERENT, NEAR))


def joined(pairs: Pairs, group: NDArray[np.int64], prior: float) -> Joint:
    """The evidence between groups; ``group`` (n) of each row, ``prior`` in log2 odds."""
    a, b = np.sort(np.stack([group[pairs.left], group[pairs.right]]), axis=0).astype(np.int64)
    apart = np.flatnonzero(a != b)
    order = apart[np.lexsort((apart, b[apart], a[apart]))]
    a, b = a[order], b[order]
    starts = (
        np.flatnonzero(np.concatenate(([True], (a[1:] != a[:-1]) | (b[1:] != b[:-1]))))
        if len(a)
        else np.empty(0, np.int64)
    )
    levels, weights = pairs.levels[order], pairs.weights[order]
    agreeing = np.where(agree(levels), weights, -np.inf)
    best = _reduced(np.maximum, agreeing, starts)
    agrees = np.isfinite(best)
    against = _reduced(np.minimum, np.where(levels == DIFFERENT, weights, 0.0), starts)
    besides = _reduced(np.maximum, np.where((levels == FITTING) | (levels == NEAR), weights, -np.inf), starts)
    besides = np.where((against < 0) | ~np.isfinite(besides), against, besides)
    total = prior + np.where(agrees, best, 0.0).sum(axis=1) + np.where(agrees, 0.0, besides)[:, [NAME, ID]].sum(axis=1)
    differ = ~agrees & _reduced(np.logical_or, differs(levels), starts)
    return Joint(a[starts], b[starts], total, _places(agreeing, best, starts, order), differ[:, NAME], differ[:, ID])


def _reduced(how: np.ufunc, values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    return how.reduceat(values, starts, axis=0) if len(starts) else values[:0]


def _places(
    agreeing: NDArray[Any], best: NDArray[Any], starts: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each group of pairs and each comparison the first pair that has the best agreement."""
    owner = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
    found = np.full(best.shape, -1, np.int64)
    for column in range(best.shape[1] if len(starts) else 0):
        hit = np.flatnonzero(np.isfinite(agreeing[:, column]) & (agreeing[:, column] == best[owner, column]))
        owners, first = np.unique(owner[hit], return_index=True)
        found[owners, column] = order[hit[first]]
    return found


def enough(agrees: Mask, names_differ: Mask, ids_differ: Mask, alone: Mask) -> Mask:
    """Whether these kinds of evidence can make one person of two groups. ``agrees`` (e, 6); ``alone``: phone and address are each used
    under one name only, in the whole register."""
    name, number, account = agrees[:, NAME], agrees[:, ID], agrees[:, ACCOUNT]
    kinds = agrees.sum(axis=1)
    place = agrees[:, PHONE] & agrees[:, ADDRESS]
    anchored = (number | account) & (kinds >= 2)
    named = name & (kinds >= 2)
    styled = (agrees[:, PHONE] | agrees[:, ADDRESS]) & agrees[:, TEXT]
    unnamed = ~name & ~names_differ & (anchored | styled | (place & alone))
    aliases = names_differ & (anchored | styled) & ~ids_differ
    return np.asarray(named & ~(ids_differ & ~account & (kinds < 3)) | unnamed | aliases)


def single(pairs: Pairs, alone: Mask) -> Mask:
    """``enough`` for each pair by itself."""
    levels = pairs.levels
    apart = differs(levels)
    return enough(agree(levels), apart[:, NAME], apart[:, ID], alone)


def named_alike(pairs: Pairs) -> Mask:
    """Pairs with the same name or one that sounds the same."""
    return agree(pairs.levels[:, NAME])


__all__ = ["Joint", "agree", "differs", "enough", "joined", "named_alike", "single"]
