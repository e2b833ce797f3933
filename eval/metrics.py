"""Pure measures: rates with their uncertainty, ranks, calibration, percentiles. No input is changed.

Where there is nothing to measure (no rows) a measure is ``None``, never a flattering zero or one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from statistics import stdev

Z_95 = 1.959963984540054
"""Two-sided 95% quantile of the standard normal distribution."""


def wilson(hits: int, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """Wilson's score interval of the rate ``hits / n``, within 0..1; ``None`` for no trials.

    Unlike the textbook interval it stays honest near 0 and 1, where good assistants live (Wilson 1927).
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n} trials")
    if n == 0:
        return None
    rate, square = hits / n, z * z / n
    middle = (rate + square / 2) / (1 + square)
    half = z * math.sqrt(rate * (1 - rate) / n + square / (4 * n)) / (1 + square)
    # The ends are exact at 0 and n hits; rounding would leave 1e-17 instead.
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == n else min(1.0, middle + half)
    return low, high


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean; ``None`` of nothing."""
    return math.fsum(values) / len(values) if values else None


def rank_of(wanted: str, ranked: Sequence[str]) -> int | None:
    """Place of ``wanted`` in ``ranked``, counted from 1; ``None`` where it is missing."""
    return ranked.index(wanted) + 1 if wanted in ranked else None


def reciprocal_rank(rank: int | None) -> float:
    """``1 / rank``, and 0 for a missing item."""
    return 0.0 if rank is None else 1 / rank


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which ``share`` (0..1) of the values lie, interpolated linearly; ``None`` of nothing."""
    if not 0 <= share <= 1:
        raise ValueError(f"share {share} is not within 0..1")
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    # Written as a step from the lower value, so that equal neighbours give exactly that value.
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def recall(wanted: Sequence[str], got: Sequence[str]) -> float | None:
    """Share of the distinct ``wanted`` that are in ``got``; ``None`` where nothing is wanted."""
    sought = set(wanted)
    return len(sought & set(got)) / len(sought) if sought else None


@dataclass(frozen=True)
class Bin:
    """One bin of a reliability table: ``n`` predictions, what they claimed and how often they were right."""

    n: int
    low: float
    high: float
    confidence: float
    accuracy: float

    @property
    def gap(self) -> float:
        """Distance between what was claimed and what came true."""
        return abs(self.confidence - self.accuracy)


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 15) -> tuple[Bin, ...]:
    """At most ``bins`` bins of equal mass, in order of confidence.

    Equal confidences are never parted: a split of ties would be chance, and would count as miscalibration.
    """
    pairs = sorted(zip(confidences, right, strict=True), key=lambda pair: pair[0])
    return tuple(_bin(part) for part in _equal_mass(pairs, bins))


def _equal_mass(pairs: Sequence[tuple[float, bool]], bins: int) -> Iterator[list[tuple[float, bool]]]:
    """Cut at each whole group of equal confidences that reaches the next bin's share of the rows."""
    part: list[tuple[float, bool]] = []
    seen = filled = 0
    for _, group in groupby(pairs, key=lambda pair: pair[0]):
        ties = list(group)
        part += ties
        seen += len(ties)
        if seen * bins >= (filled + 1) * len(pairs):
            yield part
            part = []
            filled = seen * bins // len(pairs)


def _bin(part: Sequence[tuple[float, bool]]) -> Bin:
    claimed = [confidence for confidence, _ in part]
    return Bin(
        n=len(part),
        low=claimed[0],
        high=claimed[-1],
        confidence=math.fsum(claimed) / len(part),
        accuracy=sum(right for _, right in part) / len(part),
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: the bins' gaps, weighted by their mass; ``None`` of nothing."""
    total = sum(one.n for one in bins)
    return math.fsum(one.n * one.gap for one in bins) / total if total else None


def calibration_chance(confidences: Sequence[float], draws: int = 200, seed: int = 1) -> float | None:
    """Mean calibration error of an honest forecaster who claims ``confidences``; ``None`` of nothing.

    Chance alone parts what was claimed from what comes true, the more the fewer the rows: an error near this value says
    nothing against the claims. Outcomes are drawn ``draws`` times with the claimed chances.
    """
    random = Random(seed)
    drawn = (reliability(confidences, [random.random() < claim for claim in confidences]) for _ in range(draws))
    return mean([error for bins in drawn if (error := calibration_error(bins)) is not None])


def spread(values: Sequence[float]) -> float | None:
    """Standard error of the mean of ``values``; ``None`` of fewer than two."""
    return stdev(values) / math.sqrt(len(values)) if len(values) > 1 else None


def brier(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Mean squared distance between the confidence and what came true (1 or 0); lower is better."""
    return mean([(confidence - hit) ** 2 for confidence, hit in zip(confidences, right, strict=True)])
