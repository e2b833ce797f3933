"""Complaints that read like a text, and so how such cases ended: BM25 over pairs of characters (Robertson and Zaragoza 2009).

Pairs of characters need no dictionary for names of goods and dishes, and 100,000 complaints are indexed in three seconds. Only ended cases are
indexed, the newest first, and of near-duplicate texts a few, so that one formatted text does not fill the list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.columns import Columns, Ints, Rows
from knowledge.complaints.complaint import OUTCOMES
from knowledge.complaints.links import Links

MOST_INDEXED = 100_000
OF_ONE_GROUP = 3
LONGEST = 400
"""Characters of a complaint that are compared."""
_BUCKETS, _AT_ONCE, _LINE = 1 << 18, 20_000, 10
_K1, _B = 1.2, 0.75
_COMMON = 0.25
"""A pair that stands in more than a quarter of all texts says nothing."""


@dataclass(frozen=True)
class Near:
    """A complaint's row, and how near it is: 1 is what the text itself would get."""

    row: int
    score: float


@dataclass(frozen=True)
class SimilarCases:
    """The index: postings by pair of characters. ``rows`` (d) are the rows of the d indexed complaints."""

    rows: Rows
    kinds: Ints
    documents: NDArray[np.int32]
    starts: Ints
    weights: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def near(self, text: str, limit: int = 8, kind: int | None = None, without: Rows | None = None) -> list[Near]:
        """The nearest ended complaints, nearest first; ``kind`` is a place in ``KINDS``, ``without`` rows to leave out."""
        pairs = np.unique(_pairs([text])[0])
        scores = np.zeros(len(self.rows), np.float32)
        best = 0.0
        for pair in pairs.tolist():
            weight = float(self.weights[pair])
            if weight > 0:
                found = self.documents[self.starts[pair] : self.starts[pair + 1]]
                scores[found] += weight
                best += weight
        if best == 0:
            return []
        scores = scores * (_K1 + 1) / (1 + _K1 * (1 - _B + _B * self.lengths))
        own = (_K1 + 1) / (1 + _K1 * (1 - _B + _B * len(pairs) / max(1.0, self.mean)))
        scores[~self._allowed(kind, without)] = 0
        many = min(len(scores), limit)
        top = np.argpartition(-scores, many - 1)[:many] if many else np.empty(0, np.int64)
        top = top[np.lexsort((self.rows[top], -scores[top]))]
        return [Near(int(self.rows[at]), min(1.0, float(scores[at]) / (best * own))) for at in top if scores[at] > 0]

    @property
    def mean(self) -> float:
        """Different pairs of a complaint, on average."""
        return len(self.documents) / max(1, len(self.rows))

    def _allowed(self, kind: int | None, without: Rows | None) -> NDArray[np.bool_]:
        allowed = np.ones(len(self.rows), bool) if kind is None else self.kinds == kind
        return allowed if without is None else allowed & ~np.isin(self.rows, without)


def build(columns: Columns) -> SimilarCases:
    """Index a register."""
    rows = _indexed(columns)
    texts = columns.register.table["text"].take(rows).to_pylist()
    documents, pairs = _postings(texts)
    counts = np.bincount(pairs, minlength=_BUCKETS)
    lengths = np.bincount(documents, minlength=len(rows)).astype(np.float32)
    idf = np.log1p((len(rows) - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    idf[(counts == 0) | (counts > max(50, _COMMON * len(rows)))] = 0
    return SimilarCases(
        rows=rows,
        kinds=columns.kind[rows],
        documents=documents,
        starts=np.concatenate(([0], np.cumsum(counts))),
        weights=idf,
        lengths=lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0),
    )


def endings(columns: Columns, near: list[Near]) -> dict[str, int]:
    """How these ended: complaints by outcome."""
    return dict(Counter(OUTCOMES[int(columns.outcome[one.row])] for one in near))


def _indexed(columns: Columns) -> Rows:
    """The newest ended complaints that say something, a few of each group of near-duplicates."""
    ended = np.flatnonzero(columns.outcome != OUTCOMES.index("open"))
    newest = ended[np.argsort(-columns.day[ended], kind="stable")]
    links: Links | None = columns.register.links
    if links is not None:
        newest = newest[_rank_within(links.text_group[newest]) < OF_ONE_GROUP]
    return np.sort(newest[:MOST_INDEXED])


def _rank_within(group: NDArray[np.int32]) -> Ints:
    """How many of the same group came before; 0 for those of no group."""
    order = np.argsort(group, kind="stable")
    held = group[order]
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(held, held)
    return np.where(group < 0, 0, rank)


def _postings(texts: list[str]) -> tuple[NDArray[np.int32], Ints]:
    """Documents by pair, pairs ascending, each document once a pair; and the pair of each posting."""
    keys = [np.empty(0, np.int64)]
    for start in range(0, len(texts), _AT_ONCE):
        pairs, owners = _pairs(texts[start : start + _AT_ONCE])
        held = np.sort((owners + start) * _BUCKETS + pairs)
        keys.append(held[np.diff(held, prepend=-1) > 0])
    held = np.concatenate(keys)
    documents, pair = (held // _BUCKETS).astype(np.int32), (held % _BUCKETS).astype(np.int32)
    order = np.argsort(pair, kind="stable")
    return documents[order], pair[order].astype(np.int64)


def _pairs(texts: list[str]) -> tuple[Ints, Ints]:
    """The bucket of each pair of neighbouring letters, and the text (its place) that the pair stands in.

    Only letters count, half width and lower case; figures, days and punctuation say nothing about a case.
    """
    whole = "\n".join(text[:LONGEST].replace("\n", " ") for text in texts).lower()
    signs = np.frombuffer(whole.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    owners = np.cumsum(signs == _LINE)
    signs = np.where((signs >= 0xFF41) & (signs <= 0xFF5A), signs - 0xFEE0, signs)
    letters = (signs >= 0x3400) & (signs <= 0x9FFF) | (signs >= 0x61) & (signs <= 0x7A) | (signs >= 0x20000)
    signs, owners = signs[letters], owners[letters]
    same = owners[:-1] == owners[1:]
    left, right = signs[:-1][same], signs[1:][same]
    return ((left * 0x9E3779B1 + right * 0x85EBCA6B) >> 7) % _BUCKETS, owners[:-1][same]
