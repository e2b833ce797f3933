"""Fit the model that tells the guides' matters from everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from ingest.fit.features import feature_matrix, vocabulary_of
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
    vocabulary = vocabulary_of(Counter(name for row in rows for name in row), LEAST)
    if not vocabulary or not foreign or len(lines) == len(foreign):
        return DomainModel()
    belongs = np.arange(len(lines)) < len(lines) - len(foreign)
    model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(
        feature_matrix(rows, vocabulary, unit=True), belongs
    )
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
