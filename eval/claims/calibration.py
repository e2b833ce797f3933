"""Are the probabilities of links honest?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.claims.words import Ints
from eval.metrics import Bin, calibration_error, reliability
from eval.report import Figure, rate
from knowledge.complaints.links import Links

DRAWS = 20
WEAKEST = 0.05
"""Share of the edges, those with the lowest claims, that are looked at by themselves: one false edge makes two people one."""
Claims = NDArray[np.float64]
Right = NDArray[np.bool_]


def link_claims(links: Links, person: Ints) -> tuple[Claims, Right]:
    """Of every edge that holds a cluster together: its probability, and whether both complaints are one true person's."""
    left, right = (np.asarray(links.edges[side].to_numpy()) for side in ("left", "right"))
    return np.asarray(links.edges["probability"].to_numpy()).astype(np.float64), person[left] == person[right]


def bins_of(claims: Claims, right: Right) -> Sequence[Bin]:
    """Fifteen bins of equal mass, ties never parted (``eval.metrics``)."""
    return reliability(claims.tolist(), right.tolist())


def chance(claims: Claims, bins: Sequence[Bin], seed: int = 1) -> float | None:
    """Mean calibration error of an honest forecaster with these claims: what chance alone gives for so many edges."""
    if not bins:
        return None
    random = np.random.default_rng(seed)
    ordered = np.sort(claims)
    starts = np.cumsum([0, *(one.n for one in bins[:-1])])
    claimed = np.add.reduceat(ordered, starts)
    gaps = [np.abs(np.add.reduceat((random.random(len(ordered)) < ordered).astype(float), starts) - claimed) for _ in range(DRAWS)]  # fmt: skip
    return float(np.mean([gap.sum() for gap in gaps])) / len(ordered)


def figures(claims: Claims, right: Right) -> dict[str, Figure]:
    """How honest the claims are, beside one who says the base rate of every edge.

    Where nearly all edges are right a small error is no merit: the base rate alone has none over all edges. So it is judged within
    the bins of the claims, where it errs by as much as these tell good edges from bad ones.
    """
    bins, count = bins_of(claims, right), len(claims)
    weak, base = weakest(claims), float(right.mean()) if count else None
    return {
        "link_calibration_error": Figure(calibration_error(bins), count, "score"),
        "link_calibration_chance": Figure(chance(claims, bins), count, "score"),
        "link_calibration_constant": Figure(_constant_error(bins), count, "score"),
        "link_base_rate": rate(right.tolist()),
        "link_brier": Figure(float(((claims - right) ** 2).mean()) if count else None, count, "score"),
        "link_brier_constant": Figure(None if base is None else base * (1 - base), count, "score"),
        "link_weakest_claimed": Figure(float(claims[weak].mean()) if count else None, int(weak.sum()), "score"),
        "link_weakest_true": rate(right[weak].tolist()),
    }


def weakest(claims: Claims) -> Right:
    """Which edges are of the weakest twentieth; equal claims are never parted."""
    if not len(claims):
        return np.zeros(0, bool)
    bound = np.sort(claims)[max(1, int(np.ceil(WEAKEST * len(claims)))) - 1]
    low: Right = claims <= bound
    return low


def _constant_error(bins: Sequence[Bin]) -> float | None:
    total = sum(one.n for one in bins)
    if not total:
        return None
    base = sum(one.n * one.accuracy for one in bins) / total
    return sum(one.n * abs(one.accuracy - base) for one in bins) / total
