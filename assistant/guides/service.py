"""Reading guides from the index that answers now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.guides.schemas import GuideList, GuideRow
from assistant.pipeline.context import guide_card
from assistant.pipeline.reply import GuideCard
from knowledge.errors import NotFound
from knowledge.models import Audience
from knowledge.ports import KnowledgeIndex


@dataclass(frozen=True, slots=True)
class GuideFilter:
    """What a row must be; ``None`` asks nothing."""

    department: str | None = None
    board: str | None = None
    audience: Audience | None = None
    life_event: str | None = None

    def admits(self, row: GuideRow) -> bool:
        """Tell whether a row is what is asked for."""
        return (
            self.department in (None, row.department)
            and self.board in (None, row.board)
            and self.audience in (None, row.audience)
            and (self.life_event is None or self.life_event in row.life_events)
        )


class GuideService:
    """Whole guides as cards, and lists of guides."""

    def __init__(self, index_source: Callable[[], KnowledgeIndex]) -> None:
        self._index_source = index_source

    def card(self, item_id: str) -> GuideCard:
        """Return a guide's card; raises NotFound."""
        index = self._index_source()
        if item_id not in index.guides:
            raise NotFound("没有找到这个事项的办事指南，它可能已经下线。")
        return guide_card(index, item_id)

    def list(self, wanted: GuideFilter) -> GuideList:
        """Return the guides that a filter leaves."""
        index = self._index_source()
        rows = (_row(index, item_id) for item_id in sorted(index.guides))
        items = tuple(row for row in rows if wanted.admits(row))
        return GuideList(items=items, total=len(items))


def _row(index: KnowledgeIndex, item_id: str) -> GuideRow:
    guide = index.guides[item_id]
    item = index.items.get(item_id)
    return GuideRow(
        item_id=item_id,
        name=guide.name,
        department=guide.department,
        audience=guide.audience,
        board="" if item is None else item.board,
        life_events=guide.life_events,
    )
