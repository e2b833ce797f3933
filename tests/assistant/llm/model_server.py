"""A local OpenAI-compatible server in a thread, that does what a test tells it: answer, lie, stall, break off."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Behaviour = Callable[[dict[str, Any]], Awaitable[Response]]


@dataclass
class ModelServer:
    """A running server; ``behaviour`` may be exchanged at any time, ``asked`` holds what came in."""

    url: str
    behaviour: Behaviour
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    broken_off: int = 0

    def say(self, *pieces: str, **how: Any) -> None:
        """Answer with these pieces from now on."""
        self.behaviour = says(*pieces, **how)


def chunk(text: str | None, finish: str | None = None, **delta: Any) -> str:
    """Return one event of a stream."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text} | delta, "finish_reason": finish}
    body = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def says(
    *pieces: str, finish: str | None = "stop", first_after: float = 0.0, each_after: float = 0.0, done: bool = True
) -> Behaviour:
    """Stream the pieces, and end in order unless ``finish`` and ``done`` say otherwise."""

    async def events() -> AsyncIterator[str]:
        await asyncio.sleep(first_after)
        for piece in pieces:
            yield chunk(piece)
            await asyncio.sleep(each_after)
        if finish is not None:
            yield chunk(None, finish)
        if done:
            yield "data: [DONE]\n\n"

    return streams(events)


def streams(events: Callable[[], AsyncIterator[str]], media_type: str = "text/event-stream") -> Behaviour:
    """Stream raw text."""

    async def behave(_body: dict[str, Any]) -> Response:
        return StreamingResponse(events(), media_type=media_type)

    return behave


def raw(*parts: str, breaks: bool = False) -> Behaviour:
    """Stream raw text, and break the connection off where ``breaks`` is set."""

    async def events() -> AsyncIterator[str]:
        for part in parts:
            yield part
        if breaks:
            raise ConnectionAbortedError

    return streams(events)


def stalls(*pieces: str, seconds: float = 30.0) -> Behaviour:
    """Say the pieces, and then nothing for a long time."""

    async def events() -> AsyncIterator[str]:
        for piece in pieces:
            yield chunk(piece)
        await asyncio.sleep(seconds)

    return streams(events)


def endless(piece: str) -> Behaviour:
    """Say the same without end."""

    async def events() -> AsyncIterator[str]:
        while True:
            yield chunk(piece)
            await asyncio.sleep(0)

    return streams(events)


def fails(status: int, body: Any = None, headers: dict[str, str] | None = None) -> Behaviour:
    """Answer with an HTTP failure."""

    async def behave(_body: dict[str, Any]) -> Response:
        return JSONResponse(body or {"error": {"message": "no", "type": "no"}}, status, headers)

    return behave


def in_turn(behaviours: Sequence[Behaviour]) -> Behaviour:
    """Behave otherwise each time; the last behaviour stays."""
    left = list(behaviours)

    async def behave(body: dict[str, Any]) -> Response:
        return await (left.pop(0) if len(left) > 1 else left[0])(body)

    return behave


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Run a server on a free port until the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = ModelServer(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", says("好的。"))

    async def complete(request: Request) -> Response:
        body = await request.json()
        server.asked.append(body)
        server.keys.append(request.headers.get("authorization", ""))
        return await server.behaviour(body)

    async def other(request: Request) -> Response:
        server.paths.append(request.url.path)
        return JSONResponse({})

    app = Starlette(
        routes=[
            Route("/v1/chat/completions", complete, methods=["POST"]),
            Route("/{path:path}", other, methods=["GET", "POST", "PATCH"]),
        ]
    )
    config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=0)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not running.started:
            assert time.monotonic() < deadline, "the model server did not start"
            time.sleep(0.01)
        yield server
    finally:
        running.should_exit = running.force_exit = True
        thread.join(10)
        listener.close()
