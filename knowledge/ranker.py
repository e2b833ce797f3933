"""From signals to an order, and from an order to a probability that can be trusted.

The order is a conditional logit over the candidates (McFadden 1974); the confidence is a logistic calibration
(Platt 1999) of the winner, fitted at ingest on questions that the index had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

SIGNALS = ("proxy", "text", "bm25_text", "bm25_item", "coverage")
"""Columns of a signal matrix: cosine with the item's proxy, best cosine with one of its texts, best BM25 of one of
its texts and BM25 of its whole guide (each relative to the best item), and that best BM25 relative to the query's own
total idf."""
EVIDENCE = ("probability", "margin", "proxy", "text", "coverage", "length", "domain")
"""Inputs of the calibration: read off the winner, and the words' own log odds of belonging to the guides."""


@dataclass(frozen=True)
class Ranker:
    """Weights of the order (one a signal), and of two logistic models of the winner's evidence (intercept first).

    ``calibration`` says how likely the winner is the item meant, for a question that the guides answer; ``scope`` how
    likely the guides answer the question at all, with as many foreign lines as questions in mind. They are kept apart
    because how often citizens ask foreign things is not known when the knowledge base is built.
    """

    weights: tuple[float, ...] = (10.0, 2.0, 1.0, 1.0, 0.0)
    calibration: tuple[float, ...] = (-2.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    scope: tuple[float, ...] = (-3.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0, 0.0)

    def probabilities(self, signals: Matrix) -> Matrix:
        """Softmax over the candidates, shape ``(n,)``, of a signal matrix of shape ``(n, len(SIGNALS))``."""
        scores = signals @ np.array(self.weights)
        grown = np.exp(scores - scores.max())
        return np.asarray(grown / grown.sum(), dtype=np.float64)

    def confidence(self, evidence: Matrix) -> float:
        """Calibrated chance that the winner is meant, given its :func:`evidence_of`."""
        return _logistic(self.calibration, evidence)

    def in_scope(self, evidence: Matrix) -> float:
        """Chance that the knowledge base answers the question at all."""
        return _logistic(self.scope, evidence)

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {**asdict(self), "signals": SIGNALS, "evidence": EVIDENCE}

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """What :meth:`to_dict` gave; raises ValueError for a ranker of other signals."""
        if values.get("signals") != list(SIGNALS) or values.get("evidence") != list(EVIDENCE):
            raise ValueError("this ranker was fitted on other signals")
        return cls(
            weights=tuple(values["weights"]),  # type: ignore[arg-type]
            calibration=tuple(values["calibration"]),  # type: ignore[arg-type]
            scope=tuple(values["scope"]),  # type: ignore[arg-type]
        )


def _logistic(weights: tuple[float, ...], evidence: Matrix) -> float:
    return float(1 / (1 + np.exp(-(weights[0] + evidence @ np.array(weights[1:])))))


def evidence_of(
    signals: Matrix, probabilities: Matrix, order: npt.NDArray[np.intp], length: int, domain: float
) -> Matrix:
    """The calibration's inputs, shape ``(len(EVIDENCE),)``.

    ``length`` is the query's number of characters, ``domain`` its log odds of belonging to the guides' matters.
    """
    best = order[0]
    second = float(probabilities[order[1]]) if len(order) > 1 else 0.0
    winner = signals[best]
    return np.array(
        [
            probabilities[best],
            probabilities[best] - second,
            winner[0],
            winner[1],
            winner[4],
            min(length, 60) / 20,
            domain,
        ]
    )
