"""A load generator: some clients on connections that stay open, each sending its next request when a reply is whole.

One event loop and as little as HTTP/1.1 with ``Content-Length`` needs, so that the client costs the measured server
little on a machine of few cores; and the same for every server that is compared.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from eval.errors import TargetUnreachable

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
CLIENTS = 16
PATIENCE_S = 60.0
"""How long all of a load may stand still."""


@dataclass(frozen=True)
class Loaded:
    """What a load found: wall seconds from the first request to the last reply, and each reply's milliseconds."""

    took_s: float
    elapsed_ms: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Replies a second."""
        return len(self.elapsed_ms) / self.took_s


def load(host: str, port: int, path: str, bodies: Sequence[bytes], clients: int = CLIENTS) -> Loaded:
    """Send every body once by ``POST`` to ``path``, ``clients`` at a time.

    Raises:
        TargetUnreachable: the server does not take connections, breaks off, falls silent or replies with an error.
    """
    requests = [_request(host, port, path, body) for body in bodies]
    with ThreadPoolExecutor(1) as apart:  # a loop of its own, whether or not the caller's thread runs one
        return apart.submit(lambda: asyncio.run(_load(host, port, requests, clients))).result()


async def _load(host: str, port: int, requests: Sequence[bytes], clients: int) -> Loaded:
    loop = asyncio.get_running_loop()
    work = _Work(deque(requests), loop.create_future())
    opened = []
    try:
        for _ in range(min(clients, len(requests))):
            opened.append(await loop.create_connection(lambda: _Client(work), host, port))
        start = time.perf_counter()
        for _, client in opened:
            client.send_next()
        await _all_done(work)
        return Loaded(time.perf_counter() - start, tuple(work.elapsed_ms))
    except OSError as error:
        raise TargetUnreachable(f"{host}:{port} takes no connection: {error}") from error
    finally:
        for transport, _ in opened:
            transport.abort()


class _Work:
    """The requests that wait, the times of those that are answered, and the end of it."""

    def __init__(self, waiting: deque[bytes], done: asyncio.Future[None]) -> None:
        self.waiting, self.done, self.wanted = waiting, done, len(waiting)
        self.elapsed_ms: list[float] = []

    def answered(self, elapsed_ms: float) -> None:
        self.elapsed_ms.append(elapsed_ms)
        if len(self.elapsed_ms) == self.wanted and not self.done.done():
            self.done.set_result(None)

    def failed(self, reason: str) -> None:
        if not self.done.done():
            self.done.set_exception(TargetUnreachable(reason))


async def _all_done(work: _Work) -> None:
    """Wait for the end, as long as replies keep coming."""
    while not work.done.done():
        before = len(work.elapsed_ms)
        await asyncio.wait([work.done], timeout=PATIENCE_S)
        if not work.done.done() and len(work.elapsed_ms) == before:
            raise TargetUnreachable(f"no reply for {PATIENCE_S:.0f} s")
    work.done.result()


class _Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._received = b""
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def send_next(self) -> None:
        """Send one more request, if there is one."""
        if self._work.waiting and self._transport is not None:
            self._sent = time.perf_counter()
            self._transport.write(self._work.waiting.popleft())

    def data_received(self, data: bytes) -> None:
        """Go on when a reply is whole."""
        self._received += data
        head, found, rest = self._received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or (length and len(rest) < int(length[1])):
            return
        self._received = b""
        if length is None or not head.startswith(b"HTTP/1.1 200"):
            self._work.failed(f"the server answers {head[:40].decode(errors='replace')!r}")
            return
        self._work.answered((time.perf_counter() - self._sent) * 1000)
        self.send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection may not end before the work does."""
        self._work.failed(f"the server broke off: {exc or 'connection closed'}")


def _request(host: str, port: int, path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
