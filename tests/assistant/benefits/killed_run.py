"""A process that prepares, approves or files a payment run and kills itself (SIGKILL) at a place that is named.

``python -m tests.assistant.benefits.killed_run DATABASE HOME PHASE COUNT``: dies when ``COUNT`` units of ``PHASE`` are done.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from assistant.benefits.runs import repository, service
from assistant.benefits.runs.schemas import RunIn
from assistant.files import write_whole
from assistant.state.engine import open_engine
from knowledge.progress import Task
from tests.assistant.benefits.world import World, company

COMPANIES = 40
BUDGET = "30000.00"
CHUNK = 7


def big_world(database: str, home: Path) -> World:
    """A town of forty companies, each with another sum."""
    portraits = [company(number, tax_paid=number) for number in range(1, COMPANIES + 1)]
    repository.CHUNK = CHUNK  # type: ignore[misc]  # several transactions also for few lines
    return World(open_engine(database), home, portraits=portraits)


def die() -> None:
    """As power cuts and kill -9 do: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly:
    """A progress bar that ends the process."""

    def __init__(self, phase: str, count: int) -> None:
        self._phase = phase
        self._left = count

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        yield _Steps(self, name == self._phase)

    def done(self, n: int) -> None:
        self._left -= n
        if self._left <= 0:
            die()


class _Steps:
    def __init__(self, deadly: Deadly, counts: bool) -> None:
        self._deadly = deadly
        self._counts = counts

    def advance(self, n: int = 1) -> None:
        if self._counts and n:
            self._deadly.done(n)


def main() -> None:
    """Do as the module says."""
    database, home, phase, count = sys.argv[1:]
    world = big_world(database, Path(home))
    asked = RunIn(measure_id="P2-3", budget=BUDGET)
    if phase == "file":
        run = world.run(budget=BUDGET)
        world.benefits.runs.act(world.agent, run.id, "publish", "")
        world.clock.now += timedelta(days=8)
        world.benefits.runs.act(world.admin, run.id, "approve", "")

        def write_and_die(path: Path, content: bytes) -> None:
            if count == "0":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.with_name(".half").write_bytes(content[: len(content) // 2])
            else:
                write_whole(path, content)
            die()

        service.write_whole = write_and_die  # type: ignore[attr-defined]  # imported there
        world.benefits.runs.act(world.agent, run.id, "file", "")
    world.benefits.runs.start(world.agent, asked, Deadly(phase, int(count)))


if __name__ == "__main__":
    main()
