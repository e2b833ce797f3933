"""Group commit: one thread saves the turns that wait, many in one transaction, and only then lets them be answered.

A turn alone costs one sync of the disk. Turns that arrive during that sync are saved together by the next one, so the
rate of turns is not bound to the rate of syncs, and each turn is still on disk before its citizen hears of it.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Final, NamedTuple

import structlog

from assistant.errors import StateUnavailable
from assistant.observability import describe_exception
from assistant.state.records import TurnRecord
from assistant.state.repository import is_conflict

BATCH: Final = 256
MAX_WAITING: Final = 2_048
"""Turns that may wait; beyond it the service is overloaded and says so at once instead of growing."""

_log = structlog.get_logger(__name__)


class _Waiting(NamedTuple):
    turn: TurnRecord
    done: Future[None] | asyncio.Future[None]
    loop: asyncio.AbstractEventLoop | None

    def begins(self) -> bool:
        """Tell whether someone still waits for this turn."""
        if isinstance(self.done, Future):
            return self.done.set_running_or_notify_cancel()
        return not self.done.cancelled()


class GroupWriter:
    """Saves turns from one thread of its own; a turn's future is done when the turn is on disk."""

    def __init__(
        self,
        save_together: Callable[[Sequence[TurnRecord]], None],
        save_alone: Callable[[TurnRecord], None],
        *,
        saved: Callable[[int], None] = lambda _count: None,
        failed: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self._save_together = save_together
        self._save_alone = save_alone
        self._saved = saved
        self._failed = failed
        self._waiting: deque[_Waiting] = deque()
        self._wake = threading.Condition()
        self._due = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="turn-writer", daemon=True)
        self._thread.start()

    def submit(self, turn: TurnRecord) -> Future[None]:
        """Queue a turn from any thread; the future fails with ``StateUnavailable`` where it could not be saved."""
        done: Future[None] = Future()
        self._put(_Waiting(turn, done, None), due=True)
        return done

    def submit_from_loop(self, turn: TurnRecord) -> asyncio.Future[None]:
        """Do as ``submit`` does, on an event loop.

        The commit begins when the loop has gone round once, so that all requests which were ready together are saved
        together. Nobody waits for this: no reply leaves a loop that is still busy with its neighbours.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._put(_Waiting(turn, done, loop), due=False)
        loop.call_soon(self._flush)
        return done

    def is_alive(self) -> bool:
        """Tell whether turns are being saved."""
        return self._thread.is_alive() and not self._closed

    def close(self, timeout: float = 10.0) -> None:
        """Save what waits, then end the thread."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join(timeout)

    def _put(self, waiting: _Waiting, *, due: bool) -> None:
        with self._wake:
            if not self.is_alive() or len(self._waiting) >= MAX_WAITING:
                self._failed(1)
                raise StateUnavailable
            self._waiting.append(waiting)
            if due:
                self._due = True
                self._wake.notify()

    def _flush(self) -> None:
        with self._wake:
            if self._waiting:
                self._due = True
                self._wake.notify()

    def _run(self) -> None:
        while batch := self._next_batch():
            wanted = [waiting for waiting in batch if waiting.begins()]
            if wanted:
                self._save(wanted)

    def _next_batch(self) -> list[_Waiting]:
        """Wait until a commit is due, and take what is there; nothing once the writer is closed and all is saved."""
        with self._wake:
            self._wake.wait_for(lambda: self._due or self._closed)
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            self._due = bool(self._waiting)
            return batch

    # Both methods below are a thread's entry: a surprise must not end the thread and strand every later turn.

    def _save(self, batch: list[_Waiting]) -> None:
        try:
            self._save_together([waiting.turn for waiting in batch])
        except Exception as error:
            if not is_conflict(error):
                self._fail(batch, error)
                return
            # One row broke a constraint: save each by itself, so that it does not take its neighbours with it.
            for waiting in batch:
                self._save_one(waiting)
        else:
            self._saved(len(batch))
            _settle(batch, failed=False)

    def _save_one(self, waiting: _Waiting) -> None:
        try:
            self._save_alone(waiting.turn)
        except Exception as error:
            self._fail([waiting], error)
        else:
            self._saved(1)
            _settle([waiting], failed=False)

    def _fail(self, batch: list[_Waiting], error: Exception) -> None:
        _log.error("turns_not_saved", turns=len(batch), **describe_exception(error))
        self._failed(len(batch))
        _settle(batch, failed=True)


def _settle(batch: list[_Waiting], *, failed: bool) -> None:
    """Tell those who wait. An event loop is woken once a batch: a wake-up a turn would trade the interpreter's lock
    to and fro, and cost more than saving the turn."""
    by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for _, done, loop in batch:
        if isinstance(done, Future):
            _finish(done, failed)
        elif loop is not None:
            by_loop.setdefault(loop, []).append(done)
    for loop, futures in by_loop.items():
        with suppress(RuntimeError):  # the loop has ended, and with it everyone who waited there
            loop.call_soon_threadsafe(_finish_all, futures, failed)


def _finish_all(futures: list[asyncio.Future[None]], failed: bool) -> None:
    for done in futures:
        if not done.done():
            _finish(done, failed)


def _finish(done: Future[None] | asyncio.Future[None], failed: bool) -> None:
    if failed:
        done.set_exception(StateUnavailable())
    else:
        done.set_result(None)
