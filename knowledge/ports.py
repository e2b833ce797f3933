"""What the rest of the product asks of the knowledge, whichever engine answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.intents import Intent
from knowledge.models import Facet, LifeEvent, Origin, Passage, PolicyDocument, ServiceGuide, ServiceItem, Topic
from knowledge.passages import PassageHit
from knowledge.ranker import Kind

ONE_ITEM: Mapping[Kind, float] = {"item": 1.0, "topic": 0.0, "policy": 0.0, "missing": 0.0, "foreign": 0.0}


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

    A hit's confidence takes the question for one that asks for a single item; ``kinds`` says how likely it does, and
    how likely it is after a choice among several (``topics``, best first), an article of a policy file, or nothing
    that is here.
    """

    query: str
    normalized: str
    hits: tuple[Hit, ...]
    kinds: Mapping[Kind, float] = field(default_factory=lambda: dict(ONE_ITEM))
    topics: tuple[Topic, ...] = ()

    @property
    def scope(self) -> float:
        """Chance that the knowledge base answers the question at all."""
        return 1 - self.kinds["missing"] - self.kinds["foreign"]


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

    @property
    def policies(self) -> Mapping[str, PolicyDocument]:
        """Policy files by id."""

    def origin(self, record_id: str) -> Origin | None:
        """Where a guide or a policy file comes from, by its id; ``None`` where that was not kept."""

    def search(self, text: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        """The ``k`` items (fewer if there are fewer) that ``text`` most likely means; empty text has no hits.

        ``context`` names the items spoken of before, the last one first: a text that leans on them is read so.
        """

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """All articles of one policy file in the text's order; none of a document that is not here."""

    def passages(self, text: str, k: int = 3) -> tuple[PassageHit, ...]:
        """The ``k`` articles of policy files that most likely answer ``text``, best first."""

    def intents(self, text: str) -> Mapping[Intent, float]:
        """What kind of thing ``text`` is, by its words alone: chances that sum to 1; empty without an opinion."""

    def facets(self, text: str) -> tuple[tuple[Facet, float], ...]:
        """What ``text`` asks of an item: facets with probabilities, likeliest first."""
