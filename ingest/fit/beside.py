"""Pieces of work in a second process, one after another, while this one goes on.

The second process starts afresh (spawn): this one may hold threads, which do not survive a fork. It ends by itself
when this one is gone, so that a killed run leaves nothing that goes on writing. How far its work is, is told here.

Works are written to it, and results read from it, by two threads: whoever started the process never waits on a pipe whose
other end is gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

from knowledge.errors import QuanquanError
from knowledge.progress import Progress, Task

Given = ParamSpec("Given")
Result = TypeVar("Result")

TOLD_EVERY = 0.1
"""Seconds between two words on how far a task is."""


class WorkerLost(QuanquanError):
    """The second process ended without a result; the usual reason is that the machine has too little memory."""

    code = "worker_lost"
    status = 500


@dataclass(frozen=True)
class Handle(Generic[Result]):
    """The result of a piece of work that was begun, wherever it is."""

    number: int


class Here(Protocol):
    """What a piece of work finds where it is done."""

    progress: Progress

    def made(self, handle: Handle[Result]) -> Result:
        """The result of an earlier piece."""


class Helper(Protocol):
    """Takes pieces of work, done in their order; each is a function of a module whose first argument is :class:`Here`."""

    def begin(
        self, work: Callable[Concatenate[Here, Given], Result], *given: Given.args, **named: Given.kwargs
    ) -> Handle[Result]:
        """Begin ``work`` when all before it is done; its result is handed over."""

    def leave(
        self, work: Callable[Concatenate[Here, Given], Result], *given: Given.args, **named: Given.kwargs
    ) -> Handle[Result]:
        """The same, but the result stays there, for later pieces alone."""

    def result(self, handle: Handle[Result]) -> Result:
        """Wait for the result of a piece that was begun; raises what the work raised."""


def same(_here: Here, value: Result) -> Result:
    """The work of leaving a value there that several pieces need."""
    return value


class Alone:
    """The :class:`Helper` that is this process: each piece is done when its result is needed."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self._works: list[Callable[[], Any]] = []

    def begin(
        self, work: Callable[Concatenate[Here, Given], Result], *given: Given.args, **named: Given.kwargs
    ) -> Handle[Result]:
        """See :class:`Helper`."""
        self._works.append(cache(partial(work, self, *given, **named)))
        return Handle(len(self._works) - 1)

    leave = begin

    def result(self, handle: Handle[Result]) -> Result:
        """See :class:`Helper`."""
        done: Result = self._works[handle.number]()
        return done

    made = result


@contextmanager
def beside(progress: Progress) -> Iterator[Helper]:
    """A second process, started with its first piece of work; the block's end ends it, done or not.

    A result that is waited for raises WorkerLost when the process is gone.
    """
    helper = _Second(progress)
    try:
        yield helper
    finally:
        helper.close()


@dataclass(frozen=True)
class _Done:
    """A piece of work is done, and its result or (unless ``right``) what it raised follows."""

    number: int
    right: bool


@dataclass(frozen=True)
class _Open:
    number: int
    name: str
    total: int | None


@dataclass(frozen=True)
class _Advance:
    number: int
    n: int


@dataclass(frozen=True)
class _Close:
    number: int


