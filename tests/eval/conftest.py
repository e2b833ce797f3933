"""A small real HTTP server that speaks the contract, and a small index built as evaluations build theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from eval.building import Built, build
from ingest.fit.intents import shipped_lines
from knowledge.intents import Intent
from knowledge.models import Topic, TopicChoice
from knowledge.progress import SilentProgress
from knowledge.settings import Settings
from tests.knowledge.small import IDS, sample_records

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


def _few_lines() -> dict[Intent, list[str]]:
    return {intent: lines[:: max(len(lines) // 20, 1)] for intent, lines in shipped_lines().items()}


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, list[Path]]:
    """The index, and what its build left in the temporary folder."""
    scratch = tmp_path_factory.mktemp("scratch")
    topic = Topic(
        name="孩子的事",
        prompt="您想办孩子的哪件事？",
        choices=(TopicChoice(item_id="GA-001"), TopicChoice(item_id="JY-001")),
        asks=("刚生了孩子", "孩子的事想问问"),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tempfile.tempdir", str(scratch))
        patched.setattr(
            "ingest.fit.build.shipped_lines", _few_lines
        )  # all of them are most of the time of so small a fit
        records = replace(sample_records(IDS[:4]), topics=(topic,))
        built = build(records, Settings.model_validate({"seed": 1}), SilentProgress())
        return built, list(scratch.iterdir())


@pytest.fixture(scope="session")
def small_built(_small: tuple[Built, list[Path]]) -> Built:
    """Four sample guides with their questions and a topic, fitted once."""
    return _small[0]


@pytest.fixture(scope="session")
def small_build_left(_small: tuple[Built, list[Path]]) -> list[Path]:
    """What that build left behind."""
    return _small[1]
