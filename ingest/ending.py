"""How the commands of ingest end when they could not do their work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from knowledge.errors import QuanquanError

NOTHING_DONE = 2
"""Exit code when nothing could be published or the command could not do its work."""


@contextmanager
def reported() -> Iterator[None]:
    """Expected failures, and a disk that is full or not ours to write, end in one sentence and exit code 2."""
    try:
        yield
    except QuanquanError as error:
        complain(error.message)
        raise typer.Exit(NOTHING_DONE) from error
    except OSError as error:
        complain(f"读写磁盘失败：{error.strerror or error}（{error.filename or ''}）")
        raise typer.Exit(NOTHING_DONE) from error


def complain(message: str) -> None:
    """One line in red; names and values in it are never read as markup."""
    Console(stderr=True).print(Text(message, style="red"), soft_wrap=True)
