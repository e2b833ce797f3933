"""A scripted target, for tests of what evaluation makes of replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from eval.target import DEPTH, SeenReply, SeenSearch, read_reply, read_search

Contract = Mapping[str, object]
UNKNOWN: Contract = {"outcome": "suggested"}


@dataclass
class ScriptedTarget:
    """Answers from a script: a reply or a ranking for each text; ``asked`` holds (text, session id) in order."""

    replies: Mapping[str, Contract] = field(default_factory=dict)
    rankings: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    item_names: Mapping[str, str] = field(default_factory=dict)
    label: str = "script"
    snapshot_id: str | None = "scripted"
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    sessions: count[int] = field(default_factory=lambda: count(1))

    def ask(self, text: str, session_id: str | None = None) -> SeenReply:
        """The scripted reply, in the session given or in a new one."""
        self.asked.append((text, session_id))
        session = session_id or f"session-{next(self.sessions)}"
        return read_reply({"session_id": session, **self.replies.get(text, UNKNOWN)}, elapsed_ms=1.0)

    def search(self, text: str, k: int = DEPTH) -> SeenSearch:
        """The scripted ranking."""
        hits = [{"item_id": item, "confidence": confidence} for item, confidence in self.rankings.get(text, ())]
        return read_search({"results": hits[:k]}, elapsed_ms=1.0)

    def names(self) -> Mapping[str, str]:
        """The scripted names."""
        return self.item_names
