"""What the label endpoints take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.pipeline.policy_status import Status
from knowledge.models import AwardMode, Measure, Quote

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Clause = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
DayText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
How = Literal["read", "keep", "drop"]
"""A clause for a person became a condition, stays one that a person checks each time, or is dropped with a reason."""


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True)


class QuoteIn(_Asked):
    """The words that a label rests on; the place is counted again by the service."""

    label: Annotated[
        str, StringConstraints(pattern=r"^(award|deadline|exclusive_group|documents|mode|conditions/[0-9]{1,3})$")
    ]
    text: Clause
    start: Annotated[int, Field(ge=0, le=10**9)] = 0
    end: Annotated[int, Field(ge=0, le=10**9)] = 0


class MeasureIn(_Asked):
    """One measure as an editor left it; both trees are checked by the grammar."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$")]
    title: Words
    mode: AwardMode
    article: Words
    conditions: dict[str, Any]
    award: dict[str, Any]
    documents: Annotated[list[Words], Field(max_length=60)] = Field(default_factory=list)
    deadline: DayText | None = None
    exclusive_group: Words | None = None
    quotes: Annotated[list[QuoteIn], Field(max_length=300)] = Field(default_factory=list)


class Decision(_Asked):
    """What an editor decided about a clause for a person."""

    measure_id: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    text: Clause
    how: How
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class CheckRequest(_Asked):
    """Labels to be checked against a version, without saving."""

    base_version: Annotated[int, Field(ge=0, le=10**6)]
    measures: Annotated[list[MeasureIn], Field(max_length=60)]
    decisions: Annotated[list[Decision], Field(max_length=600)] = Field(default_factory=list)


class SaveRequest(CheckRequest):
    """Labels to be saved: ``text_digest`` is that of the text read, ``confirmed`` the ids of warnings that were accepted."""

    text_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    confirmed: Annotated[list[Annotated[str, StringConstraints(max_length=64)]], Field(max_length=600)] = Field(
        default_factory=list
    )


class RestoreRequest(_Asked):
    """An earlier version becomes the newest one."""

    base_version: Annotated[int, Field(ge=0, le=10**6)]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class FieldRow(_Given):
    """A field that a condition can speak of: its comparisons, and words that its values take (suggestions only).

    ``yes`` and ``no`` say what a flag means, empty for other kinds.
    """

    name: str
    label: str
    kind: str
    unit: str
    money: bool
    yes: str
    no: str
    ops: tuple[dict[str, str], ...]
    values: tuple[str, ...]


class Fields(_Given):
    """All that the pickers offer."""

    fields: tuple[FieldRow, ...]
    modes: tuple[str, ...]
    awards: tuple[dict[str, str], ...]


class MeasureRow(_Given):
    """A measure in force or to come, to pick from."""

    id: str
    title: str
    mode: AwardMode
    document_id: str
    document_title: str
    needs_person: bool


class Measures(_Given):
    """Measures by document."""

    measures: tuple[MeasureRow, ...]
    sample: bool = True


class Change(_Given):
    """One difference in words: ``measure_id``, what it is of, and a sentence."""

    measure_id: str
    title: str
    part: str
    text: str


class Warned(_Given):
    """Something to be confirmed; ``label`` is the label's path."""

    id: str
    measure_id: str
    title: str
    label: str
    text: str


class Checked(_Given):
    """What saving would say and do."""

    warnings: tuple[Warned, ...]
    changes: tuple[Change, ...]
    open_human: int


class VersionRow(_Given):
    """A saved version; ``number`` 0 is what was read from the text (``at`` and ``by`` empty)."""

    number: int
    at: datetime | None
    by: str
    note: str
    restored_from: int | None


class Versions(_Given):
    """All versions, the newest one first."""

    versions: tuple[VersionRow, ...]


class Differences(_Given):
    """What changed between two versions."""

    older: int
    newer: int
    changes: tuple[Change, ...]


class DocumentRow(_Given):
    """A document of the list; ``open_human`` clauses wait for an editor, ``kept_human`` ones for a person each time."""

    id: str
    title: str
    issuer: str
    level: str
    status: Status
    valid_from: date
    valid_to: date | None
    measures: int
    open_human: int
    kept_human: int
    version: int
    edited_by: str
    edited_at: datetime | None
    text_changed: bool


class Documents(_Given):
    """The list, what needs work first."""

    documents: tuple[DocumentRow, ...]
    open_human: int
    text_changed: int
    sample: bool = True


class Article(_Given):
    """One article with its place in the text."""

    section: str
    text: str
    start: int
    end: int


class Opened(_Given):
    """A document with its text and labels side by side.

    ``suggested`` are words of the text on which labels without a quote seem to rest; they are read off by a program.
    """

    id: str
    title: str
    number: str
    issuer: str
    level: str
    district: str | None
    published: date
    valid_from: date
    valid_to: date | None
    status: Status
    status_text: str
    version: int
    newest_version: int
    text_digest: str
    text_changed: bool
    articles: tuple[Article, ...]
    measures: tuple[Measure, ...]
    suggested: dict[str, tuple[Quote, ...]]
    decisions: tuple[Decision, ...]
    versions: tuple[VersionRow, ...]
    sample: bool = True
