"""What analysis answers. Money is text with two decimals in yuan; ``None`` of a count is "少于 5" for an analyst, or not linked yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Part, Plain, Reply
from knowledge.complaints.complaint import Kind

Count = int | None
Counts = Mapping[str, Count]


class Analysis(Reply):
    """Base of the answers: which version, whether it was linked, and below which number counts are hidden."""

    version: str
    linked: bool
    few_under: int | None


class Frequent(Part):
    """Persons with at least ``least`` complaints, and their complaints."""

    least: int
    persons: Count
    complaints: Count


class Formatted(Part):
    """Groups of near-duplicate texts, and the complaints in them."""

    groups: Count
    complaints: Count


class Proposals(Part):
    """What the rules propose to look at; no decisions."""

    review: Count
    handover: Count


class Summary(Analysis):
    """All that is chosen."""

    first_on: date | None
    last_on: date | None
    kinds: Counts
    total: Count
    persons: Count
    frequent: Frequent | None
    formatted: Formatted | None
    demanded: str
    received: str
    proposals: Proposals | None


class Month(Part):
    """One month, such as ``2026-03``."""

    month: str
    counts: Counts
    total: Count
    formatted: Count
    persons: Count


class Series(Analysis):
    """Months, first to last."""

    months: tuple[Month, ...]


class Group(Part):
    """A trade or a trader; shares are 0..1."""

    id: str
    name: str
    code: str | None
    trade: str | None
    complaints: int
    kinds: Counts
    persons: Count
    formatted_share: float | None
    top_share: float | None
    frequent_share: float | None
    demanded: str
    received: str
    first_on: date
    last_on: date
    reasons: tuple[str, ...]


class Few(Part):
    """What is not listed one by one, since it would speak of persons."""

    groups: int
    complaints: int


class Trades(Analysis):
    """A page of trades."""

    trades: tuple[Group, ...]
    total: int
    few: Few


class Traders(Analysis):
    """A page of traders."""

    traders: tuple[Group, ...]
    total: int
    few: Few


class OutcomeLabel(Part):
    """A way to end."""

    code: str
    label: str


class KindRow(Part):
    """How complaints of one kind ended."""

    kind: str
    label: str
    outcomes: Counts
    total: Count
    demanded: str
    received: str
    median_demanded: str | None
    median_received: str | None


class Kinds(Analysis):
    """Kinds by outcome."""

    outcomes: tuple[OutcomeLabel, ...]
    kinds: tuple[KindRow, ...]


class Node(Part):
    """A person, a trader, or what persons share."""

    id: str
    kind: Literal["person", "trader", "phone", "address", "account", "text"]
    label: str
    complaints: int
    proposal: str | None
    centre: bool


class Edge(Part):
    """A line and why it is drawn."""

    from_: str = Field(serialization_alias="from")
    to: str
    kind: Literal["complained", "uses", "wrote"]
    complaints: int
    why: str


class Network(Analysis):
    """What stands around the centre."""

    centre: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


class SimilarIn(Body):
    """A text to compare with."""

    text: Annotated[Plain, StringConstraints(min_length=10, max_length=5000)]
    kind: Kind | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class Case(Part):
    """An ended complaint that reads alike."""

    score: float
    kind: str
    source: str
    number: str | None
    received_on: date
    respondent: str | None
    trade: str | None
    product: str | None
    text: str | None
    outcome: str
    outcome_text: str
    demanded: str | None
    received: str | None
    person_id: str | None


class Similar(Analysis):
    """The nearest cases, and how the nearest hundred ended."""

    cases: tuple[Case, ...]
    outcomes: Counts
