"""One turn of a conversation: find the session, let the engine reply, save, and only then hand the reply out."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import UTC, datetime
from typing import Final, Protocol

from assistant.chat.schemas import ChatRequest
from assistant.errors import StateUnavailable
from assistant.observability import Metrics
from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.reply import Reply
from assistant.state.records import TurnRecord
from assistant.state.sessions import Session
from assistant.state.store import StateStore

SAVE_SECONDS: Final = 10.0
"""How long a turn may wait for its commit before its citizen is told to try again."""


class DialogueEngine(Protocol):
    """What the chat needs of the dialogue engine: pure computation of a few milliseconds, for any text.

    Raises SnapshotUnavailable and nothing else.
    """

    def reply(self, turn: TurnInput, /) -> tuple[Reply, DialogueState]:
        """Return the reply and the state that the conversation has after it."""
        ...


class ChatService:
    """Answers turns over HTTP (``answer``) and in process (``ask``), through the same steps."""

    def __init__(
        self,
        engine: DialogueEngine,
        state: StateStore,
        metrics: Metrics,
        snapshot_id: Callable[[], str | None],
        save_seconds: float = SAVE_SECONDS,
    ) -> None:
        self._engine = engine
        self._state = state
        self._metrics = metrics
        self._snapshot_id = snapshot_id
        self._save_seconds = save_seconds

    async def answer(self, request: ChatRequest) -> Reply:
        """Answer one turn; raises ``StateUnavailable`` where it could not be saved.

        The engine runs on the event loop: a hop to a thread costs more than it would free, at 1 to 3 ms a turn.
        """
        started = time.perf_counter()
        session = self._state.recall(request.session_id) if request.session_id else None
        if session is None and request.session_id:
            session = await asyncio.to_thread(self._state.load, request.session_id)
        reply, turn = self._take_turn(session or self._state.open_session(), request)
        try:
            async with asyncio.timeout(self._save_seconds):
                await self._state.save_from_loop(turn)
        except (StateUnavailable, TimeoutError) as error:
            raise self._unsaved(turn) from error
        self._count(reply, started)
        return reply

    def ask(self, request: ChatRequest) -> Reply:
        """Do as ``answer`` does, from a thread without an event loop."""
        started = time.perf_counter()
        session = self._state.recall(request.session_id) if request.session_id else None
        if session is None and request.session_id:
            session = self._state.load(request.session_id)
        reply, turn = self._take_turn(session or self._state.open_session(), request)
        saved = self._state.save(turn)
        try:
            saved.result(self._save_seconds)
        except (StateUnavailable, FutureTimeout) as error:
            saved.cancel()
            raise self._unsaved(turn) from error
        self._count(reply, started)
        return reply

    def _take_turn(self, session: Session, request: ChatRequest) -> tuple[Reply, TurnRecord]:
        """Let the engine reply, and move the session on; its turns are worked out one after another."""
        with session.lock:
            turn = TurnInput(
                text=request.text,
                session_id=session.id,
                reply_id=uuid.uuid4().hex,
                item_id=request.item_id,
                facet=request.facet,
                state=session.dialogue,
            )
            snapshot_id = self._snapshot_id()
            reply, session.dialogue = self._engine.reply(turn)
            session.last_seq += 1
            record = _record(session, request.text, reply, snapshot_id)
        self._state.sessions.keep(session)
        return reply, record

    def _unsaved(self, turn: TurnRecord) -> StateUnavailable:
        """Take the session out of memory, where it is now ahead of the database."""
        self._state.sessions.forget(turn.session_id)
        return StateUnavailable()

    def _count(self, reply: Reply, started: float) -> None:
        self._metrics.turn_seconds.observe(time.perf_counter() - started)
        self._metrics.outcomes.labels(reply.outcome).inc()


def _record(session: Session, text: str, reply: Reply, snapshot_id: str | None) -> TurnRecord:
    return TurnRecord(
        session_id=session.id,
        reply_id=reply.reply_id,
        seq=session.last_seq,
        user_text=text,
        reply=reply.model_dump(mode="json", exclude={"card"}),
        outcome=reply.outcome,
        item_id=reply.item_id,
        facet=reply.facet,
        confidence=reply.confidence,
        snapshot_id=snapshot_id,
        took_ms=reply.took_ms,
        at=datetime.now(UTC),
        state=session.dialogue.model_dump(mode="json"),
        opens_session=session.last_seq == 1,
    )