class _Second:
    def __init__(self, progress: Progress) -> None:
        self._told = _Told(progress)
        self._works: SimpleQueue[tuple[bool, bytes] | None] = SimpleQueue()
        self._results: list[Future[Any]] = []
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._threads: list[threading.Thread] = []
        self._lost, self._losing = threading.Event(), threading.Lock()

    def begin(
        self, work: Callable[Concatenate[Here, Given], Result], *given: Given.args, **named: Given.kwargs
    ) -> Handle[Result]:
        return self._put((work, given, named), handed=True)

    def leave(
        self, work: Callable[Concatenate[Here, Given], Result], *given: Given.args, **named: Given.kwargs
    ) -> Handle[Result]:
        return self._put((work, given, named), handed=False)

    def result(self, handle: Handle[Result]) -> Result:
        done: Result = self._results[handle.number].result()
        return done

    def _put(self, what: object, *, handed: bool) -> Handle[Any]:
        if self._process is None:
            self._start()
        packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        self._results.append(Future())
        self._works.put((handed, packed))
        if self._lost.is_set():
            self._lose()
        return Handle(len(self._results) - 1)

    def close(self) -> None:
        if self._process is None or self._pipe is None:
            return
        self._process.kill()
        self._process.join()
        self._works.put(None)
        for thread in self._threads:
            thread.join()
        self._process.close()
        self._pipe.close()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()  # with next to nothing to read: its pipe can take that before anybody reads
        there.close()  # else the end of the process would not be seen
        self._threads = [
            threading.Thread(target=self._send, args=(self._pipe,), daemon=True),
            threading.Thread(target=self._receive, args=(self._pipe,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _send(self, pipe: Connection) -> None:
        while (given := self._works.get()) is not None:
            handed, packed = given
            try:
                pipe.send(handed)
                pipe.send_bytes(packed)
            except OSError:  # it is gone, which the other thread has seen
                return

    def _receive(self, pipe: Connection) -> None:
        try:
            while True:
                said = pipe.recv()
                if isinstance(said, _Done):
                    self._done(said, pickle.loads(pipe.recv_bytes()))  # written by our own process
                else:
                    self._told(said)
        except (EOFError, OSError):
            return
        finally:  # whatever went wrong here, nobody waits for ever
            self._lost.set()
            self._lose()

    def _done(self, said: _Done, result: object) -> None:
        if said.right:
            self._results[said.number].set_result(result)
        else:
            self._results[said.number].set_exception(cast(Exception, result))

    def _lose(self) -> None:
        with self._losing:
            for future in self._results:
                if not future.done():
                    future.set_exception(WorkerLost("构建知识库的第二个进程意外中止，可能是内存不足"))


class _Told:
    """Shows here how far tasks are there."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[int, tuple[AbstractContextManager[Task], Task]] = {}

    def __call__(self, said: _Open | _Advance | _Close) -> None:
        if isinstance(said, _Open):
            opened = self._progress.task(said.name, said.total)
            self._tasks[said.number] = opened, opened.__enter__()
        elif isinstance(said, _Advance):
            self._tasks[said.number][1].advance(said.n)
        else:
            self._tasks.pop(said.number)[0].__exit__(None, None, None)


class _Teller:
    """The :class:`Progress` there, which tells it here."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._opened = 0

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        self._opened += 1
        task = _TellerTask(self._pipe, self._opened)
        self._pipe.send(_Open(task.number, name, total))
        yield task
        task.tell()
        self._pipe.send(_Close(task.number))


class _TellerTask:
    def __init__(self, pipe: Connection, number: int) -> None:
        self._pipe, self.number = pipe, number
        self._untold, self._told_at = 0, time.monotonic()

    def advance(self, n: int = 1) -> None:
        self._untold += n
        if time.monotonic() - self._told_at >= TOLD_EVERY:
            self.tell()

    def tell(self) -> None:
        if self._untold:
            self._pipe.send(_Advance(self.number, self._untold))
        self._untold, self._told_at = 0, time.monotonic()


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was interrupted ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    there = _There(_Teller(pipe))
    while True:
        try:
            handed, packed = pipe.recv(), pipe.recv_bytes()
        except EOFError:
            return
        right, result = there.worked(packed, handed=handed)
        del packed
        pipe.send(_Done(len(there.results) - 1, right))
        pipe.send_bytes(result)


class _There:
    """The :class:`Here` of the second process."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.results: list[Any] = []

    def made(self, handle: Handle[Result]) -> Result:
        done: Result = self.results[handle.number]
        if isinstance(done, Exception):
            raise done
        return done

    def worked(self, packed: bytes, *, handed: bool) -> tuple[bool, bytes]:
        """Whether the work went right, and its result (where that is handed over) or else what it raised."""
        try:
            work, given, named = pickle.loads(packed)  # written by our own process
            result = work(self, *given, **named)
            packed_result = pickle.dumps(result if handed else None, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # a process's entry: what went wrong is told where the result is waited for
            self.results.append(error)
            return False, _packed_error(error)
        self.results.append(result)
        return True, packed_result


def _packed_error(error: Exception) -> bytes:
    """The error, or its words where it cannot travel."""
    try:
        packed = pickle.dumps(error)
        pickle.loads(packed)
    except Exception:  # whatever an error's own code may raise
        packed = pickle.dumps(RuntimeError(repr(error)))
    return packed


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
