"""How long to wait before asking a host again, and when to stop asking it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.sources.clock import Clock
from ingest.sources.failures import HostDown

_SLOWEST_ROBOTS = 30.0
"""Seconds of Crawl-delay that are honoured; a larger wish would make a crawl never end."""


@dataclass(frozen=True)
class Patience:
    """``tries`` in all, waits in seconds that double from ``first_wait`` to ``longest_wait``, half of each by chance.

    A server's own Retry-After is honoured up to ``longest_retry_after``; whoever asks for more is not asked again in
    this run. After ``failures`` addresses in a row that failed in all their tries, the host is given up.
    """

    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_retry_after: float = 300.0
    failures: int = 5

    def wait(self, attempt: int, chance: random.Random) -> float:
        """Seconds before the try that follows ``attempt`` (from 0)."""
        longest = min(self.first_wait * float(2**attempt), self.longest_wait)
        return longest * chance.uniform(0.5, 1.0)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, ``None`` when it says nothing readable."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


@dataclass
class Manners:
    """What one run remembers of each host: when it was last asked, how fast it may be asked, how often it failed."""

    clock: Clock
    delay: float
    patience: Patience
    _ended_at: dict[str, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)

    def before(self, host: str) -> None:
        """Wait for the host's turn; raises HostDown when it was given up."""
        if self._failures.get(host, 0) >= self.patience.failures:
            raise HostDown(f"{host} 连续 {self.patience.failures} 个网址都访问失败，这次不再访问", host)
        if host in self._ended_at:
            pause = max(self.delay, self._delays.get(host, 0.0))
            wait = self._ended_at[host] + pause - self.clock.monotonic()
            if wait > 0:
                self.clock.sleep(wait)

    def after(self, host: str) -> None:
        """An exchange ended; the pause begins."""
        self._ended_at[host] = self.clock.monotonic()

    def succeeded(self, host: str) -> None:
        """The host gave an answer that means something."""
        self._failures[host] = 0

    def failed(self, host: str) -> None:
        """An address of the host failed in all its tries."""
        self._failures[host] = self._failures.get(host, 0) + 1

    def slow_down(self, host: str, crawl_delay: float | None) -> None:
        """What the host's robots.txt asks for."""
        self._delays[host] = min(max(crawl_delay or 0.0, 0.0), _SLOWEST_ROBOTS)
