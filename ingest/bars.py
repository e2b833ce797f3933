"""Progress bars on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from knowledge.progress import Task


class _Bar:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, n: int = 1) -> None:
        self._bars.advance(self._task, n)


class RichProgress:
    """One bar a phase; use as a context manager around the whole work. Phases may nest."""

    def __init__(self, console: Console) -> None:
        self._bars = Bars(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )

    def __enter__(self) -> RichProgress:
        self._bars.start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._bars.stop()

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        """See :class:`knowledge.progress.Progress`."""
        task = self._bars.add_task(name, total=total)
        yield _Bar(self._bars, task)
        done = total if total is not None else 1
        self._bars.update(task, total=done, completed=done)
