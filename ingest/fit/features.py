"""From rows of named features to the sparse matrices that the models are fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix


def vocabulary_of(counts: Counter[str], least: int) -> dict[str, int]:
    """Column of each feature that occurs ``least`` times or more, in the order of their names."""
    return {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def feature_matrix(rows: Sequence[Sequence[str]], vocabulary: Mapping[str, int], *, unit: bool = False) -> csr_matrix:
    """Shape ``(len(rows), len(vocabulary))``: 1 where a row has the feature, or with ``unit`` rows of length 1."""
    known = [[vocabulary[name] for name in row if name in vocabulary] for row in rows]
    lengths = np.array([len(row) for row in known], dtype=np.int64)
    columns = np.fromiter(chain.from_iterable(known), dtype=np.int64)
    values = np.repeat(1 / np.maximum(lengths, 1) ** 0.5, lengths) if unit else np.ones(len(columns), np.float32)
    return csr_matrix((values, columns, np.concatenate([[0], np.cumsum(lengths)])), (len(rows), len(vocabulary)))
