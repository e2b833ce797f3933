"""From signals to an order, and from an order to probabilities that can be trusted.

The order is a conditional logit over the candidates (McFadden 1974); the confidence is a logistic calibration
(Platt 1999) of the winner, and the kind of wish a multinomial one, both fitted at ingest on questions that the index
had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Self, get_args

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

SIGNALS = ("proxy", "text", "bm25_text", "bm25_item", "coverage")
"""Columns of a signal matrix: cosine with the subject's proxy, best cosine with one of its texts, best BM25 of one of
its texts and BM25 of all it says (each relative to the best subject), and that best BM25 relative to the query's own
total idf."""
EVIDENCE = (
    "probability",
    "margin",
    "proxy",
    "text",
    "coverage",
    "length",
    "domain",
    "topic",
    "topic_text",
    "policy",
    "policy_words",
)
"""What the calibration and the kinds are read from: the winner's own signals; how much the words belong to the guides
(log odds); how far the best topic stands above the best item, and how near one of its wordings is; how much of the
query the best article covers, and how much the words sound like policy files (log odds)."""

Kind = Literal["item", "topic", "policy", "missing", "foreign"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a question may be after: one item, a choice among several, an article of a policy file; a matter of the government
that is not here; nothing of the kind."""

_NO_OPINION = (0.0,) * (1 + len(EVIDENCE))


@dataclass(frozen=True)
class Ranker:
    """Weights of the order (one a signal), and of two models of the :func:`evidence_of` (intercept first).

    ``calibration`` says how likely the winner is the item meant, for a question that asks for one item; ``kinds`` how
    likely the question is of each of :data:`KINDS`, with foreign ones in mind. They are kept apart because how often citizens ask foreign things is not known
    when the knowledge base is built.
    """

    weights: tuple[float, ...] = (10.0, 2.0, 1.0, 1.0, 0.0)
    calibration: tuple[float, ...] = (-2.0, 4.0, *_NO_OPINION[2:])
    kinds: tuple[tuple[float, ...], ...] = (
        (-3.0, 0.0, 0.0, 8.0, *_NO_OPINION[4:]),
        (-30.0, *_NO_OPINION[1:]),
        (-30.0, *_NO_OPINION[1:]),
        (-30.0, *_NO_OPINION[1:]),
        _NO_OPINION,
    )

    def scores(self, signals: Matrix) -> Matrix:
        """Scores of the candidates, shape ``(n,)``, of a signal matrix of shape ``(n, len(SIGNALS))``."""
        return np.asarray(signals @ np.array(self.weights), dtype=np.float64)

    def confidence(self, evidence: Matrix) -> float:
        """Calibrated chance that the winner is meant."""
        return float(1 / (1 + np.exp(-(self.calibration[0] + evidence @ np.array(self.calibration[1:])))))

    def kind(self, evidence: Matrix) -> dict[Kind, float]:
        """Chance of each kind; they sum to 1."""
        table = np.array(self.kinds)
        return dict(zip(KINDS, softmax(table[:, 0] + table[:, 1:] @ evidence).tolist(), strict=True))

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
            kinds=tuple(map(tuple, values["kinds"])),  # type: ignore[call-overload]
        )


def softmax(scores: Matrix) -> Matrix:
    """Probabilities, shape as ``scores``."""
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum(), dtype=np.float64)


@dataclass(frozen=True)
class Ranked:
    """Candidates of one sort (subject numbers) with their signals, scores and probabilities; ``order`` is best first."""

    subjects: npt.NDArray[np.int64]
    signals: Matrix
    scores: Matrix
    probabilities: Matrix
    order: npt.NDArray[np.intp]

    @classmethod
    def of(cls, ranker: Ranker, subjects: npt.NDArray[np.int64], signals: Matrix) -> Self:
        """Rank ``subjects`` (at least one) by their signals."""
        scores = ranker.scores(signals)
        probabilities = softmax(scores)
        return cls(subjects, signals, scores, probabilities, np.argsort(-probabilities, kind="stable"))


def evidence_of(
    items: Ranked, topics: Ranked | None, *, length: int, domain: float, policy: float, policy_words: float
) -> Matrix:
    """The models' inputs, shape ``(len(EVIDENCE),)``.

    ``length`` is the query's number of characters; ``domain`` and ``policy_words`` are log odds read off its words,
    ``policy`` the best article's coverage.
    """
    best = items.order[0]
    second = float(items.probabilities[items.order[1]]) if len(items.order) > 1 else 0.0
    winner = items.signals[best]
    above, wording = -5.0, 0.0
    if topics is not None:
        above = float(np.clip(topics.scores.max() - items.scores[best], -5, 5))
        wording = float(topics.signals[topics.order[0], SIGNALS.index("text")])
    return np.array(
        [
            items.probabilities[best],
            items.probabilities[best] - second,
            winner[SIGNALS.index("proxy")],
            winner[SIGNALS.index("text")],
            winner[SIGNALS.index("coverage")],
            min(length, 60) / 20,
            domain,
            above,
            wording,
            policy,
            policy_words,
        ]
    )
