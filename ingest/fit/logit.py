"""The conditional logit (McFadden 1974) that orders candidates, in a search and in a conversation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from knowledge.ranker import Matrix

Choice = tuple[Matrix, int]
"""Features of the candidates, one row each, and the row of the one that was meant."""


def fit_logit(
    choices: Sequence[Choice], start: Sequence[float], strength: float, *, positive: bool = False
) -> npt.NDArray[np.float64]:
    """Maximum likelihood with an L2 of ``strength`` around zero; with ``positive`` no weight falls below zero."""

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in choices:
            scores = features @ weights
            spread = logsumexp(scores)
            total += spread - scores[right]
            slope += np.exp(scores - spread) @ features - features[right]
        count = len(choices)
        return float(total / count + strength * weights @ weights), slope / count + 2 * strength * weights

    bounds = [(0, None)] * len(start) if positive else None
    found = minimize(loss, np.array(start), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)
