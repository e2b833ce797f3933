"""What one turn gives back: the shape of the chat contract, shared by HTTP, the widget and eval."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.models import (
    Audience,
    Facet,
    Fee,
    FrequentQuestion,
    Material,
    OnlineService,
    Place,
    Step,
    Variant,
)

Outcome = Literal[
    "answered",
    "clarify",
    "suggested",
    "tool",
    "small_talk",
    "out_of_scope",
    "refused",
    "crisis",
    "abuse",
    "handover",
    "error",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Part):
    """出处: which record, and which section of it, a reply rests on.

    ``url`` is our own page of the record. Where the record was read from a department's file, ``file`` is its name,
    ``place`` the exact place in it in words (第 2 页，第 1 张表第 4 行), ``original`` its public address.
    """

    title: str
    section: str
    source_id: str
    url: str | None = None
    file: str | None = None
    place: str | None = None
    original: str | None = None


class OriginCard(_Part):
    """The department's own file that a record was read from; ``fields`` tells the place of each field in words."""

    file: str
    url: str | None = None
    fields: dict[str, str] = {}


class Suggestion(_Part):
    """猜你想办: a question the citizen can tap; ``item_id`` and ``facet`` pin what it asks, ``hint`` says when it is meant."""

    text: str
    hint: str | None = None
    item_id: str | None = None
    facet: Facet | None = None


class RelatedItem(_Part):
    """A neighbouring item, by id and name."""

    item_id: str
    name: str


class GuideCard(_Part):
    """The whole guide, laid out for a card: the record's own fields and its neighbours' names.

    ``null``, and empty text of ``summary`` and ``result``, mean that the department's document does not say.
    """

    kind: Literal["guide"] = "guide"
    item_id: str
    name: str
    department: str
    audience: Audience
    board: str
    summary: str
    aliases: tuple[str, ...]
    conditions: tuple[str, ...]
    variants: tuple[Variant, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    statutory_days: int | None
    promised_days: int | None
    fee: Fee | None
    places: tuple[Place, ...]
    online: OnlineService | None
    visits: int | None
    result: str
    legal_basis: tuple[str, ...]
    faq: tuple[FrequentQuestion, ...]
    related: tuple[RelatedItem, ...]
    life_events: tuple[str, ...]
    sample: bool = True
    origin: OriginCard | None = None


class OpenGuide(_Part):
    """Offer the whole guide of an item."""

    kind: Literal["open_guide"] = "open_guide"
    label: str
    item_id: str


class CallNumber(_Part):
    """Offer a public number to ring."""

    kind: Literal["call"] = "call"
    label: str
    number: str


HOTLINE = CallNumber(label="拨打 12345", number="12345")
"""The way to a person that is always open."""

Action = Annotated[OpenGuide | CallNumber, Field(discriminator="kind")]


class Reply(_Part):
    """One turn's reply, as the chat contract gives it."""

    session_id: str
    reply_id: str
    outcome: Outcome
    text: str
    spoken_text: str
    item_id: str | None = None
    facet: Facet | None = None
    facets: tuple[Facet, ...] = ()
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    card: GuideCard | None = None
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    actions: tuple[Action, ...] = ()
    took_ms: float = 0.0
