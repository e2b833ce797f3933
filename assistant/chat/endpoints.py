"""``POST /api/v1/chat``: one turn of a conversation; ``WS /api/v1/ws/chat``: turns as they come, streamed."""

from __future__ import annotations

import uuid
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request, Response, WebSocket

from assistant.chat.connection import Connection
from assistant.chat.events import schemas
from assistant.chat.gate import Gate
from assistant.chat.schemas import ChatRequest
from assistant.chat.service import ChatService
from assistant.edge.body import read_json
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.errors import UpgradeRequired, render
from assistant.observability import Metrics, note_of
from assistant.openapi import errors
from assistant.pipeline.reply import Reply
from knowledge.errors import QuanquanError

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": ChatRequest.model_json_schema()}}}
}
_SWITCHING: Final[dict[int | str, dict[str, Any]]] = {101: {"description": "The WebSocket is open"}}

_log = structlog.get_logger(__name__)


def router(service: ChatService, limiter: RateLimiter, gate: Gate, metrics: Metrics) -> APIRouter:
    """Return the chat routes over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["chat"])

    @routes.post(
        "/chat", response_model=Reply, responses=errors(400, 408, 413, 415, 422, 429, 500, 503), openapi_extra=_BODY
    )
    async def chat(request: Request) -> Response:
        """Answer one question; every reply names its outcome, its sources and what to ask next.

        An unknown (for instance expired) session_id begins a new conversation: go on with the id in the reply.
        """
        client = address_key(request.client.host if request.client else None)
        limiter.spend(client)
        turn = parse_request(ChatRequest, await read_json(request))
        if turn.session_id is not None:
            limiter.spend(f"session:{turn.session_id}")
        reply = await service.answer(turn, client=client)
        note = note_of(request.scope)
        note.outcome, note.item_id, note.confidence = reply.outcome, reply.item_id, round(reply.confidence, 4)
        # Already validated when it was made: FastAPI need not do it again.
        return Response(reply.model_dump_json(), media_type="application/json")

    @routes.get(
        "/ws/chat",
        status_code=101,
        response_class=Response,
        responses=_SWITCHING | errors(403, 426, 503),
        openapi_extra={"x-websocket-events": schemas()},
    )
    async def describe_socket() -> Response:
        """Open a WebSocket for one conversation at a time; x-websocket-events holds the JSON Schemas of its events.

        Client: {"type":"ask","id"?,"text","session_id"?,"item_id"?,"facet"?}, {"type":"cancel"}, {"type":"ping"}.
        Server, for an ask: "accepted", any number of "delta" {text}, at most one "replace" {text} (what was streamed is
        withdrawn: show this), and at last "reply" with the whole reply, or "error" in the one error shape. "pong" answers
        a ping. One ask at a time; messages of at most 16 KiB; 180 seconds without a message close the connection.
        """
        raise UpgradeRequired("这个地址要用 WebSocket 连接；普通请求请用 POST /api/v1/chat。")

    @routes.websocket("/ws/chat")
    async def talk(socket: WebSocket) -> None:
        request_id = uuid.uuid4().hex
        try:
            gate.check_origin(socket.headers)
            with gate.seat(address_key(socket.client.host if socket.client else None)):
                await socket.accept(headers=[(b"x-request-id", request_id.encode())])
                await Connection(socket, service, limiter, metrics).run()
        except QuanquanError as refusal:
            _log.info("ws_refused", request_id=request_id, error=refusal.code)
            await _deny(socket, refusal, request_id)

    return routes


async def _deny(socket: WebSocket, refusal: QuanquanError, request_id: str) -> None:
    """Answer the handshake in the one error shape, or where the server cannot, with its plain 403."""
    if "websocket.http.response" in socket.scope.get("extensions", {}):
        response = render(refusal, request_id)
        response.headers["X-Request-ID"] = request_id
        await socket.send_denial_response(response)
    else:
        await socket.close()
