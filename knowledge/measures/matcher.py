"""Measures on a day, asked in two directions: one company against all of them, all companies against one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.conditions import Condition, Truth, Value
from knowledge.measures.population import Population
from knowledge.models import Measure, PolicyDocument


class MatchResult(NamedTuple):
    """How one measure stands for one company.

    ``measure`` is its place in the sequence that the matcher was made of; ``award`` what it pays, or would pay if the
    conditions were met, None for no money or a sum that cannot be worked out; ``unmet`` and ``unknown`` are the outermost
    requirements that fail and that data is missing for.
    """

    measure: int
    truth: Truth
    award: Decimal | None
    unmet: tuple[Condition, ...]
    unknown: tuple[Condition, ...]


class Matcher:
    """The measures of documents in force on ``on``; ``in_force_only=False`` takes those of all documents."""

    def __init__(
        self, measures: Sequence[tuple[PolicyDocument, Measure]], on: date, *, in_force_only: bool = True
    ) -> None:
        raise NotImplementedError

    def at(self, on: date) -> Matcher:
        """The same measures on another day; nothing is compiled anew."""
        raise NotImplementedError

    def company(self, values: Mapping[str, Value]) -> list[MatchResult]:
        """Measures that are met, that fail by exactly one outermost requirement, and that fail by none but lack data."""
        raise NotImplementedError

    def measure(self, population: Population, measure: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows that meet a measure, rising, and what each gets in cents, -1 for no money."""
        raise NotImplementedError
