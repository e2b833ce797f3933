"""Are the probabilities of links honest?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.claims.words import Ints
from eval.metrics import Bin, reliability
from knowledge.complaints.links import Links

DRAWS = 20


def link_claims(links: Links, person: Ints) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Of every edge that holds a cluster together: its probability, and whether both complaints are one true person's."""
    left, right = (np.asarray(links.edges[side].to_numpy()) for side in ("left", "right"))
    return np.asarray(links.edges["probability"].to_numpy()).astype(np.float64), person[left] == person[right]


def bins_of(claims: NDArray[np.float64], right: NDArray[np.bool_]) -> Sequence[Bin]:
    """Fifteen bins of equal mass, ties never parted (``eval.metrics``)."""
    return reliability(claims.tolist(), right.tolist())


def chance(claims: NDArray[np.float64], bins: Sequence[Bin], seed: int = 1) -> float | None:
    """Mean calibration error of an honest forecaster with these claims: what chance alone gives for so many edges."""
    if not bins:
        return None
    random = np.random.default_rng(seed)
    ordered = np.sort(claims)
    starts = np.cumsum([0, *(one.n for one in bins[:-1])])
    claimed = np.add.reduceat(ordered, starts)
    gaps = [np.abs(np.add.reduceat((random.random(len(ordered)) < ordered).astype(float), starts) - claimed) for _ in range(DRAWS)]  # fmt: skip
    return float(np.mean([gap.sum() for gap in gaps])) / len(ordered)
