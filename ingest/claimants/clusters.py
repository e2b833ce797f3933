"""Pairs into persons: first who has one name, then names and nameless complaints that several kinds of evidence join.

Connected components over single pairs sweep strangers in through chains. So only pairs that agree in the name and something else join at
once, and not where complaints without an id number stand between two id numbers; all other joins are between groups, on everything that
two groups share, the strongest first, each group only with its best partner in a round, and never against an id number, against titles
of two sexes or with one more name than an alias explains.
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
from ingest.claimants.attach import Pointers
from ingest.claimants.features import codes
from ingest.claimants.weights import Pairs
from knowledge.progress import Progress

LEAST = 6.63
"""log2 odds of 0.99."""
_ROUNDS = 6
_MOST_NAMES = 6
"""Different names in one group: more than this is an address book, not a person."""
_MOST_SIZE = 64
"""Complaints of a group that count towards how likely one more is its person's (as in a Chinese restaurant process)."""
_CERTAINTY = 7.0
"""log2 odds that a value weighs more where it points to one person than where two complaints just share it."""
_MARGIN = 3.0
"""log2 odds by which the best partner of a nameless group must be better than the next."""


Ints = NDArray[np.int64]
Sets = dict[int, set[int]]


@dataclass(frozen=True)
class Clusters:
    """``group`` (n): a number per row; ``held``: pairs that hold them together, with the number of a joint (-1: alone) and the
    log2 odds that this holds (of a joint: of all of it together)."""

    group: Ints
    held: Ints
    joint: NDArray[np.int32]
    weight: NDArray[np.float32]


def clustered(pairs: Pairs, table: pa.Table, prior: float, progress: Progress, begin: Ints | None = None) -> Clusters:
    """Persons from pairs (weights calibrated); ``prior`` in log2 odds; ``begin`` (n): groups that there are already."""
    work = _Work(pairs, table, prior, np.arange(table.num_rows) if begin is None else begin)
    with progress.task("合并同一人的投诉", 1 + _ROUNDS) as task:
        for _ in work.rounds():
            task.advance()
    held = work.held
    return Clusters(
        work.group,
        np.concatenate([each.places for each in held]),
        np.concatenate([np.full(len(each.places), each.joint, np.int32) for each in held]),
        np.concatenate([each.weight for each in held]).astype(np.float32),
    )


@dataclass(frozen=True)
class Trials:
    """Joins (t) made without looking at id numbers, and whether id numbers say that they are right. ``share``: for how many joins each
    stands, as two large groups have id numbers to be judged by far more often than two complaints (Horvitz and Thompson 1952)."""

    weight: NDArray[np.float64]
    right: NDArray[np.bool_]
    share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)


def tried(pairs: Pairs, table: pa.Table, prior: float) -> Trials:
    """Cluster as if no complaint had an id number, and look at every join between two sides that have one."""
    sure = codes(table["id_sure"])
    for column in ("id_number", "id_head", "id_tail", "id_sure"):
        at = table.schema.get_field_index(column)
        table = table.set_column(at, column, pa.nulls(table.num_rows, pa.string()))
    work = _Work(pairs, table, prior, np.arange(table.num_rows), sure)
    for _ in work.rounds():
        pass
    weight, right, share = (np.concatenate(each) for each in zip(*work.trials, strict=True))
    return Trials(weight, right.astype(bool), share)


@dataclass(frozen=True)
class _Held:
    """Pairs that hold, with their log2 odds; together (``joint`` >= 0) or each alone."""

    places: Ints
    weight: NDArray[np.float32]
    joint: int


