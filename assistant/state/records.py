"""Values that pass between the conversation and the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn as it is saved, with the session's state after it; ``opens_session``: the first turn of a new session."""

    session_id: str
    reply_id: str
    seq: int
    user_text: str
    reply: dict[str, Any]
    outcome: str
    item_id: str | None
    facet: str | None
    confidence: float
    snapshot_id: str | None
    took_ms: float
    at: datetime
    state: dict[str, Any]
    opens_session: bool


@dataclass(frozen=True, slots=True)
class SavedSession:
    """What is needed to go on with a conversation: the dialogue state and the number of its last turn."""

    session_id: str
    last_seq: int
    state: dict[str, Any]
