"""Progress of long work: shown on stderr, so that stdout stays for results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, track
from rich.progress import Progress as Bars

from knowledge.progress import Progress, SilentProgress, Task

Item = TypeVar("Item")


class Track(Protocol):
    """Walk through work while telling how far it has come."""

    def __call__(self, rows: Sequence[Item], label: str, /) -> Iterable[Item]:
        """Give ``rows`` back one by one."""


def silent(rows: Sequence[Item], label: str, /) -> Iterable[Item]:
    """Tell nothing."""
    return rows


def bar(rows: Sequence[Item], label: str, /) -> Iterable[Item]:
    """A progress bar on stderr; nothing where stderr is not a terminal."""
    console = Console(stderr=True)
    return track(rows, description=label, console=console, transient=True, disable=not console.is_terminal)


class _Bar:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars, self._task = bars, task

    def advance(self, n: int = 1) -> None:
        self._bars.advance(self._task, n)


class PassingBars:
    """A bar for each phase under way, gone when it is over: a run of ten builds would fill the screen otherwise."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        """See :class:`knowledge.progress.Progress`."""
        task = self._bars.add_task(name, total=total)
        yield _Bar(self._bars, task)
        self._bars.remove_task(task)


@contextmanager
def phases(quiet: bool) -> Iterator[Progress]:
    """Progress of builds, on stderr; none where that is not a terminal, or with ``quiet``."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield SilentProgress()
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        yield PassingBars(bars)
