"""Reading one file from a request straight to disk: a film never lies in memory, and is no longer than it may be."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from assistant.errors import MalformedBody, SlowBody, UploadTooLarge

READ_SECONDS: Final = 600.0
"""Fifty megabytes over a poor connection."""
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Received:
    """A whole file on disk under a name of no meaning; whoever takes it renames it."""

    path: Path
    size: int
    sha256: str


class _Sink:
    """A file that is written block by block and hashed on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._digest = hashlib.sha256()

    def write(self, block: bytes) -> None:
        self._digest.update(block)
        self._file.write(block)

    def finish(self) -> Received:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return Received(self.path, self.size, self._digest.hexdigest())

    def drop(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


async def receive(
    request: Request, path: Path, most: int, count: Callable[[int], None], seconds: float = READ_SECONDS
) -> Received:
    """Write a request's body to ``path``, at most ``most`` bytes; raises UploadTooLarge, SlowBody or MalformedBody.

    ``count`` is told of each piece before it is kept, and may raise: bytes that came in count, not those that were announced.
    Where it raises, nothing is left; a killed process leaves a part that the caretaker removes.
    """
    sink, whole = await run_in_threadpool(_Sink, path), False
    try:
        async with asyncio.timeout(seconds):
            await _pour(request, sink, most, count)
        received = await run_in_threadpool(sink.finish)
        whole = True
        return received
    except TimeoutError as error:
        raise SlowBody("文件没有在规定时间内传完，请检查网络后再传。") from error
    except ClientDisconnect as error:
        raise MalformedBody("文件没有传完。") from error
    finally:
        if not whole:
            sink.drop()


async def _pour(request: Request, sink: _Sink, most: int, count: Callable[[int], None]) -> None:
    held = bytearray()
    async for piece in request.stream():
        count(len(piece))
        held += piece
        sink.size += len(piece)
        if sink.size > most:
            raise UploadTooLarge(f"文件太大了，还可以传 {max(most, 0) >> 20} MB。")
        if len(held) >= _BLOCK:
            await _write(sink, held)
    await _write(sink, held)


async def _write(sink: _Sink, held: bytearray) -> None:
    await run_in_threadpool(sink.write, bytes(held))
    held.clear()
