"""Measures on a day, asked in two directions: one company against all of them, all companies against one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.awards import parse_award
from knowledge.measures.bitmaps import Bitmaps
from knowledge.measures.bits import rows_of
from knowledge.measures.compile import Program, compiled, parsed
from knowledge.measures.conditions import Condition, Truth, Value
from knowledge.measures.payout import NO_MONEY, Payout, many, one, payout_of
from knowledge.measures.population import Population
from knowledge.measures.vector import Truths, Vector
from knowledge.models import Measure, PolicyDocument

Labelled = tuple[PolicyDocument, Measure]
_FAILED, _UNKNOWN = 1, 1 << 32
_COUNTS = np.array([_FAILED, _UNKNOWN, 0], np.int64)
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


class Matcher:
    """The measures of documents in force on ``on``; ``in_force_only=False`` takes those of all documents.

    Raises InvalidRecord for a measure whose label is not in the format.
    """

    def __init__(self, measures: Sequence[Labelled], on: date, *, in_force_only: bool = True) -> None:
        self._documents = tuple(document for document, _ in measures)
        self.program = compiled(parsed([measure.conditions for _, measure in measures]))
        self.payouts = tuple(payout_of(parse_award(measure.award)) for _, measure in measures)
        self._sums = tuple(_yuan(payout) if isinstance(payout, int) else None for payout in self.payouts)
        self._clauses = [clause for clauses in self.program.clauses for clause in clauses]
        self._in_force_only = in_force_only
        self._bind(on)

    def _bind(self, on: date) -> None:
        self.on = on
        every = not self._in_force_only
        self.taking_part = np.array([every or in_force(document, on) for document in self._documents], np.bool_)
        self._vector = Vector(self.program, on)
        self._needs = _Needs(self.program)

    def at(self, on: date) -> Self:
        """The same measures on another day; no label is read anew."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._bind(on)
        return other

    def __len__(self) -> int:
        return len(self._documents)

    def company(self, values: Mapping[str, Value]) -> list[MatchResult]:
        """Measures that are met, that fail by exactly one outermost requirement, and that fail by none but lack data.

        In the order of the measures. Of documents that are not in force there is nothing.
        """
        state = self._needs.state(self._vector.truths(values))
        chosen = self.taking_part & (state.failed <= 1)
        met = np.flatnonzero(chosen & (state.counts == 0)).tolist()
        results = [MatchResult(at, Truth.MET, self._award(at, values), (), ()) for at in met]
        open_ = np.flatnonzero(chosen & (state.counts != 0))
        if len(open_):
            results += self._open(open_, state, values)
            results.sort(key=_place)
        return results

    def _open(self, open_: NDArray[np.intp], state: _State, values: Mapping[str, Value]) -> list[MatchResult]:
        """Results of measures with requirements that fail or are unknown."""
        clauses = self._clauses
        pending = self._needs.pending(open_, state.needs)
        results = []
        for at, (failed, unknown) in zip(open_.tolist(), pending, strict=True):
            unmet = tuple([clauses[place] for place in failed])
            lacking = tuple([clauses[place] for place in unknown])
            truth = Truth.FAILED if unmet else Truth.UNKNOWN
            results.append(MatchResult(at, truth, self._award(at, values), unmet, lacking))
        return results

    def _award(self, measure: int, values: Mapping[str, Value]) -> Decimal | None:
        payout = self.payouts[measure]
        return self._sums[measure] if isinstance(payout, int) else _yuan(payout, values)

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


def _place(result: MatchResult) -> int:
    return result.measure


def _yuan(payout: Payout, values: Mapping[str, Value] | None = None) -> Decimal | None:
    cents = one(payout, values or {})
    return None if cents == NO_MONEY else Decimal(cents).scaleb(-2)


class _State(NamedTuple):
    """``needs``: of every requirement of every measure what it adds; ``counts``: the sums, by measure."""

    needs: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def failed(self) -> NDArray[np.int64]:
        """How many requirements fail, by measure."""
        return self.counts & (_UNKNOWN - 1)


class _Needs:
    """The requirements of all measures in one row; each measure's begin with one that is always met."""

    def __init__(self, program: Program) -> None:
        always = len(program.nodes)
        self._flat = np.array([node for needs in program.needs for node in (always, *needs)], np.intp)
        lengths = np.array([len(needs) + 1 for needs in program.needs], np.intp)
        self._starts = np.concatenate((np.zeros(1, np.intp), np.cumsum(lengths)))

    def state(self, truths: Truths) -> _State:
        """The counts for the truths of all nodes."""
        if not len(self._flat):
            return _State(np.empty(0, np.int64), np.empty(0, np.int64))
        needs = np.append(_COUNTS[truths], 0)[self._flat]
        return _State(needs, np.add.reduceat(needs, self._starts[:-1]))

    def pending(self, measures: NDArray[np.intp], needs: NDArray[np.int64]) -> list[tuple[list[int], list[int]]]:
        """Of some measures the places, in all clauses in one row, of those that fail and of those that are unknown."""
        wanted = np.zeros(len(self._starts) - 1, np.bool_)
        wanted[measures] = True
        places = np.flatnonzero(needs)
        owners = np.searchsorted(self._starts, places, side="right") - 1
        mine = wanted[owners]
        found: dict[int, tuple[list[int], list[int]]] = {at: ([], []) for at in measures.tolist()}
        places, owners = places[mine], owners[mine]
        clauses = places - owners - 1  # each measure before it, and its own, has one requirement more than clauses
        for owner, clause, failed in zip(
            owners.tolist(), clauses.tolist(), (needs[places] == _FAILED).tolist(), strict=True
        ):
            found[owner][0 if failed else 1].append(clause)
        return [found[at] for at in measures.tolist()]
