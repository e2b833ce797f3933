"""What the citizen page needs to know before the first question."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.pipeline.reply import Suggestion
from knowledge.models import LifeEvent


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hotline(_Part):
    """A public number that a person answers."""

    label: str
    number: str


class Board(_Part):
    """An entrance of the page; one that is not built yet says so in ``message``."""

    id: Literal["services", "video", "openness", "doors"]
    title: str
    summary: str
    available: bool
    message: str


class SiteTexts(_Part):
    """The wording of the page, as ``site.yaml`` holds it."""

    assistant_name: str
    site_name: str
    district: str
    notice: str
    hotline: Hotline
    greeting: str
    placeholder: str
    suggestions: tuple[Suggestion, ...]
    boards: tuple[Board, ...]


class DepartmentCount(_Part):
    """A department and how many guides it has."""

    name: str
    count: int


class Counts(_Part):
    """The size of the knowledge base."""

    guides: int
    departments: int
    questions: int


class Site(SiteTexts):
    """The wording together with what the knowledge base holds now.

    ``streaming``: answers may come word by word over ``WS /api/v1/ws/chat``.
    """

    life_events: tuple[LifeEvent, ...]
    departments: tuple[DepartmentCount, ...]
    counts: Counts
    streaming: bool = False
