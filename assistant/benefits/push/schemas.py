"""What the endpoints of pushes and notices take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from assistant.edge.http import Body, Label, Part, Plain, Reply


class PushIn(Body):
    """The measure to tell companies of."""

    measure_id: Label


class Push(Reply):
    """A push list; ``notified`` have a notice in their inbox."""

    id: str
    measure_id: str
    measure_title: str
    document_title: str
    department: str
    companies: int
    notified: int
    opted_out: int
    by: str
    at: datetime


class Pushes(Reply):
    """Lists, newest first."""

    pushes: tuple[Push, ...]


class OptOutIn(Body):
    """A company's wish for one category."""

    category: Annotated[Plain, StringConstraints(min_length=1, max_length=64)]
    opted_out: bool


class Category(Part):
    """One category, and what the company wants of it."""

    category: str
    label: str
    opted_out: bool


class Categories(Reply):
    """All categories."""

    categories: tuple[Category, ...]


class NoticeView(Part):
    """One message."""

    id: str
    kind: str
    title: str
    text: str
    measure_id: str
    at: datetime
    read: bool


class Notices(Reply):
    """A company's inbox, newest first."""

    notices: tuple[NoticeView, ...]
    unread: int
