"""Conditions of many measures as one table of nodes, each distinct test and each distinct join once.

A node refers to nodes before it, so that a pass from the front decides all of them. The engines (``vector`` for one
company, ``bitmaps`` for many) read the table; neither sees a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from knowledge.measures.conditions import (
    All,
    Any,
    Atom,
    Condition,
    Human,
    Not,
    Truth,
    parse_condition,
    requirements,
    years_before,
)
from knowledge.measures.fields import field_of
from knowledge.measures.figures import MOST, Bounds, bounds, days


@dataclass(frozen=True)
class Constant:
    """A node that is the same for everybody: a clause for a person is unknown, an empty all is met."""

    truth: Truth


@dataclass(frozen=True)
class Within:
    """A figure, day or flag between two whole numbers (see ``figures``), both included.

    ``atom`` is what they stand for, which alone decides of values that are no whole numbers.
    """

    field: str
    low: int
    high: int
    atom: Atom


@dataclass(frozen=True)
class Recent:
    """A day at most so many years before the day of matching."""

    field: str
    years: int

    def on(self, day: date) -> Bounds:
        """The bounds on a day of matching."""
        return days(years_before(day, self.years)), MOST


@dataclass(frozen=True)
class OneOf:
    """A text that is one of the words, a set that holds one of them."""

    field: str
    words: frozenset[str]


@dataclass(frozen=True)
class StartsWith:
    """A code that begins with one of the prefixes."""

    field: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Join:
    """Nodes joined; ``not`` has one part."""

    how: Literal["all", "any", "not"]
    parts: tuple[int, ...]


Test = Within | Recent | OneOf | StartsWith
Node = Constant | Test | Join


@dataclass(frozen=True)
class Program:
    """``needs[i]`` are the nodes that measure i requires, ``clauses[i]`` the requirements they stand for."""

    nodes: tuple[Node, ...]
    needs: tuple[tuple[int, ...], ...]
    clauses: tuple[tuple[Condition, ...], ...]


def compiled(conditions: Iterable[Condition]) -> Program:
    """The program of the conditions, in their order."""
    nodes = _Nodes()
    clauses = tuple(requirements(condition) for condition in conditions)
    needs = tuple(tuple(nodes.of(part) for part in parts) for parts in clauses)
    return Program(tuple(nodes.table), needs, clauses)


def parsed(trees: Sequence[dict[str, object]]) -> tuple[Condition, ...]:
    """The conditions of label trees; raises InvalidRecord."""
    return tuple(parse_condition(tree) for tree in trees)


class _Nodes:
    """The table under construction: equal nodes get one place."""

    def __init__(self) -> None:
        self.table: dict[Node, int] = {}

    def of(self, condition: Condition) -> int:
        """The place of a condition's node."""
        match condition:
            case Atom(op="!="):
                return self._joined("not", (self._placed(test_of(condition)),))
            case Atom():
                return self._placed(test_of(condition))
            case All(parts):
                return self._joined("all", tuple(self.of(part) for part in parts))
            case Any(parts):
                return self._joined("any", tuple(self.of(part) for part in parts))
            case Not(part):
                return self._joined("not", (self.of(part),))
            case Human():
                return self._placed(Constant(Truth.UNKNOWN))

    def _joined(self, how: Literal["all", "any", "not"], parts: tuple[int, ...]) -> int:
        if not parts:
            return self._placed(Constant(Truth.MET if how == "all" else Truth.FAILED))
        parts = tuple(sorted(set(parts)))
        return parts[0] if len(parts) == 1 and how != "not" else self._placed(Join(how, parts))

    def _placed(self, node: Node) -> int:
        return self.table.setdefault(node, len(self.table))


def test_of(atom: Atom) -> Test:
    """The test of an atom; of one that says ``!=`` the test of what it denies."""
    if atom.op == "!=":
        atom = replace(atom, op="==")
    match atom.op:
        case "within_years":
            return Recent(atom.field, int(cast(int, atom.value)))
        case "prefix":
            return StartsWith(atom.field, tuple(sorted(set(cast(tuple[str, ...], atom.value)))))
        case "in" | "has_any":
            return OneOf(atom.field, frozenset(cast(tuple[str, ...], atom.value)))
        case "has":
            return OneOf(atom.field, frozenset({str(atom.value)}))
    if field_of(atom.field).kind in ("text", "code"):
        return OneOf(atom.field, frozenset({str(atom.value)}))
    return Within(atom.field, *bounds(atom.op, cast(date, atom.value)), atom)
