"""Drafts, reports and the desk on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from assistant.edge.http import Body, Note, Part, Plain, Reply

Scan = Literal["off", "clean", "waiting", "infected"]
"""No scanner; nothing found; not scanned yet; quarantined."""
DraftId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
SubmitId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
Code = Annotated[Plain, StringConstraints(min_length=1, max_length=32)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
DeskAction = Literal["accept", "ask", "link", "decline", "close", "reopen"]


class DraftIn(Body):
    """The whole form as it stands; ``version`` is the one that the page last saw, left out: the last one wins."""

    fields: dict[str, Any]
    version: Version | None = None


class SubmitIn(Body):
    """Send a draft, or fields at once; ``submit_id`` is made once by the page for one sending.

    ``version`` is the one of the draft that was on the screen: what another window changed since is not sent unseen.
    """

    submit_id: SubmitId
    draft_id: DraftId | None = None
    version: Version | None = None
    fields: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> SubmitIn:
        if (self.draft_id is None) == (self.fields is None):
            raise ValueError("either draft_id or fields")
        return self


class SupplementIn(Body):
    """What a company adds."""

    code: Code
    text: Note


class DeskStep(Body):
    """A step of the staff; ``case_id`` belongs to ``link``, ``version`` is the one that was on the screen."""

    note: Note = ""
    case_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")] | None = None
    version: Version | None = None


class Evidence(Part):
    """A file of a draft or report; only ``clean`` and ``off`` are given out."""

    id: str
    name: str
    type: str
    size: int
    sha256: str
    scan: Scan


class Missing(Part):
    """A field that still must be filled in."""

    field: str
    label: str


class Wrong(Missing):
    """A field that is filled in wrongly, and what to do."""

    message: str


class Draft(Reply):
    """A draft, given only to whoever holds its id."""

    draft_id: str
    version: int
    fields: dict[str, Any]
    files: tuple[Evidence, ...]
    missing: tuple[Missing, ...]
    wrong: tuple[Wrong, ...]
    saved_at: datetime
    expires_on: date


class Receipt(Reply):
    """The answer to a report; ``code`` is null once it has been shown long enough."""

    receipt: str
    code: str | None
    submitted_at: datetime
    message: str
    next_text: str


class Step(Part):
    """One step of the way, done or not yet."""

    name: str
    done: bool
    at: datetime | None


class NamedDigest(Part):
    """A file by its name and SHA-256."""

    name: str
    sha256: str


class Question(Part):
    """What the staff asked, and what was answered."""

    at: datetime
    text: str
    answer: str | None
    answered_at: datetime | None


class Status(Reply):
    """How a report stands, for whoever holds receipt and code."""

    receipt: str
    state: str
    state_text: str
    submitted_at: datetime
    updated_at: datetime
    steps: tuple[Step, ...]
    message: str
    files: tuple[NamedDigest, ...]
    questions: tuple[Question, ...]
    can_supplement: bool


class Mine(Part):
    """One of a company's own reports in its list."""

    receipt: str
    state: str
    state_text: str
    submitted_at: datetime
    updated_at: datetime
    message: str
    questions: tuple[Question, ...]


class MineList(Reply):
    """A company's own reports, newest first."""

    reports: tuple[Mine, ...]


class DeskRow(Part):
    """A report in the staff's list; persons are masked there."""

    receipt: str
    state: str
    state_text: str
    company: str
    claimant: str
    happened_on: date
    channel_text: str
    demanded: str | None
    coercion: bool
    files: int
    case_id: str | None
    submitted_at: datetime
    updated_at: datetime


class DeskPage(Reply):
    """A page of the desk, longest waiting first."""

    reports: tuple[DeskRow, ...]
    total: int
    counts: dict[str, int]
    leads: int


class Event(Part):
    """One step in a report's history."""

    at: datetime
    action: str
    action_text: str
    from_: str | None = Field(serialization_alias="from")
    to: str
    who: str
    note: str


class FilledField(Part):
    """A field as the company filled it in."""

    field: str
    label: str
    value: Any


class Hint(Part):
    """Somebody in the register with the same phone, account or name: a reason to look, never a finding."""

    person_id: str | None
    complaints: int
    because: tuple[str, ...]
    text: str


class DeskReport(Reply):
    """A whole report, for the market regulator."""

    receipt: str
    version: int
    state: str
    state_text: str
    company: str
    credit_code: str | None
    signed_in: bool
    fields: tuple[FilledField, ...]
    files: tuple[Evidence, ...]
    questions: tuple[Question, ...]
    history: tuple[Event, ...]
    hints: tuple[Hint, ...]
    hints_text: str
    case_id: str | None
    actions: tuple[str, ...]
    submitted_at: datetime
    updated_at: datetime
