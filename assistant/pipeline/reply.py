"""What one turn gives back: the shape of the chat contract, shared by HTTP, the widget and eval."""

from __future__ import annotations

from datetime import date, datetime
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


class MatchLine(_Part):
    """A measure that a company meets; ``award`` in yuan, null for no money or a sum that is not known."""

    measure_id: str
    title: str
    award: int | float | None
    award_text: str
    document_id: str
    document_title: str
    article: str


class NearLine(_Part):
    """A measure that a company just misses, and what is lacking in words."""

    measure_id: str
    title: str
    text: str
    award_text: str


class MatchCard(_Part):
    """What one company can claim, by public fields alone: the first of each list; ``*_count`` counts them all."""

    kind: Literal["policy_match"] = "policy_match"
    company: str
    credit_code: str
    district: str
    on: date
    total: int | float
    total_text: str
    matches: tuple[MatchLine, ...]
    match_count: int
    near_misses: tuple[NearLine, ...]
    near_count: int
    unknown_count: int
    page: str
    sample: bool = True


class CaseStage(_Part):
    """A stage of an application; ``due_on`` where a limit is known."""

    name: str
    status: Literal["done", "current", "next"]
    at: date | None
    due_on: date | None
    note: str


class CaseContact(_Part):
    """Whom to ask."""

    department: str
    place: str
    phone: str
    hours: str


class CaseUrges(_Part):
    """Urges (催办) so far."""

    count: int
    left: int
    next_at: datetime | None


class ApplicationCard(_Part):
    """Where an application (办件) stands, masked; days are working days. ``urging``: the citizen came to urge it.

    ``limit_text`` and ``due_text`` say how it stands against its limit; either may be empty.
    """

    kind: Literal["application"] = "application"
    number: str
    item_id: str | None
    item_name: str
    department: str
    applicant: str
    state: str
    state_text: str
    submitted_on: date
    promised_days: int | None
    due_on: date | None
    due_is_estimate: bool
    days_used: int
    days_left: int | None
    overdue: bool
    limit_text: str
    due_text: str
    stages: tuple[CaseStage, ...]
    next_text: str
    contact: CaseContact
    can_urge: bool
    urge_reason: str
    urges: CaseUrges
    can_rate: bool
    rated: int | None
    page: str
    urging: bool = False
    sample: bool = True


class ClaimLine(_Part):
    """One answer of a report as it was understood; ``wrong`` says what to do about it, empty where it is right."""

    label: str
    value: str
    wrong: str


class ClaimCard(_Part):
    """A report of what may be a malicious claim: as far as it is, or sent. ``code`` is shown this once; ``draft_id`` opens the draft."""

    kind: Literal["claim_report"] = "claim_report"
    stage: Literal["draft", "review", "sent"]
    lines: tuple[ClaimLine, ...] = ()
    missing: tuple[str, ...] = ()
    files: int = 0
    draft_id: str | None = None
    expires_on: date | None = None
    receipt: str | None = None
    code: str | None = None
    next_text: str = ""
    page: str
    sample: bool = True


Card = Annotated[GuideCard | MatchCard | ApplicationCard | ClaimCard, Field(discriminator="kind")]


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


class OpenPage(_Part):
    """Offer a page of ours; ``url`` is a path on this server."""

    kind: Literal["open_page"] = "open_page"
    label: str
    url: Annotated[str, Field(pattern=r"^/[a-z]")]


HOTLINE = CallNumber(label="拨打 12345", number="12345")
"""The way to a person that is always open."""

Action = Annotated[OpenGuide | CallNumber | OpenPage, Field(discriminator="kind")]


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
    card: Card | None = None
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    actions: tuple[Action, ...] = ()
    heard: str | None = Field(
        default=None, description="What may be kept of the citizen's words where they held a secret; null: all of them"
    )
    took_ms: float = 0.0
