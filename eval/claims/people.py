"""Who complains: how many people of each kind, how often each, and with whom a phone or an address is shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from eval.claims.rates import Rates
from eval.claims.words import Ints, Random
from eval.errors import BadInput

Kind = Literal["ordinary", "family", "semi", "frequent", "lone", "ring"]
Circle = Literal["none", "household", "family", "dormitory", "agency", "village", "station", "namesake", "relative"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CIRCLES: tuple[Circle, ...] = get_args(Circle)
ORDINARY, FAMILY, SEMI, FREQUENT, LONE, RING = range(6)
PROFESSIONAL = (SEMI, LONE, RING)
MANY = 10
"""Complaints from which a person is one of "the people with ten or more": a trigger for review, never a finding."""
LEAST_ORDINARY = 0.2
"""Share of the register that must remain for ordinary people."""


@dataclass(frozen=True)
class People:
    """One row a person; ``kind`` and ``circle_kind`` are places in ``KINDS`` and ``CIRCLES``, ``ring`` and ``circle`` are -1 for none."""

    kind: Ints
    complaints: Ints
    ring: Ints
    circle: Ints
    circle_kind: Ints
    hard: NDArray[np.bool_]
    """Professionals who change everything at once."""
    quiet: NDArray[np.bool_]
    """Professionals who write as anybody does."""

    def __len__(self) -> int:
        return len(self.kind)

    def among(self, *kinds: int) -> NDArray[np.bool_]:
        """Which people are of these kinds."""
        return np.isin(self.kind, kinds)


@dataclass(frozen=True)
class _Group:
    kind: int
    complaints: Ints
    ring: Ints
    circle: Ints
    circle_kind: int

    @property
    def total(self) -> int:
        return int(self.complaints.sum())


def draw(count: int, rates: Rates, random: Random) -> People:
    """People who together make exactly ``count`` complaints.

    Raises:
        BadInput: the rates leave less than a fifth of the register to ordinary people.
    """
    groups = _heavy(count, rates, random)
    used = sum(group.total for group in groups)
    if used > (1 - LEAST_ORDINARY) * count:
        raise BadInput(f"these rates ask for {used} of {count} complaints before any ordinary person; lower them")
    groups += _shared(count, rates, random)
    groups = _cut(groups, count)
    groups.append(_rest(count - sum(group.total for group in groups), rates, random, _circles(groups)))
    kind = np.concatenate([np.full(len(group.complaints), group.kind) for group in groups])
    return People(
        kind,
        np.concatenate([group.complaints for group in groups]),
        np.concatenate([group.ring for group in groups]),
        np.concatenate([group.circle for group in groups]),
        np.concatenate([np.where(group.circle >= 0, group.circle_kind, 0) for group in groups]),
        np.isin(kind, PROFESSIONAL) & (random.random(len(kind)) < rates.hard),
        np.isin(kind, PROFESSIONAL) & (random.random(len(kind)) < rates.quiet),
    )


def _number(rate: float, count: int, random: Random) -> int:
    """How many of a kind: the rate's share of the register, its fraction decided by chance."""
    wanted = rate * count / 100_000
    return int(wanted) + int(random.random() < wanted % 1)


def _skewed(random: Random, size: int, middle: float, spread: float, least: int, most: int) -> Ints:
    return np.clip(np.round(random.lognormal(np.log(middle), spread, size)), least, most).astype(np.int64)


def _alone(kind: int, complaints: Ints) -> _Group:
    none = np.full(len(complaints), -1)
    return _Group(kind, complaints, none, none, 0)


def _heavy(count: int, rates: Rates, random: Random) -> list[_Group]:
    """Those who make many complaints."""
    lone = _skewed(random, _number(rates.lone, count, random), 26, 0.75, MANY, 300)
    frequent = random.integers(MANY, 26, _number(rates.frequent, count, random))
    semi = random.integers(5, MANY, _number(rates.semi, count, random))
    members = random.integers(3, 13, _number(rates.rings, count, random))
    ring = np.repeat(np.arange(len(members)), members)
    rings = _Group(RING, _skewed(random, len(ring), 20, 0.6, 4, 90), ring, np.full(len(ring), -1), 0)
    return [_alone(LONE, lone), _alone(FREQUENT, frequent), _alone(SEMI, semi), rings]


_SHARED: tuple[tuple[Circle, int, int], ...] = (
    ("family", 3, 6),
    ("dormitory", 10, 45),
    ("agency", 15, 80),
    ("village", 10, 40),
    ("station", 10, 40),
    ("namesake", 2, 6),
    ("relative", 1, 3),
)
"""Circles with the least and (exclusive) greatest number of people."""


def _shared(count: int, rates: Rates, random: Random) -> list[_Group]:
    """Ordinary people who share a phone or an address with many others."""
    asked = {
        "family": rates.families,
        "dormitory": rates.dormitories,
        "agency": rates.agencies,
        "village": rates.villages,
        "station": rates.stations,
        "namesake": rates.namesakes,
        "relative": rates.relatives,
    }
    groups, start = list[_Group](), 0
    for name, least, most in _SHARED:
        sizes = random.integers(least, most, _number(asked[name], count, random))
        circle = start + np.repeat(np.arange(len(sizes)), sizes)
        start += len(sizes)
        family = name == "family"
        complaints = random.integers(3, 6, len(circle)) if family else _few(random, len(circle))
        none = np.full(len(circle), -1)
        groups.append(_Group(FAMILY if family else ORDINARY, complaints, none, circle, CIRCLES.index(name)))
    return groups


def _few(random: Random, size: int) -> Ints:
    """Complaints of an ordinary person: one, seldom more."""
    return random.choice(np.arange(1, 5), size, p=(0.72, 0.19, 0.07, 0.02))


def _cut(groups: list[_Group], count: int) -> list[_Group]:
    """Circles as far as the register has room for them (small registers only)."""
    kept, room = list[_Group](), int(count * 0.95)
    for group in groups:
        fits = np.cumsum(group.complaints) <= room
        part = _Group(group.kind, group.complaints[fits], group.ring[fits], group.circle[fits], group.circle_kind)
        room -= part.total
        kept.append(part)
    return kept


def _circles(groups: list[_Group]) -> int:
    return 1 + max((int(group.circle.max()) for group in groups if len(group.circle)), default=-1)


def _rest(room: int, rates: Rates, random: Random, start: int) -> _Group:
    """Ordinary people for all that is left, a part of them living together."""
    complaints = _few(random, room)
    ends = np.cumsum(complaints)
    last = int(np.searchsorted(ends, room))
    complaints = complaints[: last + 1].copy()
    complaints[-1] -= int(complaints.sum()) - room
    size = len(complaints)
    at_home = int(rates.households * size)
    homes = random.integers(2, 5, at_home)
    circle = np.full(size, -1)
    circle[:at_home] = start + np.repeat(np.arange(at_home), homes)[:at_home]
    return _Group(ORDINARY, complaints, np.full(size, -1), circle, CIRCLES.index("household"))
