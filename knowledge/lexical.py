"""BM25 with rank-bm25's statistics, laid out as one sparse matrix.

A query adds up one short row a term instead of passing over every document; the scores are those of
``rank_bm25.BM25Okapi.get_scores`` (Robertson et al., Okapi at TREC-3, with rank-bm25's floor for negative idf).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.words import pack_words, unpack_words

FloatArray = npt.NDArray[np.float64]


class LexicalIndex:
    """Terms x documents: ``weights[starts[t]:starts[t + 1]]`` are the scores that term ``t`` gives ``documents[...]``."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        starts: npt.NDArray[np.int64],
        documents: npt.NDArray[np.int32],
        weights: FloatArray,
        size: int,
    ) -> None:
        self._vocabulary = {term: number for number, term in enumerate(vocabulary)}
        self._starts, self._documents, self._weights = starts, documents, weights
        self.size = size
        self._best = np.maximum(np.maximum.reduceat(weights, starts[:-1]), 0)

    @classmethod
    def build(cls, corpus: Sequence[Sequence[str]]) -> Self:
        """Index ``corpus``, one list of terms a document (at least one document)."""
        from rank_bm25 import BM25Okapi

        if not any(corpus):  # rank-bm25 divides by the number of terms
            return cls((), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), len(corpus))
        model = BM25Okapi(corpus)
        vocabulary = sorted(model.idf)
        numbers = {term: number for number, term in enumerate(vocabulary)}
        pairs = [(numbers[term], at, tf) for at, counts in enumerate(model.doc_freqs) for term, tf in counts.items()]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
        table = table[np.lexsort((table[:, 1], table[:, 0]))]
        term, document, tf = table[:, 0], table[:, 1], table[:, 2].astype(np.float64)
        idf = np.array([model.idf[word] for word in vocabulary])
        lengths = np.array(model.doc_len, dtype=np.float64)
        floor = model.k1 * (1 - model.b + model.b * lengths / model.avgdl)
        weights = idf[term] * (tf * (model.k1 + 1) / (tf + floor[document]))
        starts = np.searchsorted(term, np.arange(len(vocabulary) + 1)).astype(np.int64)
        return cls(vocabulary, starts, document.astype(np.int32), weights, len(corpus))

    def scores(self, query: Sequence[str]) -> FloatArray:
        """Score of every document, shape ``(size,)``; a term said twice counts twice, as in rank-bm25."""
        total = np.zeros(self.size)
        for term in query:
            number = self._vocabulary.get(term)
            if number is not None:
                row = slice(self._starts[number], self._starts[number + 1])
                total[self._documents[row]] += self._weights[row]
        return total

    def ceiling(self, query: Sequence[str]) -> float:
        """What a document would get that gave each term of ``query`` its best weight; unknown terms count as the rarest."""
        best = float(self._best.max(initial=0.0))
        known = (self._vocabulary.get(term) for term in query)
        return max(sum(best if number is None else float(self._best[number]) for number in known), 1e-9)

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file; equal indexes give equal arrays."""
        np.savez(
            path,
            words=pack_words(self._vocabulary),
            starts=self._starts,
            documents=self._documents,
            weights=self._weights,
            size=self.size,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return cls(
                unpack_words(file["words"]), file["starts"], file["documents"], file["weights"], int(file["size"])
            )
