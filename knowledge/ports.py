"""What the rest of the product asks of the knowledge, whichever engine answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.models import Facet, LifeEvent, ServiceGuide, ServiceItem


@dataclass(frozen=True)
class Hit:
    """One ranked item; ``score`` orders, ``confidence`` (0 to 1) is the calibrated chance that it is the item meant."""

    item_id: str
    score: float
    confidence: float
    signals: Mapping[str, float]


@dataclass(frozen=True)
class SearchResult:
    """Ranked hits, best first; ``normalized`` is the text as it was searched.

    A hit's confidence takes the question for one that the guides answer; ``scope`` is the chance that it is one.
    """

    query: str
    normalized: str
    hits: tuple[Hit, ...]
    scope: float = 1.0


class KnowledgeIndex(Protocol):
    """The published knowledge of one snapshot: records by id, and search over them."""

    @property
    def snapshot_id(self) -> str:
        """Which snapshot this is."""

    @property
    def guides(self) -> Mapping[str, ServiceGuide]:
        """Guides by item id."""

    @property
    def items(self) -> Mapping[str, ServiceItem]:
        """Item list rows by item id."""

    @property
    def life_events(self) -> Sequence[LifeEvent]:
        """一件事 in the item list's order."""

    @property
    def question_count(self) -> int:
        """How many ways to ask were indexed."""

    def search(self, text: str, k: int = 6) -> SearchResult:
        """The ``k`` items (fewer if there are fewer) that ``text`` most likely means; empty text has no hits."""

    def facets(self, text: str) -> tuple[tuple[Facet, float], ...]:
        """What ``text`` asks of an item: facets with probabilities, likeliest first."""
