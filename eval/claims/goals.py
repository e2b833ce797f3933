"""The shares that are goals, with counts and 95% intervals: a share of few people says little."""

from __future__ import annotations

from collections.abc import Mapping

from eval.report import Cells, Figure, Table

GOALS: Mapping[str, tuple[str, float] | None] = {
    "recall": (">=", 0.85),
    "swept_in_share": ("<=", 0.001),
    "merged_share": None,
    "frequent_proposed_share": ("<=", 0.01),
    "frequent_reviewed_share": None,
    "ordinary_proposed_share": None,
    "professionals_proposed_share": None,
    "professionals_reviewed_share": None,
    "handover_precision": None,
    "link_weakest_true": None,
}
"""The goal of each share, where it has one."""


def goals(figures: Mapping[str, Figure]) -> Table:
    """One row a share: hits, of how many, the share, its Wilson interval, the goal, and whether the share and all of its interval keep it."""
    columns = ("share of", "hits", "of", "share", "low", "high", "goal", "share keeps it", "interval keeps it")
    return Table("goals", "goals, with 95% intervals", columns, tuple(_row(name, figures[name]) for name in GOALS))


def _row(name: str, figure: Figure) -> Cells:
    bound, value = GOALS[name], figure.value
    counts = (name, None if value is None else round(value * figure.n), figure.n, figure, figure.low, figure.high)
    if bound is None or value is None or figure.low is None or figure.high is None:
        return (*counts, "-", "-", "-")
    sign, least = bound
    edge = figure.low if sign == ">=" else figure.high
    return (*counts, f"{sign} {least:g}", _kept(sign, value, least), _kept(sign, edge, least))


def _kept(sign: str, value: float, bound: float) -> str:
    return "yes" if (value >= bound if sign == ">=" else value <= bound) else "no"
