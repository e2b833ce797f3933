"""BM25 with rank-bm25's statistics, laid out as one sparse matrix.

A query adds up one short row a term instead of passing over every document; the scores are those of
``rank_bm25.BM25Okapi.get_scores`` (Robertson et al., Okapi at TREC-3, with rank-bm25's floor for negative idf).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.words import pack_words, unpack_words

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

K1, B, EPSILON = 1.5, 0.75, 0.25
"""``BM25Okapi``'s defaults: saturation, length normalisation, floor of the idf as a share of the average idf."""


class LexicalIndex:
    """Terms x documents: ``weights[starts[t]:starts[t + 1]]`` are the scores that term ``t`` gives ``documents[...]``."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        starts: IntArray,
        documents: npt.NDArray[np.integer],
        weights: FloatArray,
        size: int,
        idf: FloatArray,
        mean: float,
    ) -> None:
        self._vocabulary = {term: number for number, term in enumerate(vocabulary)}
        self._bounds = starts.tolist()
        # 64 bits in memory, 32 on the disk: np.bincount would otherwise widen them again for every query.
        self._documents, self._weights = documents.astype(np.int64, copy=False), weights
        self.size = size
        self._idf, self._mean = idf, mean
        self._best = np.maximum(np.maximum.reduceat(weights, starts[:-1]), 0) if len(starts) > 1 else np.zeros(0)
        self._highest = float(self._best.max(initial=0.0))

    @classmethod
    def build(cls, corpus: Iterable[Sequence[str]]) -> Self:
        """Index ``corpus``, one list of terms a document (at least one document), taken one by one."""
        numbers: dict[str, int] = {}
        said, lengths = array("q"), array("q")
        for document in corpus:
            said.extend([numbers.setdefault(term, len(numbers)) for term in document])
            lengths.append(len(document))
        return cls.of_numbers(list(numbers), np.array(said, dtype=np.int64), np.array(lengths, dtype=np.int64))

    @classmethod
    def of_numbers(cls, names: Sequence[str], said: IntArray, lengths: IntArray) -> Self:
        """Index documents whose terms are written one after another in ``said``, as places in ``names``.

        ``lengths`` says how many terms each document has. Names that no document says are left out.
        """
        size = len(lengths)
        pairs, often = np.unique(said * size + np.repeat(np.arange(size), lengths), return_counts=True)
        term, document = pairs // size, pairs % size
        found, first, spread = np.unique(term, return_index=True, return_counts=True)
        kept = [names[number] for number in found.tolist()]
        order = np.array(sorted(range(len(kept)), key=kept.__getitem__), dtype=np.int64)
        vocabulary = [kept[at] for at in order.tolist()]
        starts = np.concatenate([[0], np.cumsum(spread[order])]).astype(np.int64)
        rows = np.repeat(first[order] - starts[:-1], spread[order]) + np.arange(len(pairs))
        mean = max(len(said) / size, 1e-9)  # documents without terms would divide by zero
        tf, floor = often[rows], K1 * (1 - B + B * lengths / mean)
        document = document[rows]
        idf = _idf(spread[order], size)
        weights = np.repeat(idf, spread[order]) * (tf * (K1 + 1) / (tf + floor[document]))
        return cls(vocabulary, starts, document, weights, size, idf, mean)

    def spliced(self, moved: IntArray, size: int, added: Mapping[int, Sequence[str]]) -> Self:
        """The index of ``size`` documents of which some are new, by the statistics of those indexed at first.

        ``moved`` (one entry a document here) is its new place, -1 where it goes; ``added`` maps the other new places to
        their terms. Word weights and mean length stay, so that no other document's score changes; a term never seen gets
        the idf of the rarest.
        """
        vocabulary = dict(self._vocabulary)
        said: list[tuple[int, int, float]] = []
        for place, terms in added.items():
            floor = K1 * (1 - B + B * len(terms) / self._mean)
            for word, often in Counter(terms).items():
                number = vocabulary.setdefault(word, len(vocabulary))
                said.append((number, place, often * (K1 + 1) / (often + floor)))
        said.sort()
        new = np.array(said, dtype=np.float64).reshape(-1, 3)
        term, place_of, share = new[:, 0].astype(np.int64), new[:, 1].astype(np.int64), new[:, 2]
        strangers = len(vocabulary) - len(self._vocabulary)
        rarest = np.log(max(self.size, 2) - 0.5) - np.log(1.5)
        idf = np.concatenate([self._idf, np.full(strangers, max(float(rarest), 0.0))])
        documents = moved[self._documents]
        kept = documents >= 0
        bounds = np.array(self._bounds + [self._bounds[-1]] * strangers, dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(kept)])[bounds]
        at = starts[term + 1]
        more = np.bincount(term, minlength=len(vocabulary))
        return type(self)(
            list(vocabulary),
            starts + np.concatenate([[0], np.cumsum(more)]),
            np.insert(documents[kept], at, place_of),
            np.insert(self._weights[kept], at, idf[term] * share),
            size,
            idf,
            self._mean,
        )

    def scores(self, query: Sequence[str]) -> FloatArray:
        """Score of every document, shape ``(size,)``; a term said twice counts twice, as in rank-bm25."""
        known = (self._vocabulary.get(term) for term in query)
        rows = [slice(self._bounds[number], self._bounds[number + 1]) for number in known if number is not None]
        if not rows:
            return np.zeros(self.size)
        documents = np.concatenate([self._documents[row] for row in rows])
        weights = np.concatenate([self._weights[row] for row in rows])
        return np.asarray(np.bincount(documents, weights, minlength=self.size), dtype=np.float64)

    def ceiling(self, query: Sequence[str]) -> float:
        """What a document would get that gave each term of ``query`` its best weight; unknown terms count as the rarest."""
        known = (self._vocabulary.get(term) for term in query)
        return max(sum(self._highest if number is None else float(self._best[number]) for number in known), 1e-9)

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file; equal indexes give equal arrays."""
        np.savez(
            path,
            words=pack_words(self._vocabulary),
            starts=np.array(self._bounds, dtype=np.int64),
            documents=self._documents.astype(np.int32),
            weights=self._weights,
            size=self.size,
            idf=self._idf,
            mean=self._mean,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return cls(
                unpack_words(file["words"]),
                file["starts"],
                file["documents"],
                file["weights"],
                int(file["size"]),
                file["idf"],
                float(file["mean"]),
            )


def _idf(spread: IntArray, size: int) -> FloatArray:
    """Weight of terms that stand in ``spread`` of ``size`` documents; those in most of them get the floor."""
    idf = np.log(size - spread + 0.5) - np.log(spread + 0.5)
    return np.where(idf < 0, EPSILON * idf.mean() if len(idf) else 0.0, idf)
