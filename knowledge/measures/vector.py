"""One company at once: the three values of every node of a program, as one vector of ``Truth``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.measures.compile import Constant, Join, Node, OneOf, Program, Recent, StartsWith, Within
from knowledge.measures.conditions import Truth, Value, holds

Truths = NDArray[np.uint8]
Places = NDArray[np.intp]
Numbers = Mapping[str, int | None]
"""By field the whole number of its value (see ``figures``), None for what has none."""
_Words = Mapping[str, Mapping[str, Places]]


@dataclass(frozen=True)
class _Level:
    """Joins of one kind whose parts lie in earlier levels: ``parts[starts[i]:starts[i + 1]]`` are those of ``nodes[i]``."""

    how: str
    nodes: Places
    parts: Places
    starts: Places


class Vector:
    """A program laid out for one company at a time, on a day."""

    def __init__(self, program: Program, on: date) -> None:
        self._program = program
        nodes = program.nodes
        self._blank = np.array([int(n.truth) if isinstance(n, Constant) else Truth.UNKNOWN for n in nodes], np.uint8)
        within = [(place, node) for place, node in enumerate(nodes) if isinstance(node, Within | Recent)]
        self._fields = sorted({node.field for _, node in within})
        self._within = _places(place for place, _ in within)
        self._field_at = _places(self._fields.index(node.field) for _, node in within)
        self._tests = _by_field(nodes)
        self._words = _by_word(nodes)
        self._prefixes = _by_prefix(nodes)
        self._levels = _levels(nodes)
        self._tests_within = tuple(node for _, node in within)
        self._bind(on)

    def _bind(self, on: date) -> None:
        limits = [node.on(on) if isinstance(node, Recent) else (node.low, node.high) for node in self._tests_within]
        self._on = on
        self._low, self._high = np.array(limits, np.int64).reshape(-1, 2).T.copy()

    def at(self, on: date) -> Self:
        """The same program on another day."""
        other = copy(self)
        other._bind(on)
        return other

    def truths(self, values: Mapping[str, Value], numbers: Numbers) -> Truths:
        """``Truth`` of every node for the company with these values, and the whole numbers they are."""
        found = self._blank.copy()
        self._compare(found, values, numbers)
        for field, places in self._tests.items():
            held = values.get(field)
            if held is not None:
                found[places] = Truth.FAILED
                self._look_up(found, field, held)
        for level in self._levels:
            parts = found[level.parts]
            if level.how == "not":
                found[level.nodes] = Truth.MET - parts
            else:
                join = np.minimum if level.how == "all" else np.maximum
                found[level.nodes] = join.reduceat(parts, level.starts)
        return found

    def _compare(self, found: Truths, values: Mapping[str, Value], numbers: Numbers) -> None:
        """All figures, days and flags in one stroke."""
        if not self._fields:
            return
        held = [numbers.get(field) for field in self._fields]
        x = np.array([number or 0 for number in held], np.int64)[self._field_at]
        known = np.array([number is not None for number in held])[self._field_at]
        met = ((x >= self._low) & (x <= self._high)).view(np.uint8) * np.uint8(Truth.MET)
        found[self._within] = np.where(known, met, np.uint8(Truth.UNKNOWN))
        for field in self._fields:
            value = values.get(field)
            if isinstance(value, Decimal) and numbers[field] is None:
                self._by_reference(found, field, value)

    def _by_reference(self, found: Truths, field: str, value: Decimal) -> None:
        for place, node in enumerate(self._program.nodes):
            if isinstance(node, Within) and node.field == field:
                found[place] = Truth.MET if holds(node.atom, value, self._on) else Truth.FAILED

    def _look_up(self, found: Truths, field: str, held: Value) -> None:
        words = self._words.get(field, {})
        for word in held if isinstance(held, frozenset) else (str(held),):
            places = words.get(word)
            if places is not None:
                found[places] = Truth.MET
        prefixes = self._prefixes.get(field)
        if prefixes is not None:
            text = str(held)
            for length in range(1, len(text) + 1):
                places = prefixes.get(text[:length])
                if places is not None:
                    found[places] = Truth.MET


def _places(numbers: Iterable[int]) -> Places:
    return np.fromiter(numbers, np.intp)


def _by_field(nodes: Sequence[Node]) -> dict[str, Places]:
    """The tests of words, by their field."""
    grouped: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        if isinstance(node, OneOf | StartsWith):
            grouped[node.field].append(place)
    return {field: _places(places) for field, places in grouped.items()}


def _by_word(nodes: Sequence[Node]) -> _Words:
    pairs = ((place, node.field, node.words) for place, node in enumerate(nodes) if isinstance(node, OneOf))
    return _inverted(pairs)


def _by_prefix(nodes: Sequence[Node]) -> _Words:
    pairs = ((place, node.field, node.prefixes) for place, node in enumerate(nodes) if isinstance(node, StartsWith))
    return _inverted(pairs)


def _inverted(pairs: Iterable[tuple[int, str, Iterable[str]]]) -> _Words:
    grouped: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, field, words in pairs:
        for word in words:
            grouped[field][word].append(place)
    return {field: {word: _places(places) for word, places in words.items()} for field, words in grouped.items()}


def _levels(nodes: Sequence[Node]) -> list[_Level]:
    """Joins in the order in which they can be worked out, equal kinds of one depth together."""
    depths = [0] * len(nodes)
    grouped: dict[tuple[int, str], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for place, node in enumerate(nodes):
        if isinstance(node, Join):
            depths[place] = 1 + max(depths[part] for part in node.parts)
            grouped[depths[place], node.how].append((place, node.parts))
    return [_level(how, joins) for (_, how), joins in sorted(grouped.items())]


def _level(how: str, joins: Sequence[tuple[int, tuple[int, ...]]]) -> _Level:
    lengths = [len(parts) for _, parts in joins]
    starts = np.cumsum([0, *lengths[:-1]], dtype=np.intp)
    return _Level(how, _places(place for place, _ in joins), _places(p for _, parts in joins for p in parts), starts)
