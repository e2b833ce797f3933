"""The outermost layer: gives each request its id, times it, counts it and writes its one log line."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.observability import SCOPE_KEY, Metrics, RequestNote, holds_personal_number

_SAFE_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})

_log = structlog.get_logger(__name__)


class RequestContext:
    """ASGI layer around all others. The log names the route's template, never the path: a path may hold a phone."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and report it when its reply has been sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note = RequestNote(request_id=_request_id(scope))
        scope[SCOPE_KEY] = note
        id_header = (b"x-request-id", note.request_id.encode())
        status = 500
        started = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), id_header]
            await send(message)

        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._metrics.in_flight.dec()
            self._report(scope, note, status, (time.perf_counter() - started) * 1000)

    def _report(self, scope: Scope, note: RequestNote, status: int, took_ms: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._metrics.requests.labels(route, method, str(status)).inc()
        write = _log.debug if route in _QUIET and status < 500 else _log.info
        write("request", route=route, method=method, status=status, took_ms=round(took_ms, 2), **_facts(note))


def _facts(note: RequestNote) -> dict[str, Any]:
    facts = {
        "request_id": note.request_id,
        "outcome": note.outcome,
        "item_id": note.item_id,
        "confidence": note.confidence,
        "error": note.error_code,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _request_id(scope: Scope) -> str:
    """Take the caller's id where it is plain and cannot be a person's number, else make one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SAFE_ID.fullmatch(value):
            text: str = value.decode("ascii")
            if not holds_personal_number(text):
                return text
    return uuid.uuid4().hex
