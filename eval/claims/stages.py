"""What a stage costs: seconds on the wall and of the processors, and how much memory the process held at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

_STATM = Path("/proc/self/statm")
_PAGE = 4096
_EVERY_S = 0.02
MIB = 1024 * 1024


@dataclass(frozen=True)
class Stage:
    """One stage: seconds, and MiB of resident memory (of the whole process; ``before_mib`` when it began)."""

    name: str
    wall_s: float
    cpu_s: float
    peak_mib: float | None
    before_mib: float | None


class Stages:
    """The stages measured so far, in order."""

    def __init__(self) -> None:
        self.done: list[Stage] = []

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Measure what happens inside; memory is looked at fifty times a second."""
        pa.default_memory_pool().release_unused()
        watch = _Watch()
        wall, cpu = time.perf_counter(), time.process_time()
        with watch:
            yield
        took = time.perf_counter() - wall, time.process_time() - cpu
        self.done.append(Stage(name, *took, watch.peak_mib, watch.before_mib))


class _Watch:
    """The greatest resident memory while it is open; ``None`` on systems that do not tell."""

    def __init__(self) -> None:
        self.before_mib = self.peak_mib = _resident_mib()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *unused: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            now = _resident_mib()
            if now is not None and (self.peak_mib is None or now > self.peak_mib):
                self.peak_mib = now


def _resident_mib() -> float | None:
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE / MIB
    except (OSError, IndexError, ValueError):
        return None
