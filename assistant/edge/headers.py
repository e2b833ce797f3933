"""Headers that protect the reader of every response, and let other sites' pages call the API."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_SHARED: Final = (b"/api/", b"/widget/")
"""Paths that pages of other origins may use: the API, and the widget's modules (module scripts are CORS requests)."""
_SHARE: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"X-Request-ID, Retry-After"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_KEEP: Final = ((b"cross-origin-resource-policy", b"same-origin"),)
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


class SecurityHeaders:
    """ASGI layer: content policy by kind of response, no sniffing, no storing of replies, CORS without credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress its response; answer a preflight without passing it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        shared = scope["path"].encode("utf-8", "replace").startswith(_SHARED)

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _dressed(list(message.get("headers", ())), shared, message["status"])
            await send(message)

        if shared and _is_preflight(scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, dress)
        else:
            await self._app(scope, receive, dress)


def _dressed(headers: list[tuple[bytes, bytes]], shared: bool, status: int) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in headers}
    page = any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
    headers += _ALWAYS
    headers += _SHARE if shared else _KEEP
    # A browser takes a 304's headers over those it kept: a policy for data would shut the page it kept.
    if b"content-security-policy" not in names and status != 304:
        headers.append((b"content-security-policy", (PAGE_POLICY if page else DATA_POLICY).encode()))
    if b"cache-control" not in names:
        headers.append((b"cache-control", b"no-store"))
    return headers


def _is_preflight(scope: Scope) -> bool:
    return scope["method"] == "OPTIONS" and any(
        name == b"access-control-request-method" for name, _ in scope["headers"]
    )
