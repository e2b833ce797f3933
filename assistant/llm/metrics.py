"""What an operator sees of the language model: how often its wording was used, and why it was not."""

from __future__ import annotations

import time
from typing import Protocol, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS = (0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 6, 8, 10, 15, 20)


class _Reasoned(Protocol):
    reason: str


_E = TypeVar("_E", bound=_Reasoned)


class PhraserMetrics:
    """The phraser's instruments in the service's registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.results = Counter(
            "quanquan_llm_wordings",
            "Answers offered to the language model, by what became of it",
            ["result"],
            registry=registry,
        )
        self.seconds = Histogram(
            "quanquan_llm_seconds", "Time of a wording that was used", buckets=_BUCKETS, registry=registry
        )
        self.first_seconds = Histogram(
            "quanquan_llm_first_sentence_seconds",
            "Time to the first checked sentence",
            buckets=_BUCKETS,
            registry=registry,
        )
        self.open = Gauge(
            "quanquan_llm_breaker_open", "1 while the model is left alone after failures", registry=registry
        )

    def count(self, why: _E) -> _E:
        """Count a wording that was not used, by its reason; return the failure to be raised."""
        self.results.labels(why.reason).inc()
        return why

    def first(self, started: float) -> None:
        """Take the time of the first piece of the wording that began at ``started`` (perf_counter)."""
        self.first_seconds.observe(time.perf_counter() - started)

    def used(self, started: float) -> None:
        """Count a wording that was used."""
        self.results.labels("used").inc()
        self.seconds.observe(time.perf_counter() - started)
