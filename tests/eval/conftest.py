"""A small real HTTP server that speaks the contract, for tests of the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

REPLY = {
    "session_id": "s1",
    "outcome": "answered",
    "item_id": "GA-001",
    "facet": "fee",
    "confidence": 0.9,
    "suggestions": [],
}
ANSWERS = {
    "/readyz": {"status": "ready", "snapshot": "s1"},
    "/api/v1/guides": {"items": [{"item_id": "GA-001", "name": "身份证补领"}], "total": 1},
    "/api/v1/search": {"results": [{"item_id": "GA-001", "confidence": 0.9}]},
    "/api/v1/chat": REPLY,
}


class _Handler(BaseHTTPRequestHandler):
    """Gives every path its one answer."""

    protocol_version = "HTTP/1.1"
    # One write a response: head and body in two would wait for the client's delayed acknowledgement, 40 ms each.
    wbufsize = 65536

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def _answer(self) -> None:
        body = json.dumps(ANSWERS[self.path.partition("?")[0]]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def stub_url() -> Iterator[str]:
    """A server that answers every question from GA-001, its fee."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
