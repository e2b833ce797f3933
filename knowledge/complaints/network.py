"""Who stands around a person or a trader: persons, traders, what they share, and why each line is drawn.

A picture for a reader who looks further, not a finding: values that many people use are drawn and counted, but lead no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from knowledge.complaints.columns import Columns, Ints, Rows, day_of
from knowledge.complaints.links import Links
from knowledge.errors import NotFound

NodeKind = Literal["person", "trader", "phone", "address", "account", "text"]
EdgeKind = Literal["complained", "uses", "wrote"]
SHARED: tuple[NodeKind, ...] = ("phone", "address", "account", "text")
COMMON = 20
"""Persons from which on a shared value is too common to lead to those who share it (a dormitory, an agency, a village)."""
_WHAT: Mapping[NodeKind, str] = {"phone": "电话", "address": "地址", "account": "收款账户", "text": "一种写法的内容"}


@dataclass(frozen=True)
class Node:
    """A person or trader (``key`` is its id) or something shared; ``number`` is its number in its columns. ``complaints`` in the whole register."""

    key: str
    kind: NodeKind
    number: int
    complaints: int
    centre: bool = False


@dataclass(frozen=True)
class Edge:
    """``complaints`` of the register that join two nodes, and why in words."""

    left: str
    right: str
    kind: EdgeKind
    complaints: int
    why: str


@dataclass(frozen=True)
class Picture:
    """The nodes and edges around the centre; ``left_out`` nodes found no room."""

    centre: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def around_person(columns: Columns, person_id: str, most: int = 60) -> Picture:
    """A person, whom its complaints are against, and who shares anything with it; raises NotFound, SnapshotUnavailable before linking."""
    links = columns.register.linked
    person = links.number_of(person_id)
    rows = links.rows_of(person)
    drawn = _Drawing(columns, links, most)
    drawn.person(person, centre=True)
    near = drawn.sharing(rows)
    for other in near[: most // 3]:
        drawn.person(other)
    everyone = _rows_of(links, [person, *near[: most // 3]])
    drawn.traders(rows, most // 2)
    drawn.shared(everyone)
    return drawn.picture(person_id)


def around_trader(columns: Columns, trader: str, most: int = 60) -> Picture:
    """A trader, who complains about it most, and what these share; raises NotFound, SnapshotUnavailable before linking."""
    links = columns.register.linked
    number = columns.traders.number_of(trader)
    rows = np.flatnonzero(columns.traders.of_row == number)
    drawn = _Drawing(columns, links, most)
    drawn.trader(number, centre=True)
    persons, counts = np.unique(links.person[rows], return_counts=True)
    ranked = persons[np.lexsort((persons, -counts))]
    room = most // 2
    for person in ranked[:room].tolist():
        drawn.person(person)
    drawn.left_out += max(0, len(ranked) - room)
    drawn.shared(_rows_of(links, ranked[:room].tolist()))
    return drawn.picture(trader)


def _rows_of(links: Links, persons: Iterable[int]) -> Rows:
    held = [links.rows_of(person) for person in persons]
    return np.concatenate(held) if held else np.empty(0, np.int64)


@dataclass
class _Drawing:
    columns: Columns
    links: Links
    most: int
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    left_out: int = 0

    def person(self, number: int, centre: bool = False) -> None:
        """Add a person."""
        key = self.links.id_of(number)
        self.nodes[key] = Node(key, "person", number, int(self.links.sizes[number]), centre)

    def trader(self, number: int, centre: bool = False) -> None:
        """Add a trader."""
        key, complaints = self.columns.traders.ids[number], int(self.columns.traders.sizes[number])
        self.nodes[key] = Node(key, "trader", number, complaints, centre)

    def sharing(self, rows: Rows) -> list[int]:
        """Persons who share a phone, address, account or way of writing with these rows, most shared complaints first."""
        found: list[Ints] = []
        own = set(self.links.person[rows].tolist())
        for kind in SHARED:
            codes = self._codes(kind)
            for value in np.unique(codes[rows][codes[rows] >= 0]).tolist():
                persons = np.unique(self.links.person[codes == value])
                if len(persons) <= COMMON:
                    found.append(persons)
        if not found:
            return []
        others, counts = np.unique(np.concatenate(found), return_counts=True)
        ranked = others[np.lexsort((others, -counts))]
        return [person for person in ranked.tolist() if person not in own]

    def traders(self, rows: Rows, most: int) -> None:
        """Add whom these rows are against most."""
        held, counts = np.unique(self.columns.traders.of_row[rows], return_counts=True)
        ranked = held[np.lexsort((held, -counts))]
        for number in ranked[:most].tolist():
            self.trader(number)
        self.left_out += max(0, len(ranked) - most)

    def shared(self, rows: Rows) -> None:
        """Add what two persons or more of the picture share, and the lines to it, those shared by most first."""
        ranked: list[tuple[int, NodeKind, int]] = []
        for kind in SHARED:
            codes = self._codes(kind)[rows]
            said = codes >= 0
            pairs = np.unique(np.stack((codes[said], self.links.person[rows][said])), axis=1)
            values, persons = np.unique(pairs[0], return_counts=True) if pairs.size else (pairs[:0], pairs[:0])
            ranked += [
                (-int(count), kind, int(value)) for value, count in zip(values, persons, strict=True) if count > 1
            ]
        ranked.sort()
        room = max(0, self.most - len(self.nodes))
        self.left_out += max(0, len(ranked) - room)
        for _, kind, value in ranked[:room]:
            self._value(kind, value, rows)

    def _value(self, kind: NodeKind, value: int, rows: Rows) -> None:
        codes = self._codes(kind)
        key = f"{kind}-{sum(node.kind == kind for node in self.nodes.values()) + 1}"
        holders = np.flatnonzero(codes == value)
        self.nodes[key] = Node(key, kind, value, len(holders))
        whole = len(np.unique(self.links.person[holders]))
        users, counts = np.unique(self.links.person[rows[codes[rows] == value]], return_counts=True)
        why = f"全库有 {len(holders)} 件、{whole} 人用过，仅供参考"
        for user, count in zip(users.tolist(), counts.tolist(), strict=True):
            kind_of_edge: EdgeKind = "wrote" if kind == "text" else "uses"
            words = f"{count} 件是这种写法" if kind == "text" else f"{count} 件留的是这个{_WHAT[kind]}"
            self.edges.append(Edge(self.links.id_of(user), key, kind_of_edge, count, f"{words}；{why}"))

    def picture(self, centre: str) -> Picture:
        """Everything, with the lines from persons to traders."""
        self.edges += self._complained()
        return Picture(centre, tuple(self.nodes.values()), tuple(self.edges), self.left_out)

    def _complained(self) -> list[Edge]:
        drawn = {node.number: node.key for node in self.nodes.values() if node.kind == "trader"}
        found = []
        for node in [node for node in self.nodes.values() if node.kind == "person"]:
            rows = self.links.rows_of(node.number)
            against = self.columns.traders.of_row[rows]
            for trader in np.unique(against).tolist():
                if trader in drawn:
                    own = rows[against == trader]
                    found.append(Edge(node.key, drawn[trader], "complained", len(own), self._since(own)))
        return found

    def _since(self, rows: Rows) -> str:
        days = self.columns.day[rows]
        first, last = f"{day_of(days.min()):%Y-%m}", f"{day_of(days.max()):%Y-%m}"
        return f"{len(rows)} 件，{first}" + (f" 至 {last}" if last != first else "")

    def _codes(self, kind: NodeKind) -> Ints:
        if kind == "text":
            return self.links.text_group.astype(np.int64)
        if kind in self.columns.identifiers:
            return self.columns.identifiers[kind][0]
        raise NotFound(kind)
