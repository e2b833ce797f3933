"""Persons on the wire, always masked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assistant.claims.persons.dossier import Amounts, Clue, Identity, Item, Link, TextGroup, Trader
from assistant.edge.http import Part, Reply
from knowledge.complaints.complaint import Kind


class Short(Part):
    """A factor or circumstance in a list."""

    code: str
    label: str
    strength: Literal["weak", "clear"]


class CaseRef(Part):
    """A case of the person."""

    id: str
    state: str
    state_text: str


class PersonRow(Part):
    """One person in the list."""

    person_id: str
    name: str
    phone: str | None
    total: int
    complaints: dict[Kind, int]
    first_on: date
    last_on: date
    traders: int
    demanded: str | None
    received: str | None
    proposal: str
    proposal_text: str
    factors: tuple[Short, ...]
    against: tuple[Short, ...]
    case: CaseRef | None


class Persons(Reply):
    """A page of persons; ``register_version`` null: nothing was imported. ``linked`` false: nobody can be listed yet."""

    persons: tuple[PersonRow, ...]
    total: int
    register_version: str | None
    linked: bool
    rules_version: str | None
    on: date | None
    note: str


class KindView(Part):
    """One kind of complaint, apart from the others."""

    kind: Kind
    label: str
    count: int
    open: int
    apart: str
    complaints: tuple[Item, ...]


class Similar(Part):
    """An earlier complaint or case like this, and how it ended."""

    ref: str
    text: str
    received_on: date
    outcome_text: str
    likeness: float


class Person(Reply):
    """One person whole."""

    person_id: str
    register_version: str
    rules_version: str | None
    identity: Identity
    total: int
    first_on: date
    last_on: date
    proposal: str
    proposal_text: str
    proposal_note: str
    reasons: tuple[str, ...]
    kinds: tuple[KindView, ...]
    factors: tuple[Clue, ...]
    against: tuple[Clue, ...]
    links: tuple[Link, ...]
    links_total: int
    text_groups: tuple[TextGroup, ...]
    traders: tuple[Trader, ...]
    traders_total: int
    amounts: Amounts
    similar: tuple[Similar, ...]
    cases: tuple[CaseRef, ...]
