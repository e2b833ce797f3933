"""How fast and how large is it? Runs the chosen probes and puts their figures into one report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.answers.load import LabelledQuestion
from eval.bench.budgets import budget_table
from eval.bench.probes import PROBES, Asked, Bench
from eval.errors import BadInput
from eval.progress import Track
from eval.report import Figure, Report, Row, Table
from knowledge.settings import Settings


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The named probes in the order they run; all, where none is named. Raises ``BadInput`` for an unknown name."""
    unknown = sorted(set(only) - set(PROBES))
    if unknown:
        raise BadInput(f"no probe is called {unknown[0]!r}; there are: {', '.join(PROBES)}")
    return tuple(name for name in PROBES if not only or name in only)


def evaluate(
    questions: Sequence[LabelledQuestion],
    settings: Settings,
    rounds: int,
    only: Sequence[str],
    track: Track,
    source: Path | None = None,
) -> Report:
    """Run the probes one after another; ``source`` is what the ingest probe reads, None for the shipped knowledge.

    Raises ``TargetUnreachable`` where the product does not start.
    """
    asked = tuple(Asked(one.question, one.item_id) for one in questions)
    bench = Bench(settings, asked, rounds, track, source)
    figures: dict[str, Figure] = {}
    tables: tuple[Table, ...] = ()
    rows: tuple[Row, ...] = ()
    for name in chosen(only):
        found = PROBES[name](bench)
        figures |= found.figures
        tables += found.tables
        rows += found.rows
    return Report("bench", figures, (*tables, budget_table(figures)), rows)
