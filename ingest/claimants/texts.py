"""Texts written after one form: groups of near-duplicates by MinHash (Broder 1997) over triples of characters.

A complaint's own names, products and figures are taken out first, so that what is left is how it is written. Groups say that texts come
from one form, never that one person wrote them. Everything is vectorised: half a million texts in seconds, on one core.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.progress import Progress, SilentProgress

HASHES, BANDS = 32, 8
"""32 minima in 8 bands of 4: of texts that share 0.8 of their triples 98 % meet in a band, of those that share 0.4 one in five
(and then their minima are compared)."""
_ALIKE = 0.7
"""Share of equal minima (an estimate of the Jaccard similarity) from which texts are near-duplicates."""
_LEAST = 12
"""A shorter text says too little about how it is written."""
_MOST = 600
_CHUNK = 50_000
_SEED = 20_261_124
_NOT_WRITING = re.compile(r"[\s\W_]+")
_FIGURES = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万两]+")
Hashes = NDArray[np.uint32]


def written(text: str, own: Iterable[str | None]) -> str:
    """How a text is written: without the complaint's own words (names, product), figures, blanks and punctuation."""
    for word in own:
        if word and len(word) > 1:
            text = text.replace(word, "")
    return _NOT_WRITING.sub("", _FIGURES.sub("0", text[:_MOST]))


def minima(texts: Sequence[str], progress: Progress | None = None) -> Hashes:
    """MinHash signatures (n, ``HASHES``) of texts; zeros for texts too short to say anything."""
    generator = np.random.default_rng(_SEED)
    factors = generator.integers(1, 2**63, HASHES, dtype=np.uint64) | np.uint64(1)
    held = np.zeros((len(texts), HASHES), np.uint32)
    with (progress or SilentProgress()).task("读投诉内容的写法", len(texts)) as task:
        for start in range(0, len(texts), _CHUNK):
            part = texts[start : start + _CHUNK]
            held[start : start + len(part)] = _minima(part, factors)
            task.advance(len(part))
    return held


def _minima(texts: Sequence[str], factors: NDArray[np.uint64]) -> Hashes:
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    result = np.zeros((len(texts), len(factors)), np.uint32)
    enough = lengths >= _LEAST
    if not enough.any():
        return result
    joined = "".join(text for text in texts if len(text) >= _LEAST)
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    triples = (signs[:-2] << np.uint64(42)) ^ (signs[1:-1] << np.uint64(21)) ^ signs[2:]
    triples ^= triples >> np.uint64(29)
    # the last two triples of a text reach into the next one: they are left out
    ends = np.cumsum(lengths[enough])
    starts = ends - lengths[enough]
    inside = np.ones(len(triples) + 2, bool)
    inside[ends - 1] = inside[ends - 2] = False
    triples = triples[inside[:-2]]
    firsts = starts - 2 * np.arange(len(starts))
    for at, factor in enumerate(factors):
        result[enough, at] = np.minimum.reduceat(((triples * factor) >> np.uint64(32)).astype(np.uint32), firsts)
    return result


def groups(signatures: Hashes) -> NDArray[np.int32]:
    """The group of each text, numbered from 0 by first row; -1 for who resembles nobody. Input (n, ``HASHES``)."""
    kinds, first, which = np.unique(_bytes(signatures), return_index=True, return_inverse=True)
    different = signatures[first]
    part = _led(different)
    empty = ~different.any(axis=1)
    label = np.where(empty, -1, part)[which]
    sizes = np.bincount(label[label >= 0], minlength=len(kinds) + 1)
    label[(label >= 0) & (sizes[label] < 2)] = -1
    return renumbered(label)


def _bytes(signatures: Hashes) -> NDArray[np.void]:
    held = np.ascontiguousarray(signatures)
    return held.view(np.dtype((np.void, held.dtype.itemsize * held.shape[1]))).ravel()


def _led(signatures: Hashes) -> NDArray[np.int64]:
    """The leader of each text; leaders that resemble each other are one, once, so that a group stays two likenesses wide."""
    leader = _leaders(signatures)
    leaders = np.unique(leader)
    above = np.arange(len(signatures))
    above[leaders] = leaders[_leaders(signatures[leaders])]
    return above[leader]


def _leaders(signatures: Hashes) -> NDArray[np.int64]:
    """The leader of each text: every member resembles its leader, so that no chain of likenesses makes one group of all texts."""
    width, rows = HASHES // BANDS, np.arange(len(signatures))
    leader = rows.copy()
    leads = np.zeros(len(signatures), bool)
    for band in range(BANDS):
        free = rows[(leader == rows)]
        # who leads already comes before who does not, then by row: a bucket's first is whom its others are compared with
        free = free[np.lexsort((free, ~leads[free]))]
        keys = _bytes(signatures[free, band * width : (band + 1) * width])
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
        chosen = free[first[which]]
        near = (signatures[free] == signatures[chosen]).mean(axis=1) >= _ALIKE
        near &= (chosen != free) & ~leads[free]
        leader[free[near]] = chosen[near]
        leads[chosen[near]] = True
    return leader


def renumbered(label: NDArray[np.int64]) -> NDArray[np.int32]:
    """The same groups, numbered by the first row of each."""
    held = label >= 0
    _, first, which = np.unique(label[held], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    result = np.full(len(label), -1, np.int32)
    result[held] = rank[which]
    return result


def matches(held: Hashes, new: Hashes) -> NDArray[np.int64]:
    """For each new signature the first held row found that resembles it, -1 for none."""
    found = np.full(len(new), -1, np.int64)
    width = HASHES // BANDS
    for band in range(BANDS):
        part = slice(band * width, (band + 1) * width)
        here, there = _mixed(held[:, part]), _mixed(new[:, part])
        rows = np.flatnonzero(np.isin(here, there))
        keys, first = np.unique(here[rows], return_index=True)
        place = np.minimum(np.searchsorted(keys, there), max(len(keys) - 1, 0))
        if not len(keys):
            continue
        candidate = rows[first[place]]
        near = (keys[place] == there) & ((held[candidate] == new).mean(axis=1) >= _ALIKE) & new.any(axis=1)
        found = np.where((found < 0) & near, candidate, found)
    return found


def _mixed(part: Hashes) -> NDArray[np.uint64]:
    """One number for a band's four minima."""
    mixed = np.zeros(len(part), np.uint64)
    for column in part.T:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
    return mixed
