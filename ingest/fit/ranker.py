"""Fit the ranker and its calibration on questions that the index under test has not seen.

One hold-out index is built without a tenth of the authored questions and without a tenth of the items altogether:
the held-out questions teach the order; the questions of the missing items, and the shipped out-of-scope lines, teach
when the winner is not to be believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from ingest.fit.texts import ItemTexts
from knowledge.embedded import EmbeddedIndex
from knowledge.ranker import SIGNALS, Matrix, Ranker, evidence_of

SHARE = 0.1
"""Share of questions, and of items, that the hold-out takes away."""


@dataclass(frozen=True)
class HeldOut:
    """A question that the index has not seen; ``item_id`` is None when nothing in the index answers it, and ``foreign``
    tells that no other base's guides would either."""

    item_id: str | None
    text: str
    foreign: bool = False


def hold_out(items: Sequence[ItemTexts], seed: int) -> tuple[list[ItemTexts], list[HeldOut]]:
    """The items that stay, with fewer questions, and the questions taken away."""
    random = np.random.default_rng(seed)
    missing = set(random.choice(len(items), round(SHARE * len(items)), replace=False)) if len(items) >= 20 else set()
    stay, away = [], []
    for at, item in enumerate(items):
        if at in missing:
            away += [HeldOut(None, line) for line in item.asked]
            continue
        taken = {line for line in item.asked if random.random() < SHARE}
        stay.append(replace(item, asked=tuple(line for line in item.asked if line not in taken)))
        away += [HeldOut(item.item_id, line) for line in taken if line not in stay[-1].short]
    return stay, sorted(away, key=lambda one: (one.item_id or "", one.text))


def fit_ranker(
    index: EmbeddedIndex, questions: Sequence[HeldOut], domain: Mapping[str, float]
) -> tuple[Ranker, dict[str, float]]:
    """The ranker for indexes like ``index``, and its figures on ``questions``; a base too small keeps the default.

    ``domain`` holds each question's log odds of belonging, from a model that had not learnt it.
    """
    seen = [(question, *index.signals(question.text)) for question in questions]
    ids = list(index.guides)
    asked = [
        (signals, int(np.flatnonzero(candidates == ids.index(question.item_id))[0]))
        for question, candidates, signals in seen
        if question.item_id is not None and ids.index(question.item_id) in candidates
    ]
    if len(asked) < 50:
        return Ranker(), {}
    ranker = Ranker(weights=_order_weights(asked))
    evidence, right = _judged(ranker, seen, ids, domain)
    known = np.array([question.item_id is not None for question in questions])
    if not known.all() and not right[known].all() and right.any():
        calibration = _logistic(evidence[known], right[known])
        scope = _logistic(evidence, known, _shares([(one.item_id is not None, one.foreign) for one in questions]))
        ranker = replace(ranker, calibration=calibration, scope=scope)
    return ranker, {
        "held_out_questions": float(known.sum()),
        "held_out_first": round(float(right[known].mean()), 4),
        "held_out_found": round(len(asked) / max(int(known.sum()), 1), 4),
    }


def _order_weights(asked: Sequence[tuple[Matrix, int]]) -> tuple[float, ...]:
    """Maximum likelihood of the conditional logit, with a light L2 so that alike signals share their weight."""

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for signals, right in asked:
            scores = signals @ weights
            spread = logsumexp(scores)
            total += spread - scores[right]
            slope += np.exp(scores - spread) @ signals - signals[right]
        return float(total / len(asked) + 1e-4 * weights @ weights), slope / len(asked) + 2e-4 * weights

    start = np.array(Ranker().weights)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(SIGNALS))
    return tuple(round(float(weight), 6) for weight in found.x)


def _judged(
    ranker: Ranker,
    seen: Sequence[tuple[HeldOut, npt.NDArray[np.int64], Matrix]],
    ids: Sequence[str],
    domain: Mapping[str, float],
) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """Evidence of each question's winner, and whether the winner was right."""
    evidence, right = [], []
    for question, candidates, signals in seen:
        probabilities = ranker.probabilities(signals)
        order = np.argsort(-probabilities, kind="stable")
        evidence.append(evidence_of(signals, probabilities, order, len(question.text), domain[question.text]))
        right.append(ids[candidates[order[0]]] == question.item_id)
    return np.array(evidence), np.array(right)


def _shares(kinds: Sequence[tuple[bool, bool]]) -> Matrix:
    """Weights by which the answerable weigh half, and of the other half each kind alike, however many lines it has."""
    counts = Counter(kinds)
    others = len(counts) - 1
    share = {kind: len(kinds) / count / (2 if kind[0] else 2 * others) for kind, count in counts.items()}
    return np.array([share[kind] for kind in kinds])


def _logistic(evidence: Matrix, truth: npt.NDArray[np.bool_], weights: Matrix | None = None) -> tuple[float, ...]:
    """Intercept and weights."""
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence, truth, weights)
    return tuple(round(float(value), 6) for value in (model.intercept_[0], *model.coef_[0]))
