"""What the editor's test page gets: ranked items, with what made their rank."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RankedItem(BaseModel):
    """An item, its fused score, the calibrated confidence and each signal's share."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    name: str
    score: float
    confidence: float
    signals: dict[str, float]


class SearchReply(BaseModel):
    """The items found, best first, and the query as the index understood it."""

    model_config = ConfigDict(frozen=True)

    query: str
    normalized: str
    took_ms: float
    results: tuple[RankedItem, ...]
