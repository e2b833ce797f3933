"""What is done beside the requests: trying again what waits, forgetting what has expired; in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from knowledge.errors import QuanquanError

PERIOD_SECONDS: Final = 300.0

_log = structlog.get_logger(__name__)


class Caretaker:
    """Does named tasks at start-up and every ``seconds``; a task tells how much it did, for the log.

    Several processes may do so at once: each task changes only what is still as it found it.
    """

    def __init__(
        self, tasks: Mapping[str, Callable[[], int]], seconds: float = PERIOD_SECONDS, name: str = "caretaker"
    ) -> None:
        self._tasks = tasks
        self._name = name
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, after a task that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def once(self) -> dict[str, int]:
        """Do every task now; one that fails keeps no other from being done."""
        return {name: self._done(name, task) for name, task in self._tasks.items() if not self._stop.is_set()}

    def _run(self) -> None:
        while not self._stop.is_set():
            self.once()
            self._stop.wait(self._seconds)

    def _done(self, name: str, task: Callable[[], int]) -> int:
        try:
            count = task()
        except (QuanquanError, OSError) as error:
            _log.warning("caretaker_task_failed", task=name, error=type(error).__name__)
            return 0
        if count:
            _log.info("caretaker", task=name, count=count)
        return count
