from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from ingest.fit.logit import Choice, fit_logit
from knowledge.ranker import softmax

TRUE = [2.0, -1.0, 0.0]
NOTHING = [0.0, 0.0, 0.0]


def near(found: npt.NDArray[np.float64], wanted: Sequence[float], within: float) -> bool:
    return bool(found.tolist() == pytest.approx(list(wanted), abs=within))


def drawn(count: int) -> list[Choice]:
    """Choices among two to six candidates that someone with these weights makes."""
    random = np.random.default_rng(3)
    choices = []
    for _ in range(count):
        features = random.normal(size=(int(random.integers(2, 7)), len(TRUE)))
        choices.append((features, int(random.choice(len(features), p=softmax(features @ np.array(TRUE))))))
    return choices


def test_the_weights_of_who_chose_are_found_again() -> None:
    assert near(fit_logit(drawn(4000), NOTHING, 0.0), TRUE, within=0.15)


def test_the_start_decides_nothing() -> None:
    choices = drawn(300)
    from_afar = fit_logit(choices, [5.0, 5.0, 5.0], 1e-3)
    assert near(from_afar, fit_logit(choices, NOTHING, 1e-3).tolist(), within=0.01)


def test_no_weight_falls_below_zero_where_that_is_asked() -> None:
    weights = fit_logit(drawn(300), (1.0, 1.0, 1.0), 1e-4, positive=True)
    assert weights.min() == weights[1] == 0.0
    assert weights[0] > 1.0


def test_strength_draws_the_weights_to_zero_and_keeps_them_finite() -> None:
    never_wrong: list[Choice] = [(np.array([[1.0], [0.0]]), 0)] * 20
    weak, strong = (float(fit_logit(never_wrong, [0.0], strength)[0]) for strength in (1e-4, 1e-1))
    assert 0 < strong < weak < 50


def test_a_lone_candidate_teaches_nothing() -> None:
    lone: list[Choice] = [(np.array([[3.0, 1.0, -2.0]]), 0)]
    choices = drawn(200)
    alone = fit_logit(choices, NOTHING, 0.0).tolist()
    assert near(fit_logit([*choices, *lone * 50], NOTHING, 0.0), alone, within=0.01)
    assert near(fit_logit(lone, NOTHING, 1e-3), NOTHING, within=1e-6)


def test_large_scores_overflow_nothing() -> None:
    far: list[Choice] = [(np.array([[1e4, 0.0], [0.0, 0.0]]), 0), (np.array([[0.0, 1.0], [-1e4, 0.0]]), 0)]
    assert np.isfinite(fit_logit(far, (1.0, 1.0), 1e-3)).all()
