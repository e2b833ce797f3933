"""One turn of a conversation: find the session, let the engine reply, save, and only then hand the reply out."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

import structlog

from assistant.chat.repeats import Repeats, key_of
from assistant.chat.schemas import ChatRequest
from assistant.errors import StateUnavailable
from assistant.llm.port import NotPhrased
from assistant.observability import Metrics, describe_exception
from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.errands.step import may_wait
from assistant.pipeline.reply import Reply
from assistant.state.records import TurnRecord
from assistant.state.sessions import Session
from assistant.state.store import StateStore

SAVE_SECONDS: Final = 10.0
"""How long a turn may wait for its commit before its citizen is told to try again."""

IN_PROCESS: Final = "in process"
"""Who asks without a connection: programs and measurements."""

_log = structlog.get_logger(__name__)


class DialogueEngine(Protocol):
    """What the chat needs of the dialogue engine: pure computation of a few milliseconds, for any text.

    Raises SnapshotUnavailable and nothing else.
    """

    def reply(self, turn: TurnInput, /) -> tuple[Reply, DialogueState]:
        """Return the reply and the state that the conversation has after it."""
        ...


class Phraser(Protocol):
    """What the chat needs of a language model: the same answer in other words, or ``NotPhrased``."""

    def wants(self, reply: Reply, /) -> bool:
        """Tell whether a reply may be worded anew."""
        ...

    def phrase(self, question: str, reply: Reply, *, waiting: bool) -> AsyncGenerator[str | Reply, None]:
        """Yield the wording's pieces and at last the whole reply; raises NotPhrased."""
        ...


class Listener(Protocol):
    """Who hears of a turn while it is under way; nothing here raises."""

    def wording(self, stop: Callable[[], object]) -> None:
        """Hear that a wording begins, and how to end it."""
        ...

    async def delta(self, text: str) -> None:
        """Hear the next words."""
        ...

    async def withdrawn(self, text: str) -> None:
        """Hear that the words so far do not stand, and what does."""
        ...


