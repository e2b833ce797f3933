"""What everybody may read of a publicity, and say against it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Part, Plain, Reply


class PublicLine(Part):
    """One company and its sum; individuals are masked."""

    seq: int
    name: str
    credit_code: str
    amount: str | None


class Publicity(Reply):
    """One publicity: what, by whom, from when to when, how much in all."""

    id: str
    title: str
    department: str
    document_title: str
    from_: Annotated[date, Field(serialization_alias="from")]
    until: date
    days_left: int
    count: int
    total: str
    order_text: str = ""


class PublicityPage(Publicity):
    """One publicity with a page of its lines."""

    lines: tuple[PublicLine, ...]


class Publicities(Reply):
    """All that run today."""

    publicities: tuple[Publicity, ...]


class ObjectionIn(Body):
    """异议: what is wrong, and how to reach whoever says so."""

    text: Annotated[Plain, StringConstraints(min_length=4, max_length=1000)]
    contact: Annotated[Plain, StringConstraints(min_length=2, max_length=100)]
    line: Annotated[int, Field(ge=1, le=10_000_000)] | None = None


class ObjectionReply(Reply):
    """That it was taken down."""

    id: str
    message: str
