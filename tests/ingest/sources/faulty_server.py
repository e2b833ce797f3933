"""A web server on this machine that does what it is told: also what no server should do."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from typing import Any


@dataclass(frozen=True)
class Seen:
    """A request as it came in; ``path`` with its query, header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """``claims`` is what Content-Length says instead of the truth; ``pieces`` are sent one by one, ``pause`` seconds apart.

    ``chunked`` sends the body in chunks and leaves out the last, empty one.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    claims: int | None = None
    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0
    chunked: bool = False
    endless: int = 0


Route = Reply | Callable[[Seen], Reply] | list[Reply]
"""A list answers one after the other, its last for ever."""


class FaultyServer:
    """``routes`` by path, with the query or without; anything else is 404. ``seen`` are all requests so far."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.routes: dict[str, Route] = {}
        self.seen: list[Seen] = []
        self._lock = threading.Lock()

    @property
    def paths(self) -> list[str]:
        """Paths asked for, but for robots.txt."""
        return [seen.path for seen in self.seen if seen.path != "/robots.txt"]

    def reply(self, seen: Seen) -> Reply:
        """What to answer."""
        with self._lock:
            self.seen.append(seen)
            route = self.routes.get(seen.path, self.routes.get(seen.path.partition("?")[0]))
            if isinstance(route, list):
                return route.pop(0) if len(route) > 1 else route[0]
        if route is None:
            return Reply(b"nothing here", 404)
        return route if isinstance(route, Reply) else route(seen)


def versioned(body: bytes, etag: str, media_type: str = "text/html") -> Callable[[Seen], Reply]:
    """A route that knows its version."""

    def route(seen: Seen) -> Reply:
        headers = {"ETag": etag, "Content-Type": media_type}
        return Reply(b"", 304, headers) if seen.headers.get("if-none-match") == etag else Reply(body, 200, headers)

    return route


def page(body: str, charset: str = "utf-8") -> Reply:
    """A web page."""
    return Reply(body.encode(charset), headers={"Content-Type": f"text/html; charset={charset}"})


def gzip_bomb(size: int) -> bytes:
    """``size`` zero bytes, packed about a thousandfold."""
    return gzip.compress(bytes(size), 9)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faulty: FaultyServer

    def do_GET(self) -> None:
        seen = Seen(self.path, {name.lower(): value for name, value in self.headers.items()})
        reply = self.faulty.reply(seen)
        try:
            self._send(reply)
        except OSError:  # the client had enough
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        size = reply.endless or len(reply.body) + sum(len(piece) for piece in reply.pieces)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.status != 304:
            self.send_header("Content-Length", str(size if reply.claims is None else reply.claims))
        self.end_headers()
        self._send_body(reply)
        self.close_connection = self.close_connection or reply.chunked or reply.claims is not None

    def _send_body(self, reply: Reply) -> None:
        if reply.chunked:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(reply.body), reply.body))
            return
        self.wfile.write(reply.body)
        for piece in reply.pieces:
            time.sleep(reply.pause)
            self.wfile.write(piece)
            self.wfile.flush()
        for _ in range(0, reply.endless, 1 << 16):
            self.wfile.write(bytes(1 << 16))

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@contextmanager
def faulty_server() -> Iterator[FaultyServer]:
    """A server on a free port of 127.0.0.1, until the block ends."""
    handler = type("Handler", (_Handler,), {})
    with _Server(("127.0.0.1", 0), handler) as server:
        faulty = FaultyServer(f"http://127.0.0.1:{server.server_address[1]}")
        handler.faulty = faulty  # type: ignore[attr-defined]
        thread = threading.Thread(target=_serve, args=(server,), daemon=True)
        thread.start()
        try:
            yield faulty
        finally:
            server.shutdown()
            thread.join(10)


def _serve(server: BaseServer) -> None:
    server.serve_forever(poll_interval=0.02)


@dataclass
class FakeClock:
    """Time in which sleeping takes none: ``slept`` are the seconds asked for."""

    slept: list[float] = field(default_factory=list)
    today: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The date, moved on by what was slept, and by a little each time one looks."""
        self.today += timedelta(milliseconds=1)
        return self.today + timedelta(seconds=sum(self.slept))

    def monotonic(self) -> float:
        """Real seconds and those that were slept."""
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Remember."""
        self.slept.append(seconds)

    def pass_by(self, **time_passed: float) -> None:
        """Let days or hours go by: ``pass_by(days=1)``."""
        self.today += timedelta(**time_passed)
