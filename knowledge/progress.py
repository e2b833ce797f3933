"""How long work tells how far it is, without knowing who watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Task(Protocol):
    """One phase under way."""

    def advance(self, n: int = 1) -> None:
        """``n`` more units are done."""


class Progress(Protocol):
    """Opens phases; the command line draws bars, tests stay silent."""

    def task(self, name: str, total: int | None) -> AbstractContextManager[Task]:
        """A phase called ``name`` (shown to people) of ``total`` units, ``None`` when that is unknown."""


class _NoTask:
    def advance(self, n: int = 1) -> None:
        pass


class SilentProgress:
    """The :class:`Progress` of tests and of programs nobody watches."""

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        """See :class:`Progress`."""
        yield _NoTask()
