"""A local model server, one for all tests of a worker, and assistants that use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.wiring import Assistant
from tests.assistant.llm.model_server import ModelServer, model_server, says
from tests.assistant.llm.stage import build_stage


@pytest.fixture(scope="session")
def _server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def model(_server: ModelServer) -> ModelServer:
    """A model server as good as new."""
    _server.behaviour = says("好的。")
    for kept in (_server.asked, _server.keys, _server.paths):
        kept.clear()
    return _server


@pytest.fixture
def make_stage(model: ModelServer, tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Build services whose assistant uses the model server; ``client.app.state.assistant`` is the assistant."""
    with ExitStack() as open_:

        def make(**settings: Any) -> TestClient:
            assistant: Assistant = build_stage(tmp_path, **({"llm": model.url, "llm_model": "m"} | settings))
            open_.callback(assistant.close)
            app = create_app(assistant)
            app.state.assistant = assistant
            return open_.enter_context(TestClient(app))

        yield make


@pytest.fixture
def stage(make_stage: Callable[..., TestClient]) -> TestClient:
    """A service whose assistant uses the model server."""
    return make_stage()
