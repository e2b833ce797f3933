"""Awards as whole numbers: what a measure pays in cents, for one company and for many, equal to ``awards.money``.

A share becomes a fraction of millionths of its base, rounded half up once. Capping and flooring may come after it, since
rounding never turns two sums around. A sum of 2**63 cents or more is given as no sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.awards import CENT, Award, BySet, Fixed, Percent, PerUnit, Tiered
from knowledge.measures.bits import is_set
from knowledge.measures.columns import Figures, Sets
from knowledge.measures.conditions import Value
from knowledge.measures.fields import field_of
from knowledge.measures.figures import MILLIONTH, reached
from knowledge.measures.population import Population

NO_MONEY = -1
_MOST_CENTS = 2**63 - 1
Cents = NDArray[np.int64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Linear:
    """``share`` cents for each unit of a figure, from 0 up to ``cap`` cents."""

    field: str
    share: Fraction
    cap: int | None


@dataclass(frozen=True)
class Steps:
    """The cents of the highest step that a figure reaches; ``steps`` (least figure, cents) rise."""

    field: str
    steps: tuple[tuple[Decimal, int], ...]


@dataclass(frozen=True)
class Words:
    """The most cents of the words that a set holds."""

    field: str
    words: tuple[tuple[str, int], ...]


Payout = int | Linear | Steps | Words | None
"""A whole number: so many cents for everybody. None: no money."""


def payout_of(award: Award) -> Payout:
    """What an award comes to."""
    match award:
        case Fixed(amount):
            return cents_of(amount)
        case Percent(base, rate, cap):
            return Linear(base, Fraction(rate) * (field_of(base).yuan or 1) * 100, _cap(cap))
        case PerUnit(name, amount, cap):
            return Linear(name, Fraction(amount) * 100, _cap(cap))
        case Tiered(name, tiers):
            return Steps(name, tuple((least, _best(tiers, least)) for least, _ in tiers))
        case BySet(name, amounts):
            return Words(name, tuple((word, cents_of(amount)) for word, amount in amounts))
    return None


def cents_of(amount: Decimal) -> int:
    """Yuan in cents, rounded half up."""
    return int(amount.quantize(CENT, ROUND_HALF_UP) * 100)


def _cap(cap: Decimal | None) -> int | None:
    return None if cap is None else cents_of(cap)


def _best(tiers: tuple[tuple[Decimal, Decimal], ...], reached: Decimal) -> int:
    """The reference gives the greatest amount of all steps reached, should a higher step pay less."""
    return max(cents_of(amount) for least, amount in tiers if least <= reached)


def one(payout: Payout, values: Mapping[str, Value]) -> int:
    """The cents for one company; ``NO_MONEY`` where there is no sum or what it rests on is not known."""
    match payout:
        case int():
            return payout
        case None:
            return NO_MONEY
    held = values.get(payout.field)
    match payout, held:
        case Words(_, words), frozenset():
            return max((cents for word, cents in words if word in held), default=0)
        case ((Linear() | Steps()), Decimal()):
            return _figured(payout, held)
    return NO_MONEY


def _figured(payout: Linear | Steps, held: Decimal) -> int:
    if isinstance(payout, Steps):
        return max((cents for least, cents in payout.steps if held >= least), default=0)
    exact = Fraction(held) * payout.share
    cents = max(0, (2 * exact.numerator + exact.denominator) // (2 * exact.denominator))
    cents = cents if payout.cap is None else min(cents, payout.cap)
    return cents if cents <= _MOST_CENTS else NO_MONEY


def many(payout: Payout, population: Population, rows: Rows) -> Cents:
    """The cents for some rows of a population."""
    if payout is None or isinstance(payout, int):
        return np.full(len(rows), NO_MONEY if payout is None else payout, np.int64)
    column = population.columns.get(payout.field)
    match payout, column:
        case Words(), Sets():
            return _by_words(payout, column, rows)
        case ((Linear() | Steps()), Figures()):
            return _by_figures(payout, column, rows)
    return np.full(len(rows), NO_MONEY, np.int64)


def _by_words(payout: Words, column: Sets, rows: Rows) -> Cents:
    cents = np.where(is_set(column.known, rows), 0, NO_MONEY).astype(np.int64)
    for word, amount in payout.words:
        held = is_set(column.holding(word), rows)
        np.maximum(cents, amount, out=cents, where=held)
    return cents


def _by_figures(payout: Linear | Steps, column: Figures, rows: Rows) -> Cents:
    held = column.values[rows]
    cents, exactly = _steps(payout, held) if isinstance(payout, Steps) else _linear(payout, held)
    for at in np.flatnonzero(~exactly).tolist():
        cents[at] = _figured(payout, Decimal(int(held[at])) / MILLIONTH)
    cents[~is_set(column.known, rows)] = NO_MONEY
    for row, value in column.odd.items():
        at = int(np.searchsorted(rows, row))
        if at < len(rows) and rows[at] == row:
            cents[at] = _figured(payout, value)
    return cents


def _steps(payout: Steps, held: Cents) -> tuple[Cents, NDArray[np.bool_]]:
    # A figure in whole millionths reaches a step when it reaches the millionth next above it.
    least = [reached(figure) for figure, _ in payout.steps]
    cents = np.array([0, *(amount for _, amount in payout.steps)], np.int64)
    return cents[np.searchsorted(np.array(least, np.int64), held, side="right")], np.ones(len(held), np.bool_)


def _linear(payout: Linear, held: Cents) -> tuple[Cents, NDArray[np.bool_]]:
    """The cents, and where they are right: elsewhere 64 bits do not hold the product."""
    above, below, room = fraction_of(payout)
    safe = np.clip(held, 0, room)
    cents = (2 * above * safe + below) // (2 * below)
    return cents if payout.cap is None else np.minimum(cents, payout.cap), held <= room


def fraction_of(payout: Linear) -> tuple[int, int, int]:
    """Cents for a millionth as a fraction, above and below, and the greatest figure whose product 64 bits hold.

    Where not even the fraction itself fits, the figure is the one that none is under.
    """
    share = payout.share / MILLIONTH
    above, below = share.numerator, share.denominator
    if 2 * max(above, below) > _MOST_CENTS // 4:
        return 0, 1, -_MOST_CENTS
    return above, below, (_MOST_CENTS - below) // max(2 * above, 1)
