"""What the page of one policy file gives."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.pipeline.policy_status import Status
from assistant.pipeline.reply import OriginCard
from knowledge.models import AwardMode


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class MeasureRow(_Part):
    """One award of the document, and the article that grants it; ``deadline`` is the last day to apply."""

    id: str
    title: str
    mode: AwardMode
    article: str
    documents: tuple[str, ...]
    deadline: date | None


class PassageRow(_Part):
    """One article as published; ``section`` is empty for what stands before the first one."""

    section: str
    text: str


class PolicyPage(_Part):
    """A policy file whole, with its standing on the day of asking (``on``, in Quanzhou)."""

    id: str
    title: str
    number: str
    issuer: str
    level: Literal["市", "区"]
    district: str | None
    published: date
    valid_from: date
    valid_to: date | None
    on: date
    status: Status
    status_text: str
    measures: tuple[MeasureRow, ...]
    passages: tuple[PassageRow, ...]
    sample: bool = True
    origin: OriginCard | None = None
