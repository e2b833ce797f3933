"""What every measure would pay one company, in one stroke: the cents of ``payout.one`` for a whole list of payouts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.conditions import Value
from knowledge.measures.figures import reached
from knowledge.measures.payout import NO_MONEY, Cents, Linear, Payout, Steps, Words, fraction_of, one
from knowledge.measures.vector import Numbers

Places = NDArray[np.intp]


class Sums:
    """Payouts laid out for one company at a time."""

    def __init__(self, payouts: Sequence[Payout]) -> None:
        self._payouts = payouts
        self._blank = np.array([payout if isinstance(payout, int) else NO_MONEY for payout in payouts], np.int64)
        linear = [(at, each) for at, each in enumerate(payouts) if isinstance(each, Linear)]
        self._linear = _Linears.of(linear)
        self._exact = _by_field((at, each.field) for at, each in enumerate(payouts) if isinstance(each, Linear | Steps))
        self._fields = sorted(self._exact)
        self._linear_field = _places(self._fields.index(each.field) for _, each in linear)
        steps = [(at, each) for at, each in enumerate(payouts) if isinstance(each, Steps)]
        self._steps = _Stairs.of(steps)
        self._steps_field = _places(self._fields.index(each.field) for _, each in steps for _ in each.steps)
        self._words = _words((at, each) for at, each in enumerate(payouts) if isinstance(each, Words))
        self._sets = _by_field((at, each.field) for at, each in enumerate(payouts) if isinstance(each, Words))

    def cents(self, values: Mapping[str, Value], numbers: Numbers) -> Cents:
        """Cents by payout, ``NO_MONEY`` where there is no sum."""
        found = self._blank.copy()
        if self._fields:
            self._figured(found, values, numbers)
        for field, places in self._sets.items():
            held = values.get(field)
            if isinstance(held, frozenset):
                found[places] = 0
                self._worded(found, field, held)
        return found

    def _figured(self, found: Cents, values: Mapping[str, Value], numbers: Numbers) -> None:
        held = np.array([numbers.get(field) or 0 for field in self._fields], np.int64)
        found[self._linear.places], unsafe = self._linear.cents(held[self._linear_field])
        if len(self._steps.places):
            found[self._steps.places] = self._steps.cents(held[self._steps_field])
        for field in self._fields:
            if values.get(field) is None:
                found[self._exact[field]] = NO_MONEY
            elif numbers.get(field) is None:
                self._singly(found, self._exact[field].tolist(), values)
        self._singly(found, unsafe.tolist(), values)

    def _singly(self, found: Cents, places: Iterable[int], values: Mapping[str, Value]) -> None:
        for at in places:
            found[at] = one(self._payouts[at], values)

    def _worded(self, found: Cents, field: str, held: frozenset[str]) -> None:
        for word in held:
            if (field, word) in self._words:
                places, cents = self._words[field, word]
                found[places] = np.maximum(found[places], cents)


@dataclass(frozen=True)
class _Linears:
    """``above / below`` cents for a millionth, up to ``cap``; ``room`` is the greatest figure that 64 bits can take."""

    places: Places
    above: Cents
    below: Cents
    room: Cents
    cap: Cents

    @classmethod
    def of(cls, linear: Sequence[tuple[int, Linear]]) -> _Linears:
        most = np.iinfo(np.int64).max
        shares = [fraction_of(each) for _, each in linear]
        caps = [most if each.cap is None else each.cap for _, each in linear]
        table = np.array(shares, np.int64).reshape(-1, 3)
        places = _places(at for at, _ in linear)
        return cls(places, table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(), np.array(caps, np.int64))

    def cents(self, held: Cents) -> tuple[Cents, Places]:
        """The sums, and the places of those that have to be worked out singly."""
        safe = np.minimum(np.maximum(held, 0), self.room)
        cents = np.minimum((2 * self.above * safe + self.below) // (2 * self.below), self.cap)
        return cents, self.places[held > self.room]


@dataclass(frozen=True)
class _Stairs:
    """All steps in one row, those of ``places[i]`` from ``starts[i]`` on."""

    places: Places
    starts: Places
    least: Cents
    paid: Cents

    @classmethod
    def of(cls, stairs: Sequence[tuple[int, Steps]]) -> _Stairs:
        lengths = [len(each.steps) for _, each in stairs]
        steps = [(reached(least), cents) for _, each in stairs for least, cents in each.steps]
        table = np.array(steps, np.int64).reshape(-1, 2)
        starts = np.cumsum([0, *lengths[:-1]], dtype=np.intp)
        return cls(_places(at for at, _ in stairs), starts, table[:, 0].copy(), table[:, 1].copy())

    def cents(self, held: Cents) -> Cents:
        """What the highest step reached pays; 0 below the first."""
        best: Cents = np.maximum.reduceat(np.where(held >= self.least, self.paid, 0), self.starts)
        return best


def _places(numbers: Iterable[int]) -> Places:
    return np.fromiter(numbers, np.intp)


def _by_field(pairs: Iterable[tuple[int, str]]) -> dict[str, Places]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for at, field in pairs:
        grouped[field].append(at)
    return {field: _places(places) for field, places in grouped.items()}


def _words(payouts: Iterable[tuple[int, Words]]) -> dict[tuple[str, str], tuple[Places, Cents]]:
    grouped: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for at, payout in payouts:
        for word, cents in payout.words:
            grouped[payout.field, word].append((at, cents))
    return {key: (_places(at for at, _ in pairs), np.array([c for _, c in pairs])) for key, pairs in grouped.items()}
