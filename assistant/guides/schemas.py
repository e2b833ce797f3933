"""What the guide list gives; one guide is given as ``assistant.pipeline.reply.GuideCard``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from knowledge.models import Audience


class GuideRow(BaseModel):
    """A guide in the list: enough to show a row and to ask for it."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    name: str
    department: str
    audience: Audience
    board: str
    life_events: tuple[str, ...]


class GuideList(BaseModel):
    """The guides that a filter leaves, in the order of their ids."""

    model_config = ConfigDict(frozen=True)

    items: tuple[GuideRow, ...]
    total: int
