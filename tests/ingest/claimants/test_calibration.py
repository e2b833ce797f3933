from __future__ import annotations

import numpy as np
import pytest

from ingest.claimants.calibration import chance, line
from ingest.claimants.clusters import LEAST, Trials


def trials(count: int, given: tuple[float, float], low: float = 6.6, high: float = 40.0) -> Trials:
    random = np.random.default_rng(1)
    weight = random.uniform(low, high, count)
    return Trials(weight, random.random(count) < chance(weight.astype(np.float32), given), np.ones(count))


@pytest.mark.parametrize("given", [(0.0, 0.3), (2.0, 0.1), (-3.0, 0.5)])
def test_what_is_claimed_for_the_weakest_joins_is_true(given: tuple[float, float]) -> None:
    made = trials(20_000, given)
    found = line(made)
    assert found is not None
    claimed = chance(made.weight.astype(np.float32), found)
    lowest = made.weight <= np.quantile(made.weight, 0.05)
    assert claimed[lowest].mean() == pytest.approx(made.right[lowest].mean(), abs=0.02)
    assert claimed.mean() == pytest.approx(made.right.mean(), abs=0.005)


def test_joins_parted_by_weight_without_one_exception_do_not_lead_to_absurd_lines() -> None:
    weight = np.concatenate([np.full(500, 30.0), np.full(20, 7.0)])
    found = line(Trials(weight, weight > 10, np.ones(len(weight))))
    assert found is None or (0 <= found[1] <= 1 and abs(found[0]) < 40)


def test_where_more_weight_is_no_surer_one_chance_is_shown() -> None:
    made = trials(5_000, (6.0, -0.1))
    found = line(made)
    assert found is not None
    assert found[1] == 0
    assert chance(np.array([10.0], np.float32), found)[0] == pytest.approx(made.right.mean(), abs=0.01)


def test_a_join_that_stands_for_many_counts_for_many() -> None:
    right = np.array([True] * 900 + [False] * 100)
    found = line(Trials(np.full(1000, 20.0), right, np.where(right, 1.0, 5.0)))
    assert found is not None
    assert chance(np.array([20.0], np.float32), found)[0] == pytest.approx(9 / 14, abs=0.07)


def test_too_few_joins_or_none_wrong_correct_nothing() -> None:
    assert line(trials(50, (0.0, 0.3))) is None
    assert line(Trials(np.full(1000, 20.0), np.ones(1000, bool), np.ones(1000))) is None
    assert chance(np.array([12.0], np.float32), (LEAST, 0.0))[0] == pytest.approx(0.99, abs=1e-3)
