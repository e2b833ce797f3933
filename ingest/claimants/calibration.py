"""Whether "0.99" means 99 in 100, checked and corrected without knowing the truth.

Some joins of a register tell the truth themselves: both sides carry an id number, one or two. So everything is joined once more as if no
complaint had an id number, from pairs that something else brought together, and the log odds of these joins are put to what the id
numbers say of them by a logistic regression (Platt 1999). Who is joined is decided on the weights as they are. Where too few joins can be
judged, each shows the odds that were asked of it, and the model record says so.
"""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from ingest.claimants import blocks, clusters
from ingest.claimants.clusters import Trials, tried
from ingest.claimants.evidence import ID
from ingest.claimants.weights import Pairs
from knowledge.complaints.edge_words import MISSING

LEAST: Final = 200
"""Joins that tell the truth under which nothing is corrected."""
LEAST_WRONG: Final = 5
"""Wrong joins under which nobody can say which weights go wrong."""
UNCORRECTED: Final = (clusters.LEAST, 0.0)
"""The line of a register that tells too little."""
_SUREST: Final = 1.0
"""Slope above which a correction would make weights surer than they are."""
_ASKED: Final = 100.0
"""Joins for which the odds asked of every join count: a few lucky trials are no proof of more."""
_FARTHEST: Final = 40.0
_STEPS: Final = 200


def correction(pairs: Pairs, table: pa.Table, prior: float) -> tuple[float, float] | None:
    """(intercept, slope) for log2 odds, ``None`` where too few joins tell the truth."""
    return line(tried(without_ids(pairs, table), table, prior))


def without_ids(pairs: Pairs, table: pa.Table) -> Pairs:
    """The pairs that something besides the id number brought together, without what it says."""
    table = blocks.blocked(table)
    rules = [name for name in blocks.NAMES if not {"id_number", "id_head"}.intersection(blocks.RULES.get(name, ()))]
    held = pairs.only(blocks.brought(table, pairs.left, pairs.right, rules))
    weights, levels = held.weights.copy(), held.levels.copy()
    weights[:, ID], levels[:, ID] = 0.0, MISSING
    return Pairs(held.left, held.right, held.weight - held.weights[:, ID], weights, levels)


def line(trials: Trials) -> tuple[float, float] | None:
    """The logistic line through joins, ``None`` where they are too few or it is not found."""
    wrong = int((~trials.right).sum())
    if len(trials) < LEAST or wrong < LEAST_WRONG or wrong == len(trials):
        return None
    counted = trials.share * (trials.share.sum() / (trials.share**2).sum())
    x = np.clip(trials.weight.astype(float), -_FARTHEST, _FARTHEST)
    asked = 1 / (1 + 2**-clusters.LEAST)
    x = np.append(x, [np.average(x, weights=counted)] * 2)
    right, counted = np.append(trials.right, (True, False)), np.append(counted, (_ASKED * asked, _ASKED * (1 - asked)))
    model = LogisticRegression(max_iter=_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model.fit(x[:, None] * np.log(2), right, sample_weight=counted)
        except ConvergenceWarning:
            return None
    slope = float(model.coef_[0, 0])
    if slope <= 0:
        # where more weight is no surer, one chance holds for all
        return _odds(float(np.average(right, weights=counted))), 0.0
    if slope > _SUREST:
        return None
    return float(model.intercept_[0]) / float(np.log(2)), slope


def _odds(share: float) -> float:
    return float(np.log2(share / (1 - share)))


def chance(weight: NDArray[np.float32], line: tuple[float, float]) -> NDArray[np.float32]:
    """Probability of log2 odds, along the line."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(line[0] + line[1] * weight, -60, 60))), np.float32)
