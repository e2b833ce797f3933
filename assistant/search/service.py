"""Search as the chat does it, laid open."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.errors import InvalidRequest
from assistant.search.schemas import RankedItem, SearchReply
from assistant.text import clean
from knowledge.ports import KnowledgeIndex, SearchResult


class SearchService:
    """Ranks items with the same code path that answers citizens."""

    def __init__(self, index_source: Callable[[], KnowledgeIndex]) -> None:
        self._index_source = index_source

    def search(self, query: str, k: int) -> SearchResult:
        """Return the index's own result; raises InvalidRequest for a query without any text."""
        query = clean(query)
        if not query:
            raise InvalidRequest("请写下要查的内容（q）。")
        return self._index_source().search(query, k)

    def ranked(self, query: str, k: int) -> SearchReply:
        """Return the result with the items' names and the time it took (milliseconds)."""
        started = time.perf_counter()
        found = self.search(query, k)
        took_ms = (time.perf_counter() - started) * 1000
        guides = self._index_source().guides
        results = tuple(
            RankedItem(
                item_id=hit.item_id,
                name=guides[hit.item_id].name,
                score=float(hit.score),
                confidence=float(hit.confidence),
                signals={name: float(value) for name, value in hit.signals.items()},
            )
            for hit in found.hits
            if hit.item_id in guides
        )
        return SearchReply(query=found.query, normalized=found.normalized, took_ms=round(took_ms, 3), results=results)
