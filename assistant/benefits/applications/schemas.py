"""What the application endpoints take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from assistant.benefits.matching import Result
from assistant.benefits.uploads.schemas import Upload
from assistant.edge.http import Body, Label, Note, Part, Plain, Reply
from knowledge.measures.fields import FieldKind
from knowledge.models import AwardMode

Filled = str | bool | int | float | list[str]
Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class FormIn(Body):
    """A form as a company confirms it; fields left out keep the portrait's value."""

    fields: Annotated[dict[Annotated[str, StringConstraints(max_length=40)], Filled], Field(max_length=60)] = Field(
        default_factory=dict
    )
    contact_name: Annotated[Plain, StringConstraints(min_length=1, max_length=50)]
    contact_phone: Annotated[Plain, StringConstraints(pattern=r"^[0-9+() -]{5,24}$")]
    bank_name: Annotated[Plain, StringConstraints(max_length=100)] = ""
    bank_account: Annotated[Plain, StringConstraints(pattern=r"^[0-9 ]{0,40}$")] = ""
    note: Note = ""


class Filing(Body):
    """What is sent beside the measure: the form, the uploads, and the page's own name for this filling."""

    form: FormIn
    documents: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]], Field(max_length=40)]
    submit_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]


class NewApplication(Filing):
    """申报."""

    measure_id: Label


class NoteIn(Body):
    """A word with a step."""

    note: Note = ""


class UrgeIn(Body):
    """催办."""

    text: Annotated[Plain, StringConstraints(max_length=300)] = ""


class DeskStep(NoteIn):
    """A step of the staff; ``amount`` (yuan) belongs to the review."""

    amount: Annotated[str, StringConstraints(max_length=20)] | None = None


class Company(Part):
    """Whose it is."""

    name: str
    credit_code: str


class DraftField(Part):
    """One field to confirm: the portrait's value, whence and since when."""

    field: str
    label: str
    kind: FieldKind
    unit: str
    value: Any
    source: str
    as_of: date | None
    editable: bool


class Contact(Part):
    """Whom to call, and where the money goes."""

    contact_name: str = ""
    contact_phone: str = ""
    bank_name: str = ""
    bank_account: str = ""


class Check(Part):
    """What the portrait says of the conditions."""

    result: Result
    text: str
    amount: str | None


class Draft(Reply):
    """A form ready to be confirmed; ``open`` is false where it can not be sent, with the reason."""

    measure_id: str
    measure_title: str
    mode: AwardMode
    document_id: str
    document_title: str
    department: str
    deadline: date | None
    open: bool
    closed_reason: str
    award_text: str
    company: Company
    fields: tuple[DraftField, ...]
    contact: Contact
    documents: tuple[str, ...]
    check: Check
    existing: str | None


class FormField(Part):
    """One field as it was confirmed, beside the portrait's value at that moment."""

    field: str
    label: str
    unit: str
    value: Any
    portrait: Any
    source: str
    as_of: date | None
    changed: bool


class Form(Contact):
    """A form as it was sent."""

    fields: tuple[FormField, ...]
    note: str = ""


class Step(Part):
    """One of the six steps."""

    name: str
    done: bool
    at: datetime | None


class HistoryRow(Part):
    """One entry of the history; ``from`` and ``to`` are states."""

    at: datetime
    action: str
    action_text: str
    from_: Annotated[str | None, Field(serialization_alias="from")]
    to: str
    who: str
    note: str


class Urges(Part):
    """Reminders sent, and whether another may be."""

    count: int
    left: int
    next_at: datetime | None
    routed_to: str


class UrgeReply(Urges):
    """What became of a reminder."""

    message: str
    sample: bool = True


class UrgeEntry(Part):
    """One reminder, as the staff read it."""

    at: datetime
    text: str
    routed_to: str


class Summary(Reply):
    """An application in a list."""

    number: str
    measure_id: str
    measure_title: str
    mode: AwardMode
    document_id: str
    document_title: str
    department: str
    company: Company
    state: str
    state_text: str
    next_text: str
    amount: str | None
    amount_text: str
    submitted_at: datetime
    updated_at: datetime
    check: Check
    actions: tuple[str, ...]
    publicised_until: date | None
    urges: Urges
    overdue: bool


class Application(Summary):
    """An application whole."""

    steps: tuple[Step, ...]
    form: Form
    documents: tuple[Upload, ...]
    history: tuple[HistoryRow, ...]
    urge_history: tuple[UrgeEntry, ...] = ()


class Applications(Reply):
    """A company's own."""

    applications: tuple[Summary, ...]


class Desk(Applications):
    """The staff's queue; ``counts`` by state, ``overdue`` in all."""

    total: int
    counts: dict[str, int]
    overdue: int


DeskAction = Literal["accept", "review", "publicise", "approve", "pay", "return", "reject"]
