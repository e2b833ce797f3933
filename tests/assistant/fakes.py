"""Small stand-ins for the index and the engine, so that the service's tests need no fitted knowledge base."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from assistant.index_holder import IndexHolder
from assistant.observability import Metrics
from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.reply import Citation, Reply, Suggestion
from assistant.state.store import open_state
from assistant.wiring import Assistant
from knowledge.intents import Intent
from knowledge.manifest import SnapshotFacts
from knowledge.models import (
    Facet,
    Fee,
    LifeEvent,
    OnlineService,
    Origin,
    Passage,
    PolicyDocument,
    ServiceGuide,
    ServiceItem,
)
from knowledge.passages import PassageHit
from knowledge.ports import Hit, KnowledgeIndex, SearchResult
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore


def guide(item_id: str = "GA-015", name: str = "居民身份证补领（丢失）", **changes: object) -> ServiceGuide:
    """Return a small valid guide."""
    plain = ServiceGuide(
        id=item_id,
        name=name,
        department="公安分局",
        audience="个人",
        summary="身份证丢失后补领。",
        aliases=("补办身份证",),
        conditions=("本区户籍",),
        variants=(),
        materials=(),
        steps=(),
        statutory_days=60,
        promised_days=20,
        fee=Fee(amount=40.0, text="40元", basis="发改价格规〔2019〕1931号"),
        places=(),
        online=OnlineService(available=False, channels=(), note=""),
        visits=1,
        result="居民身份证",
        legal_basis=("《中华人民共和国居民身份证法》",),
        faq=(),
        related=(),
        life_events=("来泉务工",),
    )
    return plain.model_copy(update=changes)


@dataclass(frozen=True)
class FakeIndex:
    """An index over a few guides; a search finds all of them, in order."""

    snapshot_id: str = "fake"
    guides: Mapping[str, ServiceGuide] = field(default_factory=lambda: {"GA-015": guide()})
    items: Mapping[str, ServiceItem] = field(
        default_factory=lambda: {
            "GA-015": ServiceItem(
                id="GA-015",
                name="居民身份证补领（丢失）",
                department="公安分局",
                audience="个人",
                board="个人综窗",
                life_event="",
            )
        }
    )
    life_events: Sequence[LifeEvent] = (LifeEvent(name="来泉务工", item_ids=("GA-015",)),)
    question_count: int = 40
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def search(self, text: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        """Find every guide."""
        hits = tuple(Hit(item_id=item_id, score=1.0, confidence=0.9, signals={"bm25": 1.0}) for item_id in self.guides)
        return SearchResult(query=text, normalized=text, hits=hits[:k])

    def origin(self, record_id: str) -> Origin | None:
        """What a test says."""
        return self.origins.get(record_id)

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """No article."""
        return ()

    def passages(self, text: str, k: int = 3) -> tuple[PassageHit, ...]:
        """No article."""
        return ()

    def intents(self, text: str) -> Mapping[Intent, float]:
        """No opinion."""
        return {}

    def facets(self, text: str) -> tuple[tuple[Facet, float], ...]:
        """Take every question for one about the fee."""
        return (("fee", 1.0),)


class FakeEngine:
    """Replies with the fee of the first guide; ``before`` runs first, to fail or to wait as a test needs."""

    def __init__(self, index_source: Callable[[], KnowledgeIndex], before: Callable[[TurnInput], None]) -> None:
        self._index_source = index_source
        self._before = before
        self.seen: list[TurnInput] = []

    def reply(self, turn: TurnInput) -> tuple[Reply, DialogueState]:
        """Reply, and remember the turn."""
        self._before(turn)
        self.seen.append(turn)
        index = self._index_source()
        item_id = next(iter(index.guides))
        reply = Reply(
            session_id=turn.session_id,
            reply_id=turn.reply_id,
            outcome="answered",
            text=f"40元（{index.snapshot_id}）",
            spoken_text="四十元",
            item_id=item_id,
            facet="fee",
            facets=("fee",),
            confidence=0.9,
            citations=(Citation(title="居民身份证补领（丢失）办事指南", section="收费标准", source_id=item_id),),
            suggestions=(Suggestion(text="要带什么？", item_id=item_id, facet="materials"),),
        )
        return reply, turn.state.after_answer(item_id)


@dataclass
class Bench:
    """An assistant over fakes, with its parts at hand."""

    assistant: Assistant
    engine: FakeEngine
    store: SnapshotStore
    database: Path


def publish(store: SnapshotStore, text: str = "one") -> str:
    """Publish a snapshot of one file, and return its id."""
    with store.begin() as draft:
        (draft.folder / "content.txt").write_text(text)
        return store.publish(draft, SnapshotFacts()).id


def load_fake(store: SnapshotStore, snapshot_id: str, before: KnowledgeIndex | None = None) -> KnowledgeIndex:
    """Load a published snapshot as a fake index."""
    return FakeIndex(snapshot_id=snapshot_id)


def build_bench(
    home: Path, before: Callable[[TurnInput], None] = lambda _turn: None, *, published: bool = True, **changes: object
) -> Bench:
    """Build an assistant over fakes under ``home``; ``changes`` are settings."""
    database = home / "state.db"
    values: dict[str, object] = {"home": home, "rate_limit": "off", "database_url": SecretStr(f"sqlite:///{database}")}
    settings = Settings.model_validate(values | changes)
    metrics = Metrics()
    store = SnapshotStore(settings.knowledge_home)
    if published and store.current_id() is None:
        publish(store)
    holder = IndexHolder(store, load_fake, metrics)
    holder.open()
    engine = FakeEngine(holder.current, before)
    assistant = Assistant(settings, metrics, holder, engine, open_state(settings.database, metrics))
    return Bench(assistant, engine, store, database)


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until a condition holds; a condition that never holds fails the test."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
