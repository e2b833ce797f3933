"""Which item does a way of calling fit? One that fits another item better, or two alike, is asked of neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from ingest.expand.calls import Calls, calls_of
from knowledge.colloquial import official_words
from knowledge.models import ItemId, ServiceGuide

WIDTH = 1 << 18
"""Columns that character pairs are hashed into."""
NEAR = 1e-6


class Rivals:
    """All items that might be meant, by the ways to call them."""

    def __init__(self, guides: Sequence[ServiceGuide], seed: int) -> None:
        self._calls = {guide.id: calls_of(guide, seed) for guide in guides}
        self._owners = _owners({item_id: calls.all for item_id, calls in self._calls.items()})
        self._situations = _owners({guide.id: [one.when for one in guide.variants] for guide in guides})
        names = [(call, at) for at, calls in enumerate(self._calls.values()) for call in calls.official]
        self._places = {item_id: at for at, item_id in enumerate(self._calls)}
        pairs = _pairs([call for call, _ in names])
        seen = np.bincount(pairs.indices, minlength=WIDTH)
        self._weights = (np.log((1 + len(names)) / (1 + seen)) + 1).astype(np.float32)
        self._names = csr_matrix(self._weighed(pairs).T)
        self._of = np.array([at for _, at in names], dtype=np.int64)

    def calls(self, item_id: ItemId) -> Calls:
        """The calls that mean this item and no other; ``item_id`` is one of the guides'."""
        return self._calls[item_id].only(lambda calls: self._fits(item_id, calls))

    def own_situation(self, when: str) -> bool:
        """Whether no second item knows this situation."""
        return len(self._situations.get(when, ())) <= 1

    def _fits(self, item_id: ItemId, calls: Sequence[str]) -> list[bool]:
        """Whether each of ``calls`` is made for no other item, and no other item's names are nearer to it."""
        cosines = csr_matrix(self._weighed(_pairs(calls)) @ self._names)
        own = self._of[cosines.indices] == self._places[item_id]
        nearest = _best(cosines, own) + NEAR >= _best(cosines, ~own)
        alone = (self._owners[call] == {item_id} for call in calls)
        return [bool(one and near) for one, near in zip(alone, nearest, strict=True)]

    def _weighed(self, rows: csr_matrix) -> csr_matrix:
        return _unit(csr_matrix((rows.data * self._weights[rows.indices], rows.indices, rows.indptr), rows.shape))


def _best(cosines: csr_matrix, of: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """The largest value of each row among the entries ``of`` it, 0 where there is none."""
    values = np.append(np.where(of, cosines.data, 0), 0)
    empty = np.diff(cosines.indptr) == 0
    best: npt.NDArray[np.float32] = np.maximum.reduceat(values, cosines.indptr[:-1])
    return np.where(empty, 0, best)


def random_of(item_id: ItemId, seed: int) -> np.random.Generator:
    """Chance of one item's own: what is made for it does not change with the other items."""
    return np.random.default_rng([seed, crc32(item_id.encode())])


def _owners(calls: Mapping[ItemId, Iterable[str]]) -> dict[str, set[ItemId]]:
    owners: dict[str, set[ItemId]] = defaultdict(set)
    for item_id, those in calls.items():
        for call in those:
            owners[call].add(item_id)
    return dict(owners)


def _pairs(lines: Sequence[str]) -> csr_matrix:
    """Pairs of neighbouring characters of each line and of the official words for what it says."""
    rows = [
        sorted({_column(pair) for word in (line, *official_words(line)) for pair in pairwise(word)}) for line in lines
    ]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    return csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(lines), WIDTH))


def _column(pair: tuple[str, str]) -> int:
    return crc32("".join(pair).encode()) % WIDTH


def _unit(rows: csr_matrix) -> csr_matrix:
    squares = np.bincount(_row_of(rows), rows.data**2, minlength=rows.shape[0])
    lengths = np.maximum(np.sqrt(squares), 1e-9).astype(np.float32)
    return csr_matrix((rows.data / lengths[_row_of(rows)], rows.indices, rows.indptr), rows.shape)


def _row_of(rows: csr_matrix) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
