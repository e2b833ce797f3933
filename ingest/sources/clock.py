"""Time as a port, so that tests of waiting do not wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the network sources know of time."""

    def now(self) -> datetime:
        """The date and time of day, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever go up."""

    def sleep(self, seconds: float) -> None:
        """Wait; nothing else may happen in between."""


class SystemClock:
    """The machine's :class:`Clock`."""

    def now(self) -> datetime:
        """See :class:`Clock`."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """See :class:`Clock`."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """See :class:`Clock`."""
        time.sleep(seconds)
