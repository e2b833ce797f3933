"""Push list (政策上门): whom a new measure reaches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from knowledge.measures.matcher import Matcher
from knowledge.measures.payout import NO_MONEY, Cents, Rows
from knowledge.measures.population import Population


@dataclass(frozen=True)
class PushList:
    """Whom a measure reaches: rows of the population, the highest sum first, with their cents (-1: no money)."""

    rows: Rows
    cents: Cents
    left_out: int

    @property
    def total_cents(self) -> int:
        """What it would cost, were every one of them paid."""
        return sum(self.cents[self.cents != NO_MONEY].tolist())


def push_list(matcher: Matcher, population: Population, measure: int, left_out: Collection[str] = ()) -> PushList:
    """Everybody who meets a measure, but for the credit codes ``left_out``: those who want no such messages."""
    rows, cents = matcher.measure(population, measure)
    asked = ~in_codes(population, rows, left_out)
    wanted, sums = rows[asked], cents[asked]
    order = np.argsort(-sums, kind="stable")
    return PushList(wanted[order], sums[order], len(rows) - len(wanted))


def in_codes(population: Population, rows: Rows, codes: Collection[str]) -> NDArray[np.bool_]:
    """Of each row whether its credit code is among ``codes``."""
    if not codes:
        return np.zeros(len(rows), np.bool_)
    held = population.credit_codes.take(pa.array(rows))
    found = pc.is_in(held, value_set=pa.array(sorted(codes), pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)
