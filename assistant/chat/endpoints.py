"""``POST /api/v1/chat``: one turn of a conversation."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from assistant.chat.schemas import ChatRequest
from assistant.chat.service import ChatService
from assistant.edge.body import read_json
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.observability import note_of
from assistant.openapi import errors
from assistant.pipeline.reply import Reply

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": ChatRequest.model_json_schema()}}}
}


def router(service: ChatService, limiter: RateLimiter) -> APIRouter:
    """Return the chat routes over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["chat"])

    @routes.post(
        "/chat", response_model=Reply, responses=errors(400, 408, 413, 415, 422, 429, 500, 503), openapi_extra=_BODY
    )
    async def chat(request: Request) -> Response:
        """Answer one question; every reply names its outcome, its sources and what to ask next.

        An unknown (for instance expired) session_id begins a new conversation: go on with the id in the reply.
        """
        limiter.spend(address_key(request.client.host if request.client else None))
        turn = parse_request(ChatRequest, await read_json(request))
        if turn.session_id is not None:
            limiter.spend(f"session:{turn.session_id}")
        reply = await service.answer(turn)
        note = note_of(request.scope)
        note.outcome, note.item_id, note.confidence = reply.outcome, reply.item_id, round(reply.confidence, 4)
        # Already validated when it was made: FastAPI need not do it again.
        return Response(reply.model_dump_json(), media_type="application/json")

    return routes
