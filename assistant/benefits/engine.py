"""The matching engine behind :class:`assistant.benefits.ports.Eligible`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from assistant.benefits.ports import Labelled
from knowledge.measures.matcher import Matcher
from knowledge.measures.population import Population


def engine_eligible(measures: Sequence[Labelled], on: date, companies: pa.Table) -> list[list[tuple[int, int | None]]]:
    """Which companies meet each measure: bits over columns, equal to the plain meaning (a test holds both together)."""
    matcher, population = Matcher(measures, on, in_force_only=False), Population.of_table(companies)
    found = []
    for place in range(len(measures)):
        rows, cents = matcher.measure(population, place)
        found.append(
            [(row, None if sum_ < 0 else sum_) for row, sum_ in zip(rows.tolist(), cents.tolist(), strict=True)]
        )
    return found
