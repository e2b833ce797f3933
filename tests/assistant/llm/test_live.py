"""Over a real server and a real WebSocket client: the handshake, the frame limit, and a client that takes nothing."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from starlette.types import Message
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from assistant.app import create_app
from assistant.chat import connection
from assistant.chat.connection import Connection
from assistant.edge.rate_limit import RateLimiter
from assistant.server import MAX_MESSAGE
from tests.assistant.fakes import wait_for
from tests.assistant.llm.model_server import ModelServer
from tests.assistant.llm.stage import build_stage, composed
from tests.coroutines import run_coroutine

WORDED = "补领身份证每证收40元。换领每证20元。"


@pytest.fixture
def live(model: ModelServer, tmp_path: Path) -> Iterator[str]:
    """Address of the chat WebSocket on a real server, over an assistant with the model."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    with build_stage(tmp_path, llm=model.url, llm_model="m") as assistant:
        config = uvicorn.Config(create_app(assistant), log_config=None, ws_max_size=MAX_MESSAGE)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_for(lambda: server.started)
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/api/v1/ws/chat"
        server.should_exit = True
        thread.join(20)
    listener.close()


def test_a_turn_is_streamed_over_the_wire(live: str, model: ModelServer) -> None:
    model.say("补领身份证每证收40", "元。换领每证", "20元。")
    with connect(live, origin=Origin(live.replace("ws:", "http:").removesuffix("/api/v1/ws/chat"))) as client:
        client.send(json.dumps({"type": "ask", "text": "补身份证要多少钱"}))
        events = [json.loads(client.recv(20)) for _ in range(5)]
    assert [event["type"] for event in events] == ["accepted", "delta", "delta", "delta", "reply"]
    assert events[-1]["reply"]["text"].startswith(WORDED)


def test_another_sites_page_is_refused_in_the_one_error_shape(live: str) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(live, origin=Origin("https://evil.example")):
        pass
    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body or b"{}")["error"]["code"] == "foreign_origin"


def test_a_frame_beyond_reason_is_dropped_unread(live: str) -> None:
    with connect(live) as client:
        client.send("x" * (MAX_MESSAGE + 1))
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


class _DeafSocket:
    """A socket whose client asks once and then takes nothing."""

    client = None

    def __init__(self) -> None:
        self.incoming: list[Message] = [
            {"type": "websocket.receive", "text": '{"type":"ask","text":"补身份证要多少钱"}'},
        ]
        self.left = asyncio.Event()

    async def receive(self) -> Message:
        if self.incoming:
            return self.incoming.pop()
        await self.left.wait()
        return {"type": "websocket.disconnect"}

    async def send_text(self, _text: str) -> None:
        await asyncio.Event().wait()


def test_a_client_that_takes_nothing_is_given_up_and_its_turn_is_saved(
    make_stage: Callable[..., TestClient], model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "SEND_SECONDS", 0.05)
    model.say(WORDED)
    assistant: Any = make_stage().app.state.assistant  # type: ignore[attr-defined]

    async def serve() -> None:
        deaf: Any = _DeafSocket()
        async with asyncio.timeout(20):
            await Connection(deaf, assistant.chat, RateLimiter(None), assistant.metrics).run()
        await assistant.close_model()

    run_coroutine(serve())
    assert assistant.state.repository.count_turns() == 1


def test_the_composed_answer_needs_no_model(make_stage: Callable[..., TestClient]) -> None:
    client = make_stage(llm="", llm_model="")
    with client.websocket_connect("/api/v1/ws/chat") as opened:
        opened.send_json({"type": "ask", "text": "补身份证要多少钱"})
        assert [opened.receive_json()["type"] for _ in range(2)] == ["accepted", "reply"]
    assert client.post("/api/v1/chat", json={"text": "多少钱"}).json()["text"] == composed("fee")
    assert "quanquan_llm" not in client.get("/metrics").text
