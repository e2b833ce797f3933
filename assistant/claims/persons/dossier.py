"""What is known of one person behind complaints, whole: what a case is decided on and frozen with. Masked by ``masks.py`` before it is shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.complaints.complaint import Kind, Outcome, Source

Proposal = Literal["none", "review", "handover"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Identity(_Part):
    """Every name, certificate, phone, address and account that the complaints of a person give."""

    names: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


class Item(_Part):
    """One complaint; ``ref`` is ``source:number``, money is text in yuan. ``may_run`` says what of it goes on whatever becomes of the rest."""

    ref: str
    source: Source
    source_text: str
    number: str
    kind: Kind
    kind_text: str
    received_on: date
    respondent: str
    respondent_code: str | None
    trade: str | None
    product: str | None
    quantity: int | None
    paid: str | None
    demanded: str | None
    received: str | None
    outcome: Outcome
    outcome_text: str
    open: bool
    may_run: str
    text: str


class Clue(_Part):
    """One factor against, or one circumstance for, the person; ``complaints`` are refs, ``count`` how many there are."""

    code: str
    label: str
    strength: Literal["weak", "clear"]
    text: str
    count: int
    complaints: tuple[str, ...]


class LinkReason(_Part):
    """What two complaints agree or differ in; ``count``: how many of the whole register have this value, 0 not counted."""

    comparison: str
    text: str
    weight: float
    count: int


class Link(_Part):
    """Why two complaints are thought to be one person's; ``together``: number shared by links that hold only together, -1 alone."""

    left: str
    right: str
    probability: float
    together: int
    text: str
    reasons: tuple[LinkReason, ...]
    against: tuple[LinkReason, ...]


class GroupMember(_Part):
    """Another person with texts of the same wording."""

    person_id: str
    name: str
    complaints: int


class TextGroup(_Part):
    """Near-duplicate texts: how many of this person's, and who else sent such. The same words alone make nobody one person."""

    group: int
    own: int
    complaints: int
    persons: tuple[GroupMember, ...]
    text: str


class Trader(_Part):
    """A trader that was hit; sums in yuan, null where no complaint says one."""

    name: str
    code: str | None
    trade: str | None
    complaints: int
    demanded: str | None
    received: str | None


class Amounts(_Part):
    """Sums over those complaints that say one; ``..._known`` of how many."""

    demanded: str | None
    demanded_known: int
    received: str | None
    received_known: int
    paid: str | None
    paid_known: int


class Dossier(_Part):
    """A person of one register version; ``complaints`` hold the newest :data:`MOST_COMPLAINTS`."""

    person_id: str
    register_version: str
    rules_version: str | None
    sample: bool
    identity: Identity
    total: int
    kinds: dict[Kind, int]
    first_on: date
    last_on: date
    proposal: Proposal
    reasons: tuple[str, ...]
    factors: tuple[Clue, ...]
    against: tuple[Clue, ...]
    complaints: tuple[Item, ...]
    links: tuple[Link, ...]
    links_total: int
    text_groups: tuple[TextGroup, ...]
    traders: tuple[Trader, ...]
    traders_total: int
    amounts: Amounts


MOST_COMPLAINTS = 500
MOST_LINKS = 300
MOST_TRADERS = 100
MOST_GROUPS = 20
MOST_MEMBERS = 50
