"""What the endpoints of payment runs take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Label, Note, Part, Plain, Reply

Order = Literal["amount_asc", "amount_desc", "founded_on"]
DayText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Period = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(Q[1-4]|-(0[1-9]|1[0-2]))?$")]


class RunIn(Body):
    """A run to prepare; ``period`` is a year, a quarter of one or a month (this year where it is not said)."""

    measure_id: Label
    period: Period | None = None
    budget: Annotated[str, StringConstraints(max_length=20)] | None = None
    order: Order = "amount_asc"
    publicity_days: Annotated[int, Field(ge=1, le=60)] | None = None
    on: DayText | None = None


class StepIn(Body):
    """A word with a step."""

    note: Note = ""


class SettleIn(Body):
    """What was decided about an objection, and why."""

    decision: Literal["upheld", "dismissed"]
    note: Annotated[Plain, StringConstraints(min_length=1, max_length=1000)]


class InputsView(Part):
    """What a run rests on."""

    digest: str
    companies: int
    label_version: str
    portrait_version: str
    credit_lists: tuple[str, ...]


class RunEvent(Part):
    """One step."""

    at: datetime
    action: str
    action_text: str
    who: str
    note: str


class Run(Reply):
    """A payment run."""

    id: str
    measure_id: str
    measure_title: str
    document_title: str
    department: str
    period: str
    on: date
    state: str
    state_text: str
    next_text: str
    actions: tuple[str, ...]
    budget: str | None
    order: str
    order_text: str
    publicity_days: int
    prepared_by: str
    prepared_at: datetime
    published_at: datetime | None
    publicised_until: date | None
    approved_by: str | None
    filed_at: datetime | None
    inputs: InputsView | None
    counts: dict[str, int]
    amounts: dict[str, str]
    reasons: dict[str, int]
    lines_digest: str | None
    file_digest: str | None
    open_objections: int
    history: tuple[RunEvent, ...] = ()


class Runs(Reply):
    """Runs, newest first."""

    runs: tuple[Run, ...]


class LineView(Part):
    """One company of a run."""

    seq: int
    name: str
    credit_code: str
    amount: str | None
    status: str
    reason: str
    reason_text: str


class Lines(Reply):
    """A page of lines."""

    lines: tuple[LineView, ...]
    total: int


class Replay(Reply):
    """Whether the frozen inputs still give the same lines, and these the same file."""

    same: bool
    lines_digest: str
    stored_digest: str


class ObjectionView(Part):
    """One objection, as the staff read it."""

    id: str
    line: int | None
    text: str
    contact: str
    at: datetime
    state: str
    note: str


class Objections(Reply):
    """All objections to one publicity."""

    objections: tuple[ObjectionView, ...]


def objection_view(row: Any) -> ObjectionView:  # noqa: ANN401  # a row of the table
    """An objection as the staff read it."""
    return ObjectionView(
        id=row.id, line=row.line, text=row.text, contact=row.contact, at=row.at, state=row.state, note=row.note
    )  # fmt: skip
