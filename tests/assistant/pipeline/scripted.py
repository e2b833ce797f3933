"""One engine over the shipped guides with scripted search results, so that each step can be tried by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.reply import Reply
from assistant.pipeline.runner import Engine
from knowledge.intents import Intent
from knowledge.models import Facet, LifeEvent, Origin, Passage, PolicyDocument, ServiceGuide, ServiceItem, Topic
from knowledge.passages import PassageHit
from knowledge.ports import ONE_ITEM, Hit, SearchResult
from knowledge.ranker import Kind
from tests.knowledge.small import DATA


@cache
def shipped_guides() -> dict[str, ServiceGuide]:
    """All guides of the shipped knowledge base."""
    paths = sorted((DATA / "guides").glob("*.json"))
    return {path.stem: ServiceGuide.model_validate_json(path.read_text("utf-8")) for path in paths}


@dataclass
class ScriptedIndex:
    """Finds what a test says, with the confidences that it says.

    ``scope`` is the chance of an item against a foreign matter; ``others`` takes chances of the other kinds from it.
    ``contexts`` are what each search was told of the conversation.
    """

    guides: Mapping[str, ServiceGuide] = field(default_factory=shipped_guides)
    confidences: Sequence[tuple[str, float]] = (("GA-015", 0.9), ("GA-016", 0.05))
    scope: float = 0.95
    others: Mapping[Kind, float] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    found: tuple[PassageHit, ...] = ()
    contexts: list[tuple[str, ...]] = field(default_factory=list)
    asked: tuple[tuple[Facet, float], ...] = (("general", 0.9), ("fee", 0.1))
    clues: Mapping[str, Facet] = field(default_factory=dict)
    fault: Exception | None = None
    snapshot_id: str = "scripted"
    items: Mapping[str, ServiceItem] = field(default_factory=dict)
    life_events: Sequence[LifeEvent] = ()
    question_count: int = 0
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def search(self, text: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        """What the script says, or its fault."""
        self.contexts.append(tuple(context))
        if self.fault is not None:
            raise self.fault
        hits = tuple(Hit(item_id, chance, chance, {}) for item_id, chance in self.confidences)
        item = self.scope - sum(self.others.values())
        kinds: dict[Kind, float] = {**ONE_ITEM, "item": item, "foreign": 1 - self.scope, **self.others}
        return SearchResult(text, text, hits[:k], kinds, self.topics)

    def origin(self, record_id: str) -> Origin | None:
        """What the script says."""
        return self.origins.get(record_id)

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """No article."""
        return ()

    def passages(self, text: str, k: int = 3) -> tuple[PassageHit, ...]:
        """What the script says."""
        return self.found[:k]

    def intents(self, text: str) -> Mapping[Intent, float]:
        """No opinion."""
        return {}

    def facets(self, text: str) -> tuple[tuple[Facet, float], ...]:
        """What the clues in the text say, each alike; what the script says when there is none."""
        found = list(dict.fromkeys(facet for word, facet in self.clues.items() if word in text))
        return (*((facet, 0.9 / len(found)) for facet in found), ("general", 0.1)) if found else self.asked


def ask(index: ScriptedIndex, text: str = "身份证丢了", **given: object) -> Reply:
    """One turn; the reply is checked against the contract."""
    reply, _state = turn(index, text, **given)
    return reply


def turn(index: ScriptedIndex, text: str = "身份证丢了", **given: object) -> tuple[Reply, DialogueState]:
    """One turn and the state after it."""
    made = TurnInput(text=text, session_id="s", reply_id="r", **given)  # type: ignore[arg-type]
    reply, state = Engine(lambda: index).reply(made)
    Reply.model_validate(reply.model_dump())
    return reply, state
