"""Measures on a day, asked in two directions: one company against all of them, all companies against one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.awards import parse_award
from knowledge.measures.bitmaps import Bitmaps
from knowledge.measures.bits import rows_of
from knowledge.measures.compile import Program, compiled, parsed
from knowledge.measures.conditions import Condition, Truth, Value
from knowledge.measures.figures import whole
from knowledge.measures.payout import NO_MONEY, many, payout_of
from knowledge.measures.population import Population
from knowledge.measures.sums import Sums
from knowledge.measures.vector import Truths, Vector
from knowledge.models import Measure, PolicyDocument

Labelled = tuple[PolicyDocument, Measure]
_FAILED, _LACKING = 1, 1 << 32
_TRUTHS = tuple(Truth)
_COUNTS = np.array([_FAILED, _LACKING, 0], np.int64)
"""By ``Truth``: what a requirement adds to its measure's count, failed ones below and unknown ones above bit 32."""


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


_result = partial(tuple.__new__, MatchResult)
"""A result from a row: several hundred a company are made, and the named constructor takes twice as long."""


class Matcher:
    """The measures of documents in force on ``on``; ``in_force_only=False`` takes those of all documents.

    Raises InvalidRecord for a measure whose label is not in the format.
    """

    def __init__(self, measures: Sequence[Labelled], on: date, *, in_force_only: bool = True) -> None:
        self._documents = tuple(document for document, _ in measures)
        self.names = tuple(measure.id for _, measure in measures)
        self.program = compiled(parsed([measure.conditions for _, measure in measures]))
        self.payouts = tuple(payout_of(parse_award(measure.award)) for _, measure in measures)
        self._sums = Sums(self.payouts)
        self._needs = _Needs(self.program)
        self._clauses = [clause for clauses in self.program.clauses for clause in clauses]
        self._single: list[tuple[Condition, ...]] = [*((clause,) for clause in self._clauses), ()]
        self._in_force_only = in_force_only
        self._vector = Vector(self.program, on)
        self._bind(on)

    def _bind(self, on: date) -> None:
        self.on = on
        every = not self._in_force_only
        self.taking_part = np.array([every or in_force(document, on) for document in self._documents], np.bool_)

    def at(self, on: date) -> Self:
        """The same measures on another day; no label is read anew."""
        other = copy(self)
        other._vector = self._vector.at(on)
        other._bind(on)
        return other

    def __len__(self) -> int:
        return len(self._documents)

    def company(self, values: Mapping[str, Value]) -> list[MatchResult]:
        """Measures that are met, that fail by exactly one outermost requirement, and that fail by none but lack data.

        In the order of the measures. Of documents that are not in force there is nothing.
        """
        numbers = {field: whole(value) for field, value in values.items()}
        state = self._needs.state(self._vector.truths(values, numbers))
        chosen = self.taking_part & (state.failed <= 1)
        measures = np.flatnonzero(chosen)
        standing = np.where(state.failed, Truth.FAILED, np.where(state.unknown, Truth.UNKNOWN, Truth.MET))[measures]
        unmet, unknown = self._needs.pending(chosen, state)
        columns = (
            measures.tolist(),
            map(_TRUTHS.__getitem__, standing.tolist()),
            map(_yuan, self._sums.cents(values, numbers)[measures].tolist()),
            map(self._single.__getitem__, unmet[measures].tolist()),
            self._lacking(measures.tolist(), unknown),
        )
        return [_result(row) for row in zip(*columns, strict=True)]

    def _lacking(self, measures: list[int], unknown: Mapping[int, list[int]]) -> Iterable[tuple[Condition, ...]]:
        if not unknown:
            return repeat((), len(measures))
        clauses = {at: tuple([self._clauses[place] for place in places]) for at, places in unknown.items()}
        return [clauses.get(at, ()) for at in measures]

    def measure(self, population: Population, measure: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows that meet a measure, rising, and what each gets in cents, -1 for no money.

        Nobody where its document is not in force.
        """
        if not self.taking_part[measure]:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = rows_of(Bitmaps(self.program, population, self.on).measure(measure))
        return rows, many(self.payouts[measure], population, rows)


def in_force(document: PolicyDocument, on: date) -> bool:
    """Whether a document is in force on a day."""
    return document.valid_from <= on and (document.valid_to is None or on <= document.valid_to)


@lru_cache(1 << 16)
def _yuan(cents: int) -> Decimal | None:
    return None if cents == NO_MONEY else Decimal(cents).scaleb(-2)


class _State(NamedTuple):
    """``needs``: of every requirement of every measure what it adds; ``failed`` and ``unknown``: how many, by measure."""

    needs: NDArray[np.int64]
    failed: NDArray[np.int64]
    unknown: NDArray[np.int64]


class _Needs:
    """The requirements of all measures in one row; each measure's begin with one that is always met."""

    def __init__(self, program: Program) -> None:
        always = len(program.nodes)
        lengths = [len(needs) + 1 for needs in program.needs]
        self._flat = np.array([node for needs in program.needs for node in (always, *needs)], np.intp)
        self._owners = np.repeat(np.arange(len(lengths)), lengths)
        self._starts = np.cumsum([0, *lengths[:-1]], dtype=np.intp)

    def state(self, truths: Truths) -> _State:
        """The counts for the truths of all nodes."""
        if not len(self._flat):
            return _State(*[np.empty(0, np.int64)] * 3)
        needs = np.append(_COUNTS[truths], 0)[self._flat]
        counts = np.add.reduceat(needs, self._starts)
        return _State(needs, counts & (_LACKING - 1), counts >> 32)

    def pending(self, chosen: NDArray[np.bool_], state: _State) -> tuple[NDArray[np.intp], dict[int, list[int]]]:
        """Of the chosen measures, with one failed requirement at most, its clause, and the clauses that are unknown.

        Clauses are counted through all measures; -1 where none fails.
        """
        failed = np.full(len(chosen), -1, np.intp)
        owners, clauses = self._which(state.needs == _FAILED, chosen)
        failed[owners] = clauses
        unknown: dict[int, list[int]] = {}
        if state.unknown.any():
            for owner, clause in zip(
                *(one.tolist() for one in self._which(state.needs == _LACKING, chosen)), strict=True
            ):
                unknown.setdefault(owner, []).append(clause)
        return failed, unknown

    def _which(self, wanted: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        places = np.flatnonzero(wanted)
        owners = self._owners[places]
        mine = chosen[owners]
        places, owners = places[mine], owners[mine]
        return owners, places - owners - 1  # each measure up to its own has one requirement more than it has clauses
