"""Whether "0.99" means 99 in 100, checked and corrected without knowing the truth.

Some pairs of a register tell the truth themselves: both complaints carry a whole id number, the same or not. On these pairs the weight
of everything but the id number is compared with what the id numbers say, and a line through the log odds (Platt 1999) corrects what is
shown. Only pairs that something besides the id number brought together count, and each complaint counts once. Who is joined is decided
on the weights as they are: pairs of the busiest are most of all pairs, and would otherwise lower the bar for everybody.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.claimants.evidence import ID
from ingest.claimants.weights import Pairs
from knowledge.complaints.edge_words import DIFFERENT, PARTLY, SAME

LEAST_LABELS = 100
"""Pairs of each kind (same and different id numbers) under which nothing is corrected."""
_SLOPES, _OFFSETS = (0.5, 1.5), (-6.0, 6.0)
_STEPS = 25
_RIDGE = 1.0


def correction(pairs: Pairs) -> tuple[float, float] | None:
    """(intercept, slope) for log2 odds, ``None`` where too few pairs tell the truth."""
    rest = np.delete(pairs.levels, ID, axis=1)
    told = (rest >= PARTLY).any(axis=1) & ((pairs.levels[:, ID] == SAME) | (pairs.levels[:, ID] == DIFFERENT))
    truth = pairs.levels[told, ID] == SAME
    if min(int(truth.sum()), int((~truth).sum())) < LEAST_LABELS:
        return None
    share = 1 / np.bincount(pairs.left[told])[pairs.left[told]]
    offset, slope = _line((pairs.weight - pairs.weights[:, ID])[told], truth, share)
    return float(np.clip(offset, *_OFFSETS)), float(np.clip(slope, *_SLOPES))


def _line(weight: NDArray[np.float32], truth: NDArray[np.bool_], share: NDArray[np.float64]) -> tuple[float, float]:
    """Newton's steps of a logistic regression on log2 odds, drawn towards no correction."""
    x = np.stack([np.ones(len(weight)), np.clip(weight.astype(float), -40, 40)], axis=1) * np.log(2)
    beta = np.array([0.0, 1.0])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(x @ beta, -50, 50)))
        slope = x.T @ (share * (truth - likely)) - _RIDGE * (beta - (0.0, 1.0))
        curve = (x * (share * likely * (1 - likely))[:, None]).T @ x + _RIDGE * np.eye(2)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-6:
            break
    return float(beta[0]), float(beta[1])


def chance(weight: NDArray[np.float32], line: tuple[float, float]) -> NDArray[np.float32]:
    """Probability of log2 odds, along the line."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(line[0] + line[1] * weight, -60, 60))), np.float32)
