"""Sessions in memory: a bounded set of the latest conversations; the database keeps all of them."""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from assistant.pipeline.context import DialogueState

MAX_SESSIONS: Final = 20_000
"""Conversations kept in memory, a few kilobytes each."""

SESSION_ID: Final = re.compile(r"[A-Za-z0-9_-]{20,64}")


def new_session_id() -> str:
    """Return an id that nobody can guess (192 random bits): whoever holds it can go on with the conversation."""
    return secrets.token_urlsafe(24)


@dataclass(slots=True)
class Session:
    """A conversation in progress; ``lock`` is held while one of its turns is worked out."""

    id: str
    dialogue: DialogueState
    last_seq: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class SessionCache:
    """The least recently used conversation leaves first; safe to use from any thread."""

    def __init__(self, size: int = MAX_SESSIONS) -> None:
        self._size = size
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._sessions)

    def get(self, session_id: str) -> Session | None:
        """Return a conversation that is in memory, and mark it as used."""
        with self._lock:
            session = self._sessions.get(session_id)
            if session is not None:
                self._sessions.move_to_end(session_id)
            return session

    def keep(self, session: Session) -> Session:
        """Remember a conversation; where another thread was first, its object is the one to use."""
        with self._lock:
            kept = self._sessions.setdefault(session.id, session)
            self._sessions.move_to_end(session.id)
            while len(self._sessions) > self._size:
                self._sessions.popitem(last=False)
            return kept

    def forget(self, session_id: str) -> None:
        """Drop a conversation from memory: the database knows better how far it got."""
        with self._lock:
            self._sessions.pop(session_id, None)
