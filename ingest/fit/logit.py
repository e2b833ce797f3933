"""The conditional logit (McFadden 1974) that orders candidates, in a search and in a conversation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from knowledge.ranker import Matrix

Choice = tuple[Matrix, int]
"""Features of the candidates, one row each, and the row of the one that was meant."""


def fit_logit(
    choices: Sequence[Choice], start: Sequence[float], strength: float, *, positive: bool = False
) -> npt.NDArray[np.float64]:
    """Maximum likelihood with an L2 of ``strength`` around zero; with ``positive`` no weight falls below zero."""

    rows = np.concatenate([features for features, _right in choices])
    starts = np.cumsum([0, *(len(features) for features, _right in choices)])[:-1]
    owner = np.repeat(np.arange(len(choices)), np.diff([*starts, len(rows)]))
    meant = starts + np.array([right for _features, right in choices])
    wanted = rows[meant].mean(axis=0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = rows @ weights
        highest = np.maximum.reduceat(scores, starts)
        grown = np.exp(scores - highest[owner])
        total = np.add.reduceat(grown, starts)
        slope = rows.T @ (grown / total[owner]) / len(choices) - wanted
        missed = np.log(total) + highest - scores[meant]
        return float(missed.mean() + strength * weights @ weights), slope + 2 * strength * weights

    bounds = [(0, None)] * len(start) if positive else None
    found = minimize(loss, np.array(start), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)
