"""The small fitted index, its records, and a local model server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from ingest.expand.proposals import ProposalFolder
from ingest.expand.work import Desk
from knowledge.embedded import EmbeddedIndex
from tests.assistant.llm.model_server import ModelServer, model_server
from tests.knowledge.conftest import small_folder, small_index
from tests.knowledge.small import sample_records

__all__ = ["small_folder", "small_index"]


def answers(text: str, **message: Any) -> Callable[[dict[str, Any]], Awaitable[Response]]:
    """Complete with ``text`` in one piece."""

    async def behave(_body: dict[str, Any]) -> Response:
        choice = {"index": 0, "message": {"role": "assistant", "content": text} | message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return JSONResponse(
            {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        )

    return behave


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model server of this test's own."""
    with model_server() as server:
        yield server


@pytest.fixture
def desk(small_index: EmbeddedIndex, tmp_path: Path) -> Desk:
    """An editor's desk over eight sample guides."""
    return Desk(sample_records(), small_index, ProposalFolder(tmp_path / "expansion"))
