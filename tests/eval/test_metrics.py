"""Measures against values computed by hand, and their laws over arbitrary input."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from eval.metrics import (
    brier,
    calibration_chance,
    calibration_error,
    mean,
    percentile,
    rank_of,
    recall,
    reciprocal_rank,
    reliability,
    spread,
    wilson,
)

SHARES = st.floats(0, 1, allow_nan=False)
PREDICTIONS = st.lists(st.tuples(SHARES, st.booleans()), max_size=120)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_examples(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (5, 10), (10, 10), (95, 100), (3, 4321)])
def test_wilson_agrees_with_scipy(hits: int, n: int) -> None:
    theirs = binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_of_no_trials_is_unknown() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("hits", "n"), [(-1, 3), (4, 3)])
def test_impossible_hits_are_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits of"):
        wilson(hits, n)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_stays_within_bounds(trial: tuple[int, int]) -> None:
    hits, n = trial
    interval = wilson(hits, n)
    assert interval is not None
    low, high = interval
    assert 0 <= low <= hits / n <= high <= 1
    assert low < high


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5.0], 0.99, 5.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
        ([1.0, 2.0, 3.0, 4.0, 5.0], 0.5, 3.0),
        ([0.0, 10.0], 0.99, 9.9),
        ([3.0, 1.0, 2.0], 0.0, 1.0),
        ([3.0, 1.0, 2.0], 1.0, 3.0),
    ],
)
def test_percentile_interpolates_linearly(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


def test_percentile_of_nothing_is_unknown() -> None:
    assert percentile([], 0.5) is None


def test_percentile_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="not within"):
        percentile([1.0], 50)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), SHARES, SHARES)
def test_percentile_grows_with_its_share_and_stays_among_the_values(values: list[float], a: float, b: float) -> None:
    lower, upper = percentile(values, min(a, b)), percentile(values, max(a, b))
    assert lower is not None
    assert upper is not None
    assert min(values) <= lower <= upper + 1e-9 <= max(values) + 2e-9


def test_ranks_count_from_one_and_missing_items_have_none() -> None:
    assert [rank_of(wanted, ["a", "b"]) for wanted in "abc"] == [1, 2, None]
    assert [reciprocal_rank(rank) for rank in (1, 2, None)] == [1.0, 0.5, 0.0]


def test_recall_counts_distinct_wanted_items() -> None:
    assert recall(["a", "b", "b"], ["b", "c"]) == 0.5
    assert recall([], ["a"]) is None


def test_mean_of_nothing_is_unknown() -> None:
    assert mean([]) is None
    assert mean([1.0, 2.0]) == 1.5


def test_calibration_error_by_hand() -> None:
    bins = reliability([0.1, 0.2, 0.8, 0.9], [False, True, True, True], bins=2)
    assert [(one.n, one.low, one.high) for one in bins] == [(2, 0.1, 0.2), (2, 0.8, 0.9)]
    assert [one.gap for one in bins] == pytest.approx([0.35, 0.15])
    assert calibration_error(bins) == pytest.approx(0.25)


def test_equal_confidences_are_never_parted() -> None:
    bins = reliability([0.5] * 6 + [0.9], [True, False] * 3 + [True], bins=3)
    assert [(one.n, one.accuracy) for one in bins] == [(6, 0.5), (1, 1.0)]


def test_calibration_of_nothing_is_unknown() -> None:
    assert reliability([], []) == ()
    assert calibration_error(()) is None
    assert brier([], []) is None


def test_an_honest_forecaster_errs_by_chance_and_less_with_more_rows() -> None:
    claims = [0.5 + 0.49 * n / 100 for n in range(100)]
    few, many = calibration_chance(claims), calibration_chance([claim for claim in claims for _ in range(16)])
    assert few is not None
    assert many is not None
    assert 0 < many < few < 0.3


def test_who_claims_only_what_is_certain_never_errs() -> None:
    assert calibration_chance([0.0, 1.0, 1.0]) == 0
    assert calibration_chance([]) is None


def test_chance_is_the_same_in_every_run() -> None:
    claims = [0.2, 0.7, 0.9, 0.95]
    assert calibration_chance(claims) == calibration_chance(claims)


def test_the_standard_error_by_hand() -> None:
    assert spread([0.9, 1.0, 0.8]) == pytest.approx(0.1 / math.sqrt(3))
    assert spread([0.9]) is None


def test_brier_by_hand() -> None:
    assert brier([0.8, 0.4], [True, False]) == pytest.approx((0.04 + 0.16) / 2)


@given(PREDICTIONS, st.integers(1, 20))
def test_bins_hold_every_prediction_once_in_order(predictions: list[tuple[float, bool]], count: int) -> None:
    bins = reliability([one for one, _ in predictions], [hit for _, hit in predictions], count)
    assert sum(one.n for one in bins) == len(predictions)
    assert len(bins) <= count
    assert math.fsum(one.n * one.accuracy for one in bins) == pytest.approx(sum(hit for _, hit in predictions))
    assert all(before.high < after.low for before, after in zip(bins, bins[1:], strict=False))


@given(SHARES, st.lists(st.booleans(), min_size=1))
def test_one_confidence_for_all_errs_by_its_distance_from_the_truth(confidence: float, right: list[bool]) -> None:
    error = calibration_error(reliability([confidence] * len(right), right))
    assert error == pytest.approx(abs(confidence - sum(right) / len(right)), abs=1e-9)


@given(PREDICTIONS, st.randoms(use_true_random=False))
def test_calibration_does_not_depend_on_the_order_of_rows(
    predictions: list[tuple[float, bool]], random: object
) -> None:
    shuffled = list(predictions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    errors = [
        calibration_error(reliability([one for one, _ in rows], [hit for _, hit in rows]))
        for rows in (predictions, shuffled)
    ]
    assert errors[0] == pytest.approx(errors[1])
