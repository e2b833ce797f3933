"""One piece of work in a second process, while this one goes on.

The second process starts afresh (spawn): this one may hold threads, which do not survive a fork. It ends by itself
when this one is gone, so that a killed run leaves nothing that goes on writing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import ParamSpec, TypeVar

from knowledge.errors import QuanquanError

Given = ParamSpec("Given")
Result = TypeVar("Result")


class WorkerLost(QuanquanError):
    """The second process ended without a result; the usual reason is that the machine has too little memory."""

    code = "worker_lost"
    status = 500


@contextmanager
def beside(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Iterator[Callable[[], Result]]:
    """Run ``work``, a function of a module, in a second process; the call that is given waits for its result.

    The block's end ends the process, done or not. Raises in that call what ``work`` raised, or WorkerLost.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, work, given, named), daemon=True)
    process.start()
    there.close()  # else the end of the process would not be seen

    def result() -> Result:
        try:
            done: tuple[Result | None, Exception | None] = here.recv()
        except EOFError as error:
            raise WorkerLost("构建知识库的第二个进程意外中止，可能是内存不足") from error
        value, failure = done
        if failure is not None:
            raise failure
        return value  # type: ignore[return-value]

    try:
        yield result
    finally:
        process.kill()
        process.join()
        process.close()
        here.close()


def _work(there: Connection, work: Callable[..., object], given: tuple[object, ...], named: dict[str, object]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        done: tuple[object, Exception | None] = work(*given, **named), None
    except Exception as error:  # a process's entry: what went wrong is told where the result is waited for
        done = None, error
    there.send(done)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
