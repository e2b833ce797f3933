"""What an evaluation gives back: named figures, tables for people, and one row for each question asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eval.metrics import mean, percentile, wilson

Unit = Literal["share", "score", "ms", "s", "MiB", "count"]
Cell = str | int | float | None
Row = dict[str, object]


@dataclass(frozen=True)
class Figure:
    """One number, from how many rows it comes, and the 95% interval where it is a rate.

    ``value`` is ``None`` where no row could show it.
    """

    value: float | None
    n: int
    unit: Unit = "share"
    low: float | None = None
    high: float | None = None


Cells = tuple[Cell | Figure, ...]


@dataclass(frozen=True)
class Table:
    """A titled table for people and for ``results.json``."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Report:
    """All that one run found; ``figures`` keep their order, dotted names are breakdowns (``right_first.story``)."""

    task: str
    figures: dict[str, Figure]
    tables: tuple[Table, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = field(default=())


def rate(outcomes: Iterable[bool]) -> Figure:
    """Share of true outcomes, with Wilson's interval."""
    seen = list(outcomes)
    hits, n = sum(seen), len(seen)
    interval = wilson(hits, n)
    if interval is None:
        return Figure(None, 0)
    return Figure(hits / n, n, "share", *interval)


def average(values: Sequence[float], unit: Unit = "score") -> Figure:
    """Mean of ``values``."""
    return Figure(mean(values), len(values), unit)


def latency(name: str, elapsed_ms: Sequence[float]) -> dict[str, Figure]:
    """``NAME_p50_ms`` and ``NAME_p99_ms``."""
    return {
        f"{name}_p{place}_ms": Figure(percentile(elapsed_ms, place / 100), len(elapsed_ms), "ms") for place in (50, 99)
    }
