"""A circuit breaker: after repeated failures nobody waits for another system until it has had time to recover."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 5
"""Failures in a row that open the circuit."""
PAUSE_SECONDS: Final = 30.0
"""How long it stays open before one turn tries again."""


class CircuitBreaker:
    """Closed, open, or half open with one trial under way; used from one event loop."""

    def __init__(
        self, failures: int = FAILURES, pause: float = PAUSE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._failures = 0
        self._closed_at = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether calls are held back now."""
        return self._failures >= self._limit and self._clock() < self._closed_at

    def admit(self) -> bool:
        """Tell whether a call may go out; of those that come after the pause one goes, to try."""
        if self._failures < self._limit:
            return True
        if self._clock() < self._closed_at:
            return False
        self._closed_at = self._clock() + self._pause
        return True

    def succeeded(self) -> None:
        """The model answered: close."""
        self._failures = 0

    def failed(self) -> None:
        """The model failed: open after the last of several in a row, and stay open after a failed trial."""
        self._failures += 1
        if self._failures >= self._limit:
            self._closed_at = self._clock() + self._pause
