"""Deleting old transcripts at start-up and once a day, in a thread of its own."""

from __future__ import annotations

import threading
from typing import Final

import structlog

from assistant.errors import StateUnavailable
from assistant.state.store import StateStore

PERIOD_SECONDS: Final = 24 * 3600.0

_log = structlog.get_logger(__name__)


class Retention:
    """Deletes turns older than ``days`` days for as long as the service runs."""

    def __init__(self, state: StateStore, days: int) -> None:
        self._state = state
        self._days = days
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="retention", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, after a purge that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._purge()
            self._stop.wait(PERIOD_SECONDS)

    def _purge(self) -> None:
        try:
            turns, sessions = self._state.purge(self._days)
        except StateUnavailable:
            return  # reported where it failed; tomorrow is soon enough
        if turns or sessions:
            _log.info("transcripts_deleted", turns=turns, sessions=sessions, days=self._days)
