"""Any index as a target: the product's own search and dialogue engine over it, without a server or a database."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import count

from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.runner import Engine
from eval.target import DEPTH, SeenReply, SeenSearch, read_reply, read_search
from knowledge.ports import KnowledgeIndex


class IndexTarget:
    """Asks an index that nobody has published; what conversations remember stays here."""

    def __init__(self, index: KnowledgeIndex, label: str = "built here") -> None:
        self.label = label
        self._index = index
        self._engine = Engine(lambda: index)
        self._numbers = count(1)
        self._states: dict[str, DialogueState] = {}

    @property
    def snapshot_id(self) -> str | None:
        """What the index calls itself."""
        return self._index.snapshot_id or None

    def ask(self, text: str, session_id: str | None = None) -> SeenReply:
        """One chat turn; see ``Target.ask``."""
        number = next(self._numbers)
        session = session_id or f"session-{number}"
        state = self._states.get(session, DialogueState())
        start = time.perf_counter()
        reply, self._states[session] = self._engine.reply(TurnInput(text, session, f"reply-{number}", state=state))
        return read_reply(reply.model_dump(exclude={"card"}), (time.perf_counter() - start) * 1000)

    def search(self, text: str, k: int = DEPTH) -> SeenSearch:
        """The ``k`` best items; see ``Target.search``."""
        start = time.perf_counter()
        found = self._index.search(text, k)
        elapsed_ms = (time.perf_counter() - start) * 1000
        hits = [{"item_id": hit.item_id, "score": hit.score, "confidence": hit.confidence} for hit in found.hits]
        return read_search({"results": hits}, elapsed_ms)

    def names(self) -> Mapping[str, str]:
        """Names of all guides."""
        return {item_id: guide.name for item_id, guide in self._index.guides.items()}