class ChatService:
    """Answers turns over HTTP and WebSocket (``answer``) and in process (``ask``), through the same steps.

    With a phraser, ``answer`` may give an answer in a language model's words; ``ask``, which serves programs and
    measurements, always gives the composed ones.
    """

    def __init__(
        self,
        engine: DialogueEngine,
        state: StateStore,
        metrics: Metrics,
        snapshot_id: Callable[[], str | None],
        save_seconds: float = SAVE_SECONDS,
        phraser: Phraser | None = None,
    ) -> None:
        self._engine = engine
        self._state = state
        self._metrics = metrics
        self._snapshot_id = snapshot_id
        self._save_seconds = save_seconds
        self._phraser = phraser
        self._repeats = Repeats()

    async def answer(self, request: ChatRequest, listener: Listener | None = None, client: str = IN_PROCESS) -> Reply:
        """Answer one turn, once however often it is sent; raises ``StateUnavailable`` where it could not be saved.

        ``client`` says whose wrong tries are counted where an application is looked up.
        """
        return await self._repeats.once(key_of(request), lambda: self._answer(request, listener, client))

    async def _answer(self, request: ChatRequest, listener: Listener | None, client: str) -> Reply:
        """Answer a turn that was not asked before.

        The engine runs on the event loop: a hop to a thread costs more than it would free, at 1 to 3 ms a turn. An errand waits
        for a disk or another system, and so does whoever comes while one of the same session is under way.
        """
        started = time.perf_counter()
        session = self._state.recall(request.session_id) if request.session_id else None
        if session is None and request.session_id:
            session = await asyncio.to_thread(self._state.load, request.session_id)
        session = session or self._state.open_session()
        if session.lock.locked() or may_wait(request.text, session.dialogue):
            draft = await asyncio.to_thread(self._take_turn, session, request, client)
        else:
            draft = self._take_turn(session, request, client)
        reply = draft.reply
        if self._phraser is not None and self._phraser.wants(reply):
            reply = await self._worded(self._phraser, draft.text, reply, listener, started)
        turn = draft.record(reply)
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
        draft = self._take_turn(session or self._state.open_session(), request, IN_PROCESS)
        reply, turn = draft.reply, draft.record(draft.reply)
        saved = self._state.save(turn)
        try:
            saved.result(self._save_seconds)
        except (StateUnavailable, FutureTimeout) as error:
            saved.cancel()
            raise self._unsaved(turn) from error
        self._count(reply, started)
        return reply

    def _take_turn(self, session: Session, request: ChatRequest, client: str) -> _Draft:
        """Let the engine reply, and move the session on; its turns are worked out one after another."""
        with session.lock:
            turn = TurnInput(
                text=request.text,
                session_id=session.id,
                reply_id=uuid.uuid4().hex,
                item_id=request.item_id,
                facet=request.facet,
                state=session.dialogue,
                client=client,
            )
            snapshot_id = self._snapshot_id()
            reply, session.dialogue = self._engine.reply(turn)
            session.last_seq += 1
            kept = request.text if reply.heard is None else reply.heard
            draft = _Draft(session, session.last_seq, kept, reply, snapshot_id)
        self._state.sessions.keep(session)
        return draft

    async def _worded(
        self, phraser: Phraser, question: str, reply: Reply, listener: Listener | None, started: float
    ) -> Reply:
        """Return the reply in the model's words, or as it is where there are none to be had."""
        task = asyncio.create_task(_word(phraser, question, reply, listener))
        if listener is not None:
            listener.wording(task.cancel)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        worded = None if task.cancelled() else _outcome(task)
        if worded is None:
            if listener is not None:
                await listener.withdrawn(reply.text)
            return reply
        return worded.model_copy(update={"took_ms": round((time.perf_counter() - started) * 1000, 3)})

    def _unsaved(self, turn: TurnRecord) -> StateUnavailable:
        """Take the session out of memory, where it is now ahead of the database."""
        self._state.sessions.forget(turn.session_id)
        return StateUnavailable()

    def _count(self, reply: Reply, started: float) -> None:
        self._metrics.turn_seconds.observe(time.perf_counter() - started)
        self._metrics.outcomes.labels(reply.outcome).inc()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A turn that the engine answered and that is not saved yet; ``text`` is what may be kept of the citizen's words."""

    session: Session
    seq: int
    text: str
    reply: Reply
    snapshot_id: str | None

    def record(self, reply: Reply) -> TurnRecord:
        """Return what is saved, with the reply as the citizen gets it.

        The state is the session's as it is by now: a later turn that was quicker to word must not be set back.
        """
        return TurnRecord(
            session_id=self.session.id,
            reply_id=reply.reply_id,
            seq=self.seq,
            user_text=self.text,
            reply=reply.model_dump(mode="json", exclude={"card"}),
            outcome=reply.outcome,
            item_id=reply.item_id,
            facet=reply.facet,
            confidence=reply.confidence,
            snapshot_id=self.snapshot_id,
            took_ms=reply.took_ms,
            at=datetime.now(UTC),
            state=self.session.dialogue.model_dump(mode="json"),
            opens_session=self.seq == 1,
        )


async def _word(phraser: Phraser, question: str, reply: Reply, listener: Listener | None) -> Reply | None:
    """Pass the wording on as it comes; ``None`` where it was not to be had."""
    worded: Reply | None = None
    try:
        async with aclosing(phraser.phrase(question, reply, waiting=listener is None)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Reply):
                    worded = piece
                elif listener is not None:
                    await listener.delta(piece)
    except NotPhrased:
        return None
    return worded


def _outcome(task: asyncio.Task[Reply | None]) -> Reply | None:
    """The wording of a finished task; a fault of ours in making it costs the citizen nothing but the wording."""
    error = task.exception()
    if error is not None:
        _log.error("wording_failed", **describe_exception(error))
        return None
    return task.result()
