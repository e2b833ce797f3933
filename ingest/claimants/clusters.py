"""Pairs into persons: first who has one name, then names and nameless complaints that several kinds of evidence join.

Connected components over single pairs sweep strangers in through chains. So only pairs that agree in the name and something else join at
once; all other joins are between groups, on everything that two groups share, the strongest first, each group only with its best
partner in a round, and never against an id number or with one more name than an alias explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from ingest.claimants import evidence
from ingest.claimants.features import codes
from ingest.claimants.weights import Pairs
from knowledge.progress import Progress

LEAST = 6.63
"""log2 odds of 0.99."""
_ROUNDS = 4
_MOST_NAMES = 6
"""Different names in one group: more than this is an address book, not a person."""
_MARGIN = 3.0
"""log2 odds by which the best partner of a nameless group must be better than the next."""


@dataclass(frozen=True)
class Clusters:
    """``group`` (n): a number per row; ``held``: pairs that hold them together, with the number of a joint (-1: alone) and the
    log2 odds that this holds (of a joint: of all of it together)."""

    group: NDArray[np.int64]
    held: NDArray[np.int64]
    joint: NDArray[np.int32]
    weight: NDArray[np.float32]


def clustered(
    pairs: Pairs, table: pa.Table, prior: float, progress: Progress, begin: NDArray[np.int64] | None = None
) -> Clusters:
    """Persons from pairs (weights calibrated); ``prior`` in log2 odds; ``begin`` (n): groups that there are already."""
    alone = _used_alone(table, pairs)
    with progress.task("合并同一人的投诉", 1 + _ROUNDS) as task:
        sure = np.flatnonzero((pairs.weight >= LEAST) & evidence.named_alike(pairs) & evidence.single(pairs, alone))
        start = np.arange(table.num_rows) if begin is None else begin
        sure = sure[_spanning(start, pairs.only(sure))]
        group = _components(start, pairs.only(sure))
        held = [_Held(sure, pairs.weight[sure], -1)]
        profile = _Profile(table)
        task.advance()
        for _ in range(_ROUNDS):
            merged, group = _round(pairs, group, prior, alone, profile, len(held))
            held += merged
            task.advance()
            if not merged:
                break
    return Clusters(
        group,
        np.concatenate([each.places for each in held]),
        np.concatenate([np.full(len(each.places), each.joint, np.int32) for each in held]),
        np.concatenate([each.weight for each in held]).astype(np.float32),
    )


@dataclass(frozen=True)
class _Held:
    """Pairs that hold, with their log2 odds; together (``joint`` >= 0) or each alone."""

    places: NDArray[np.int64]
    weight: NDArray[np.float32]
    joint: int


def _components(start: NDArray[np.int64], pairs: Pairs) -> NDArray[np.int64]:
    """Groups joined by pairs between their rows."""
    size = int(start.max(initial=-1)) + 1
    graph = coo_matrix((np.ones(len(pairs), bool), (start[pairs.left], start[pairs.right])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)[start]


def _spanning(start: NDArray[np.int64], pairs: Pairs) -> NDArray[np.int64]:
    """Places of the pairs that hold groups together, the strongest ones and no more than are needed."""
    left, right = start[pairs.left], start[pairs.right]
    order = np.lexsort((pairs.right, pairs.left, -pairs.weight))
    order = order[left[order] != right[order]]
    ends = np.sort(np.stack([left[order], right[order]]), axis=0)
    _, first = np.unique(ends[0] * (int(start.max(initial=-1)) + 1) + ends[1], return_index=True)
    order = order[np.sort(first)]
    size = int(start.max(initial=-1)) + 1
    rank = np.arange(1, len(order) + 1, dtype=np.float64)
    tree = minimum_spanning_tree(coo_matrix((rank, (left[order], right[order])), shape=(size, size)).tocsr())
    return np.asarray(order[np.sort(tree.data.astype(np.int64)) - 1])


def _used_alone(table: pa.Table, pairs: Pairs) -> NDArray[np.bool_]:
    """Whether phone and address of a pair each go with one name at most, in the whole register."""
    single = np.ones(table.num_rows, bool)
    for column in ("phone", "address"):
        tf = np.nan_to_num(table[f"tf_{column}"].to_numpy())
        single &= tf <= (tf[tf > 0].min(initial=1.0) * 1.5)
    return np.asarray(single[pairs.left] & single[pairs.right])


class _Profile:
    """Names and id numbers of groups, as numbers."""

    def __init__(self, table: pa.Table) -> None:
        self.names, self.ids = codes(table["name_sound"]), codes(table["id_number"])

    def of(
        self, group: NDArray[np.int64], wanted: NDArray[np.int64]
    ) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """The names and the id numbers of these groups."""
        return _sets(group, self.names, wanted), _sets(group, self.ids, wanted)


def _sets(group: NDArray[np.int64], own: NDArray[np.int32], wanted: NDArray[np.int64]) -> dict[int, set[int]]:
    rows = np.flatnonzero((own >= 0) & np.isin(group, wanted))
    found: dict[int, set[int]] = {}
    for number, value in zip(group[rows].tolist(), own[rows].tolist(), strict=True):
        found.setdefault(number, set()).add(value)
    return found


def _round(
    pairs: Pairs, group: NDArray[np.int64], prior: float, alone: NDArray[np.bool_], profile: _Profile, number: int
) -> tuple[list[_Held], NDArray[np.int64]]:
    """One round of joins between groups: the pairs of each join, and the groups afterwards."""
    found = evidence.joined(pairs, group, prior)
    place = np.maximum(found.pair[:, [evidence.PHONE, evidence.ADDRESS]], 0)
    single = np.asarray(alone[place].all(axis=1))
    fits = (found.weight >= LEAST) & evidence.enough(found.agrees, found.names_differ, found.ids_differ, single)
    chosen = np.flatnonzero(fits)
    chosen = chosen[np.lexsort((found.b[chosen], found.a[chosen], -found.weight[chosen]))]
    names, ids = profile.of(group, np.unique(np.concatenate([found.a[chosen], found.b[chosen]])))
    target = np.arange(int(group.max(initial=-1)) + 1)
    merged: list[_Held] = []
    for at in _best_partners(found, chosen, names):
        a, b = int(found.a[at]), int(found.b[at])
        if _contradict(names.get(a, set()), names.get(b, set()), ids.get(a, set()), ids.get(b, set())):
            continue
        target[b] = a
        places = np.unique(found.pair[at][found.pair[at] >= 0])
        weight = np.full(len(places), found.weight[at], np.float32)
        merged.append(_Held(places, weight, number + len(merged) if len(places) > 1 else -1))
    return merged, target[group]


def _best_partners(found: evidence.Joint, chosen: NDArray[np.int64], names: dict[int, set[int]]) -> Iterator[int]:
    """Joins by weight, each group in one at most; a nameless group only where no other name is nearly as good."""
    taken: dict[int, float] = {}
    second = _seconds(found, chosen)
    for at in chosen.tolist():
        a, b, weight = int(found.a[at]), int(found.b[at]), float(found.weight[at])
        if a in taken or b in taken:
            continue
        nameless = [each for each in (a, b) if not names.get(each)]
        if any(weight - second.get(each, -np.inf) < _MARGIN for each in nameless if names.get(a) or names.get(b)):
            continue
        taken[a] = taken[b] = weight
        yield at


def _seconds(found: evidence.Joint, chosen: NDArray[np.int64]) -> dict[int, float]:
    """The weight of each group's second best partner."""
    best: dict[int, float] = {}
    second: dict[int, float] = {}
    for at in chosen.tolist():
        for each in (int(found.a[at]), int(found.b[at])):
            if each in best:
                second.setdefault(each, float(found.weight[at]))
            else:
                best[each] = float(found.weight[at])
    return second


def _contradict(names: set[int], more_names: set[int], ids: set[int], more_ids: set[int]) -> bool:
    if ids and more_ids and not ids & more_ids:
        return True
    return len(names | more_names) > _MOST_NAMES
