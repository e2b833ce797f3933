"""What the matching takes and gives over HTTP. Sums are yuan, as JSON numbers with at most two decimals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from assistant.text import clean
from knowledge.models import AwardMode

Money = int | float
Scope = Literal["public", "own"]
LONGEST_NAME = 200


class MatchRequest(BaseModel):
    """A company by its name as typed or by its credit code; ``on`` is the day, today in Quanzhou unless given."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    company: Annotated[
        str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_NAME), Field(examples=["泉州榛柏熙鞋业"])
    ]
    on: date | None = None

    @field_validator("company")
    @classmethod
    def _readable(cls, company: str) -> str:
        return clean(company)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class CompanyRow(_Part):
    """A company by name; ``former_name`` where an old name was typed."""

    name: str
    credit_code: str
    district: str | None = None
    former_name: str | None = None


class CompanyList(_Part):
    """Companies that a typed name may mean, best first."""

    companies: tuple[CompanyRow, ...]
    sample: bool = True


class FieldRow(_Part):
    """One field of a portrait in words, whence it comes and since when it is true."""

    field: str
    label: str
    text: str
    source: str | None = None
    as_of: date | None = None


class CompanyCard(_Part):
    """The company as far as this reader may see it."""

    name: str
    credit_code: str
    district: str | None = None
    industry_code: str | None = None
    company_type: str | None = None
    founded_on: date | None = None
    fields: tuple[FieldRow, ...] = ()


class MatchRow(_Part):
    """A measure that is met. ``closed``: its deadline is past; ``applied_in_total``: the total counts it; ``level``: 市 or 区."""

    measure_id: str
    title: str
    level: str
    award: Money | None
    award_text: str
    explanation: str
    mode: AwardMode
    document_id: str
    document_title: str
    article: str
    deadline: date | None
    closed: bool
    documents: tuple[str, ...]
    quote: str
    exclusive_group: str | None
    applied_in_total: bool


class UnmetRow(_Part):
    """One clause that fails: what is held, what is asked, the gap in the field's unit, and the same in words."""

    field: str
    label: str
    op: str
    value: object
    held: object
    gap: Money | None
    text: str
    clause: str


class NearRow(_Part):
    """A measure that fails by one requirement which the company can mend; ``award`` is the least that it would then get."""

    measure_id: str
    title: str
    document_id: str
    document_title: str
    article: str
    mode: AwardMode
    level: str
    award: Money | None
    award_text: str
    unmet: tuple[UnmetRow, ...]
    text: str
    closeness: float


class NeedRow(_Part):
    """A field that decides and of which nothing is known, or nothing may be seen."""

    field: str
    label: str


class UnknownRow(_Part):
    """A measure that could not be decided for lack of data."""

    measure_id: str
    title: str
    document_id: str
    document_title: str
    article: str
    mode: AwardMode
    level: str
    needs: tuple[NeedRow, ...]
    text: str


class ReviewRow(_Part):
    """A measure of which one clause is a person's to decide."""

    measure_id: str
    title: str
    document_id: str
    document_title: str
    article: str
    mode: AwardMode
    level: str
    text: str


class MatchReply(_Part):
    """Everything for one company on one day; with ``candidates`` several companies are alike and nothing was matched.

    ``unknown_count`` counts all that could not be decided; ``unknown`` lists the first of them.
    """

    company: CompanyCard | None
    on: date
    matches: tuple[MatchRow, ...] = ()
    near_misses: tuple[NearRow, ...] = ()
    unknown: tuple[UnknownRow, ...] = ()
    unknown_count: int = 0
    review: tuple[ReviewRow, ...] = ()
    total: Money = 0
    total_text: str = ""
    scope: Scope = "public"
    sample: bool = True
    candidates: tuple[CompanyRow, ...] = ()
