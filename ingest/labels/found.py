"""What was found in one article: conditions, award, words that nobody here understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.labels.chunk import Chunk
from ingest.labels.logic import Item
from knowledge.measures.awards import Award

AWARDS = frozenset({"sum", "sums", "share", "unit"})
"""Kinds of chunks that say what is paid."""


@dataclass
class Found:
    """``items`` hold the conditions with their spans; ``unread`` pieces need a person."""

    items: list[Item] = field(default_factory=list)
    award: Award | None = None
    award_span: tuple[int, int] | None = None
    unread: list[tuple[int, int]] = field(default_factory=list)
    procedural: list[tuple[int, int]] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
