"""Progress of long work: shown on stderr, so that stdout stays for results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import track

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
