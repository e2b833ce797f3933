"""A real case system on a local socket: it serves ``case_system.yaml``, or fails as it is told to."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.assistant.applications.schema import DOCUMENT, faults, request_faults

TOKEN = "a-token"
Failure = Callable[[BaseHTTPRequestHandler], None]


class CaseServer(ThreadingHTTPServer):
    """``failures`` are used up first, one a request; ``faults`` collects every request that breaks the description."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.cases: dict[tuple[str, str], dict[str, Any]] = {}
        self.failures: list[Failure] = []
        self.faults: list[str] = []
        self.urges: dict[str, Any] = {}
        self.requests = 0
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked went away: what these tests are about."""

    def answer(self, operation: str, query: dict[str, str], number: str, headers: Any, body: Any) -> tuple[int, Any]:
        """What the description promises."""
        if operation == "look_up":
            case = self.cases.get((body["number"], body["verify"]))
            return (200, case) if case is not None else (404, {"code": "case_not_found"})
        if operation == "open_cases":
            start, most = int(query.get("cursor", "0")), int(query["limit"])
            found = [case for case in self.cases.values() if case["finished_on"] is None]
            after = start + most
            return 200, {"cases": found[start:after], "next": str(after) if after < len(found) else None}
        self.urges.setdefault(headers["Idempotency-Key"], (number, body))
        return 204, None


class _Handler(BaseHTTPRequestHandler):
    server: CaseServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def handle_one(self) -> None:
        """Serve one request."""
        self.server.requests += 1
        length = int(self.headers.get("Content-Length", "0"))
        body = json.loads(self.rfile.read(length)) if length else None
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        operation, found = request_faults(self.command, address.path, query, self.headers, body)  # type: ignore[arg-type]
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            found.append("no token")
        self.server.faults += found
        if self.server.failures:
            self.server.failures.pop(0)(self)
            return
        number = address.path.split("/")[3]
        status, answer = self.server.answer(operation, query, number, self.headers, body)
        responses = {
            each["operationId"]: each["responses"] for path in DOCUMENT["paths"].values() for each in path.values()
        }
        promised = responses[operation][str(status)]
        if "content" in promised:
            self.server.faults += faults(promised["content"]["application/json"]["schema"], answer, "answer")
        send(self, status, b"" if answer is None else json.dumps(answer).encode())

    do_GET = do_POST = handle_one


def send(
    handler: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    kind: str = "application/json; charset=utf-8",
    length: int | None = None,
    **headers: str,
) -> None:
    """A whole answer; ``length`` announces another one than comes."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)
    if length is not None:
        handler.close_connection = True


@contextmanager
def case_server() -> Iterator[CaseServer]:
    """Run a case system until the block ends."""
    server = CaseServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
