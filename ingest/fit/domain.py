"""Fit the model that tells the guides' matters from everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge import text
from knowledge.domain import DomainModel

MOST = 6_000
"""Own lines that are learnt from: some thousand show how citizens speak of matters, more only cost time."""
LEAST = 2
"""A feature must occur in this many lines."""
FOLDS = 3


def fit_domain(own: Sequence[str], foreign: Sequence[str], seed: int, strength: float = 5.0) -> DomainModel:
    """L2 logistic regression (inverse strength ``strength``) of normalised lines; both sides weigh alike."""
    lines = [*_some(own, seed), *foreign]
    rows = [text.features(line) for line in lines]
    counts = Counter(name for row in rows for name in row)
    vocabulary = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    if not vocabulary or not foreign or len(lines) == len(foreign):
        return DomainModel()
    known = [[vocabulary[name] for name in row if name in vocabulary] for row in rows]
    starts = np.cumsum([0, *map(len, known)])
    scale = np.concatenate([np.full(len(row), 1 / max(len(row), 1) ** 0.5) for row in known])
    matrix = csr_matrix((scale, np.concatenate(known).astype(np.int64), starts), (len(rows), len(vocabulary)))
    belongs = np.arange(len(lines)) < len(lines) - len(foreign)
    model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(matrix, belongs)
    weights = np.round(model.coef_[0], 5).astype(np.float32).tolist()
    return DomainModel(dict(zip(vocabulary, weights, strict=True)), round(float(model.intercept_[0]), 5))


def domain_unseen(own: Sequence[str], foreign: Sequence[str], others: Sequence[str], seed: int) -> dict[str, float]:
    """Log odds of ``foreign`` and of ``others``, each from models that had not learnt the line."""
    models = [
        fit_domain(own, [line for at, line in enumerate(foreign) if at % FOLDS != fold], seed) for fold in range(FOLDS)
    ]
    found = {line: models[0].log_odds(line) for line in others}
    return found | {line: models[at % FOLDS].log_odds(line) for at, line in enumerate(foreign)}


def _some(lines: Sequence[str], seed: int) -> list[str]:
    distinct = list(dict.fromkeys(lines))
    if len(distinct) <= MOST:
        return distinct
    chosen = np.random.default_rng(seed).choice(len(distinct), MOST, replace=False)
    return [distinct[at] for at in sorted(chosen)]
