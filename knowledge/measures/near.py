"""What a company just misses: the failing clause, what is held, what is asked, how far; the most rewarding first.

A near miss fails by one requirement, lacks no data, and can be mended by the company itself. Left out are fields that nobody
can mend (``mendable`` in fields.yaml), limits that a company would have to shrink below, and titles it would have to give up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from knowledge.measures.awards import Award, money
from knowledge.measures.conditions import All, Any, Atom, Condition, Truth, Value, atoms, truth
from knowledge.measures.explain import gap_of, lacks, plainly
from knowledge.measures.fields import field_of

T = TypeVar("T")

TITLE, STATUS, RECORD = 0.2, 0.05, 0.3
"""Closeness where there is no distance: a title to be won (高新技术企业), a status far off (上市), a record to be mended (信用修复)."""
_FIXED = {"set": TITLE, "text": STATUS, "flag": RECORD}
NONE_YET = "无"
"""Of a text that can be mended (上市状态), the value from which there is a way up; back down there is none."""


@dataclass(frozen=True)
class Shortfall:
    """One atom that fails: ``gap`` in the field's unit, None where there is no distance; ``closeness`` 0 (far) to 1."""

    atom: Atom
    held: Value
    gap: Decimal | None
    closeness: float

    @property
    def text(self) -> str:
        """The same in words."""
        return lacks(self.atom, {self.atom.field: self.held}, date.max)


@dataclass(frozen=True)
class Near:
    """What is missing (of alternatives all that would do, the best first) and the award, at least, once it is mended."""

    requirement: Condition
    values: Mapping[str, Value]
    on: date
    shortfalls: tuple[Shortfall, ...]
    closeness: float
    award: Decimal | None

    @property
    def text(self) -> str:
        """What is missing in words; made only for what is shown."""
        return lacks(self.requirement, self.values, self.on)

    @property
    def worth(self) -> float:
        """Award x closeness, in yuan."""
        return float(self.award or 0) * self.closeness


@dataclass(frozen=True)
class _Way:
    """One way to mend a requirement: what falls short, and the portrait's values afterwards."""

    shortfalls: tuple[Shortfall, ...]
    values: Mapping[str, Value]

    @property
    def closeness(self) -> float:
        return min((one.closeness for one in self.shortfalls), default=1.0)


def near(requirement: Condition, award: Award, values: Mapping[str, Value], on: date) -> Near | None:
    """How a company could meet a requirement that it fails; None where it cannot mend it."""
    if not any(field_of(atom.field).mendable for atom in atoms(requirement)):
        return None
    ways = sorted(_ways(plainly(requirement), values, on), key=attrgetter("closeness"), reverse=True)
    if not ways:
        return None
    shortfalls = tuple(dict.fromkeys(one for way in ways for one in way.shortfalls))
    sums = [money(award, way.values) for way in ways]
    least = None if any(one is None for one in sums) else min(one for one in sums if one is not None)
    return Near(requirement, values, on, shortfalls, ways[0].closeness, least)


def ranked(misses: Iterable[tuple[T, Near]], most: int) -> list[tuple[T, Near]]:
    """At most ``most``: by award x closeness, then by closeness; otherwise as they came."""
    return sorted(misses, key=lambda one: (-one[1].worth, -one[1].closeness))[:most]


def _ways(condition: Condition, values: Mapping[str, Value], on: date) -> list[_Way]:
    """Every way that is the company's to go; of parts that must all be mended there is one way together."""
    if truth(condition, values, on) is Truth.MET:
        return [_Way((), values)]
    match condition:
        case Any(parts):
            return [way for part in parts for way in _ways(part, values, on)]
        case All(parts):
            return _together(parts, values, on)
        case Atom():
            return list(_mended(condition, values))
    return []


def _together(parts: Iterable[Condition], values: Mapping[str, Value], on: date) -> list[_Way]:
    way = _Way((), values)
    for part in parts:
        found = _ways(part, way.values, on)
        if not found:
            return []
        best = max(found, key=attrgetter("closeness"))
        way = _Way(way.shortfalls + best.shortfalls, best.values)
    return [way]


def _mended(atom: Atom, values: Mapping[str, Value]) -> Iterable[_Way]:
    """The values with just enough changed to meet an atom; one way for each word of a choice."""
    held = values.get(atom.field)
    if held is None or not field_of(atom.field).mendable:
        return
    shortfall = Shortfall(atom, held, gap_of(atom, held), closeness(atom, held))
    for value in _enough(atom, held):
        changed = {name: each for name, each in values.items() if name != atom.field}
        yield _Way((shortfall,), changed if value is None else {**changed, atom.field: value})


def _enough(atom: Atom, held: Value) -> Iterable[Value | None]:
    """What would do; ``None``: more than is asked, and how much nobody knows."""
    match atom.op, atom.value:
        case ">=", Decimal() as least:
            yield least
        case ">", Decimal():
            yield None
        case "==", bool() as wanted:
            yield wanted
        case (("has" | "has_any"), (str() | tuple()) as wanted) if isinstance(held, frozenset):
            yield from (held | {word} for word in ((wanted,) if isinstance(wanted, str) else wanted))
        case (("==" | "in"), (str() | tuple()) as wanted) if held == NONE_YET:
            yield from ((wanted,) if isinstance(wanted, str) else wanted)


def closeness(atom: Atom, held: Value) -> float:
    """1 less the gap's share of what is asked; of counts one step is never hopeless, so that 0 of 1 is half way."""
    gap = gap_of(atom, held)
    if gap is None or not isinstance(atom.value, Decimal):
        return _FIXED.get(field_of(atom.field).kind, TITLE)
    asked = abs(atom.value) + (1 if field_of(atom.field).kind == "count" else 0)
    return max(0.0, 1 - float(gap / asked)) if asked else TITLE
