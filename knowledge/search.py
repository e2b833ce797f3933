"""Opening the knowledge: the one place that decides which engine answers."""

from __future__ import annotations

from knowledge.embedded import EmbeddedIndex
from knowledge.ports import Hit, KnowledgeIndex, SearchResult

__all__ = ["EmbeddedIndex", "Hit", "KnowledgeIndex", "SearchResult"]