def _components(start: Ints, pairs: Pairs) -> Ints:
    """Groups joined by pairs between their rows."""
    size = int(start.max(initial=-1)) + 1
    graph = coo_matrix((np.ones(len(pairs), bool), (start[pairs.left], start[pairs.right])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)[start]


def _spanning(start: Ints, pairs: Pairs) -> Ints:
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
    """Names, id numbers and titles of groups, as numbers."""

    def __init__(self, table: pa.Table) -> None:
        self.names, self.ids, self.sexes = (codes(table[name]) for name in ("name_sound", "id_sure", "sex"))

    def of(self, group: Ints, wanted: Ints) -> tuple[Sets, Sets, Sets]:
        """Names, id numbers and titles of these groups."""
        return _sets(group, self.names, wanted), _sets(group, self.ids, wanted), _sets(group, self.sexes, wanted)


def _sets(group: Ints, own: NDArray[np.int32], wanted: Ints) -> Sets:
    rows = np.flatnonzero((own >= 0) & np.isin(group, wanted))
    found: Sets = {}
    for number, value in zip(group[rows].tolist(), own[rows].tolist(), strict=True):
        found.setdefault(number, set()).add(value)
    return found


class _Work:
    """The groups so far, and the pairs that hold them."""

    def __init__(
        self, pairs: Pairs, table: pa.Table, prior: float, begin: Ints, told: NDArray[np.int32] | None = None
    ) -> None:
        self.pairs, self.prior, self.group = pairs, prior, begin
        self.alone = _used_alone(table, pairs)
        self.profile, self.pointers = _Profile(table), Pointers(table)
        self.bare = np.zeros(table.num_rows, bool)
        self.held = [_Held(np.empty(0, np.int64), np.empty(0, np.float32), -1)]
        self.told = told
        self.trials: list[tuple[NDArray[np.floating], NDArray[np.bool_], NDArray[np.floating]]] = []

    def rounds(self) -> Iterator[int]:
        """Do everything, step by step."""
        self.names()
        yield 0
        for number in range(_ROUNDS):
            before = len(self.held)
            self.nameless()
            self.groups()
            yield number + 1
            if len(self.held) == before:
                break

    @property
    def firm(self) -> Ints:
        """Complaints of each group but for those that one value points there."""
        return np.bincount(self.group[~self.bare], minlength=int(self.group.max(initial=-1)) + 1)

    def names(self) -> None:
        """Join complaints of one name that agree in something else."""
        fits = (self.pairs.weight >= LEAST) & evidence.named_alike(self.pairs) & evidence.single(self.pairs, self.alone)
        sure = np.flatnonzero(fits)
        candidates = sure
        group = _components(self.group, self.pairs.only(sure))
        torn = self._torn(group)[group[self.pairs.left[sure]]]
        whole = sure[~torn]
        whole = whole[_spanning(self.group, self.pairs.only(whole))]
        cut = untangled(self.group, self.pairs.only(sure[torn]), self.profile.ids)
        sure = np.concatenate([whole, sure[torn][cut]])
        self.group = _components(self.group, self.pairs.only(sure))
        self._try_pairs(candidates, len(sure))
        self._hold(sure, self.pairs.weight[sure], -1)

    def _torn(self, group: Ints) -> NDArray[np.bool_]:
        """Which groups have several id numbers."""
        known = self.profile.ids >= 0
        both = np.unique(np.stack([group[known], self.profile.ids[known]]), axis=1)
        return np.bincount(both[0], minlength=int(group.max(initial=-1)) + 1) > 1

    def nameless(self) -> None:
        """Put nameless complaints to whom they point, at most as many as a person has otherwise."""
        owner = self.pointers.owners(self.group, self.firm)
        places, rows = _best_pairs(self.pairs, self.group, owner)
        moved, sizes = self.group[rows], self.firm[self.group[rows]]
        order = np.lexsort((rows, -self.pairs.weight[places]))
        room = self.firm - np.bincount(self.group[self.bare], minlength=len(self.firm))
        kept = order[_before(owner[rows[order]], sizes[order]) + sizes[order] <= room[owner[rows[order]]]]
        target = np.arange(len(self.firm))
        self._try_groups(moved[kept], owner[rows[kept]], self.pairs.weight[places[kept]] + _CERTAINTY)
        target[moved[kept]] = owner[rows[kept]]
        self.bare |= np.isin(self.group, moved[kept])
        self.group = target[self.group]
        self._hold(places[kept], self.pairs.weight[places[kept]] + _CERTAINTY, -1)

    def groups(self) -> None:
        """Join groups by everything that they share."""
        found = evidence.joined(self.pairs, self.group, self.prior)
        size = np.minimum(self.firm, _MOST_SIZE)
        weight = found.weight + np.log2(np.maximum(np.maximum(size[found.a], size[found.b]), 1))
        place = np.maximum(found.pair[:, [evidence.PHONE, evidence.ADDRESS]], 0)
        single = np.asarray(self.alone[place].all(axis=1))
        fits = evidence.enough(found.agrees, found.names_differ, found.ids_differ, single)
        chosen = np.flatnonzero(fits & (weight >= LEAST))
        chosen = chosen[np.lexsort((found.b[chosen], found.a[chosen], -weight[chosen]))]
        profile = self.profile.of(self.group, np.unique(np.concatenate([found.a[chosen], found.b[chosen]])))
        target = np.arange(int(self.group.max(initial=-1)) + 1)
        number = len(self.held)
        joins: list[int] = []
        for at in _best_partners(found, weight, chosen, profile[0]):
            a, b = int(found.a[at]), int(found.b[at])
            if _contradict(profile, a, b):
                continue
            target[b] = a
            joins.append(at)
            places = np.unique(found.pair[at][found.pair[at] >= 0])
            self._hold(places, np.full(len(places), weight[at]), number if len(places) > 1 else -1)
            number += 1
        self._try_groups(found.a[joins], found.b[joins], weight[joins])
        self.group = target[self.group]

    def _try_pairs(self, places: Ints, joins: int) -> None:
        """Pairs of one name, judged by their own id numbers: each complaint counts once, all together as much as their joins."""
        if self.told is not None:
            left, right = self.told[self.pairs.left[places]], self.told[self.pairs.right[places]]
            both = (left >= 0) & (right >= 0)
            rows = self.pairs.left[places][both]
            share = 1 / np.bincount(rows, minlength=1)[rows]
            share *= joins / max(share.sum(), 1.0)
            self.trials.append((self.pairs.weight[places][both], (left == right)[both], share))

    def _try_groups(self, a: Ints, b: Ints, weight: NDArray[np.floating]) -> None:
        """Joins of groups, judged by whether one id number is in both."""
        if self.told is not None:
            ids = _sets(self.group, self.told, np.unique(np.concatenate([a, b])))
            sides = [(ids.get(one), ids.get(other)) for one, other in zip(a.tolist(), b.tolist(), strict=True)]
            both = np.array([bool(one and other) for one, other in sides], bool)
            right = np.array([bool(one and other and one & other) for one, other in sides], bool)
            size = np.bincount(self.group)
            judged = 1 - (1 - (self.told >= 0).sum() / max(len(self.told), 1)) ** size
            self.trials.append((weight[both], right[both], 1 / (judged[a] * judged[b])[both]))

    def _hold(self, places: Ints, weight: NDArray[np.floating], joint: int) -> None:
        if len(places):
            self.held.append(_Held(places, weight.astype(np.float32), joint))


def _best_pairs(pairs: Pairs, group: Ints, owner: Ints) -> tuple[Ints, Ints]:
    """For each group that points to an owner the strongest pair between them: its place, and the row that points."""
    forth = np.flatnonzero((owner[pairs.left] >= 0) & (owner[pairs.left] == group[pairs.right]))
    back = np.flatnonzero((owner[pairs.right] >= 0) & (owner[pairs.right] == group[pairs.left]))
    places = np.concatenate([forth, back])
    rows = np.concatenate([pairs.left[forth], pairs.right[back]]).astype(np.int64)
    order = np.lexsort((places, -pairs.weight[places], group[rows]))
    first = np.unique(group[rows[order]], return_index=True)[1]
    return places[order][first], rows[order][first]


def _before(of: Ints, sizes: Ints) -> Ints:
    """The sum of sizes that stood before with the same number."""
    order = np.argsort(of, kind="stable")
    total = np.cumsum(sizes[order]) - sizes[order]
    starts = np.searchsorted(of[order], of[order])
    before = np.empty(len(of), np.int64)
    before[order] = total - total[starts] if len(of) else total
    return before


def _best_partners(found: evidence.Joint, weights: NDArray[np.float64], chosen: Ints, names: Sets) -> Iterator[int]:
    """Joins by weight, each group in one at most; a nameless group only where no other name is nearly as good."""
    taken: dict[int, float] = {}
    second = _seconds(found, weights, chosen)
    for at in chosen.tolist():
        a, b, weight = int(found.a[at]), int(found.b[at]), float(weights[at])
        if a in taken or b in taken:
            continue
        nameless = [each for each in (a, b) if not names.get(each)]
        if any(weight - second.get(each, -np.inf) < _MARGIN for each in nameless if names.get(a) or names.get(b)):
            continue
        taken[a] = taken[b] = weight
        yield at


def _seconds(found: evidence.Joint, weights: NDArray[np.float64], chosen: Ints) -> dict[int, float]:
    """The weight of each group's second best partner."""
    best: dict[int, float] = {}
    second: dict[int, float] = {}
    for at in chosen.tolist():
        for each in (int(found.a[at]), int(found.b[at])):
            if each in best:
                second.setdefault(each, float(weights[at]))
            else:
                best[each] = float(weights[at])
    return second


def _contradict(profile: tuple[Sets, Sets, Sets], a: int, b: int) -> bool:
    names, ids, sexes = ((part.get(a, set()), part.get(b, set())) for part in profile)
    if any(one and other and not one & other for one, other in (ids, sexes)):
        return True
    return len(names[0] | names[1]) > _MOST_NAMES


def untangled(start: Ints, pairs: Pairs, ids: NDArray[np.int32]) -> Ints:
    """Places of the pairs that join groups with several id numbers, the strongest first (Kruskal), none that puts two numbers together.

    Only a pair that was found enough although its own two id numbers differ does that: it says more than complaints between two numbers.
    """
    rows = np.unique(np.concatenate([pairs.left, pairs.right]))
    held = _sets(start, ids, np.unique(start[rows]))
    top: dict[int, int] = {}
    differ = evidence.differs(pairs.levels)[:, evidence.ID]
    kept: list[int] = []
    for at in np.lexsort((pairs.right, pairs.left, -pairs.weight)).tolist():
        a, b = (_top(top, int(start[end])) for end in (pairs.left[at], pairs.right[at]))
        mine, others = held.get(a, set()), held.get(b, set())
        if a == b or (mine and others and not mine & others and not differ[at]):
            continue
        top[b] = a
        held[a] = mine | others
        kept.append(at)
    return np.array(kept, np.int64)


def _top(top: dict[int, int], one: int) -> int:
    while one in top:
        top[one] = top.get(top[one], top[one])
        one = top[one]
    return one
