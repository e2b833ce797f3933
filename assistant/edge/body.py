"""Reading a request's body: bounded while it is read, in bounded time, and as strict JSON."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import BodyTooLarge, MalformedBody, SlowBody, UnsupportedMediaType

MAX_BODY: Final = 16 * 1024
READ_SECONDS: Final = 10.0


JSON: Final[Mapping[str, int]] = {
    "/api/v1/labels/**": 1 << 20,
    "/api/v1/claims": 128 << 10,
    "/api/v1/claims/**": 128 << 10,
}
"""Most bytes of a body by its path (``*`` one segment, ``**`` any rest) where more than ``MAX_BODY`` is honest; held in memory."""

UPLOADS: Final[Mapping[str, int]] = {
    "/api/v1/benefits/uploads": 20 << 20,
    "/api/v1/claims/drafts/*/files": 512 << 20,
    "/api/v1/claims/*/files": 512 << 20,
}
"""Most bytes of a file that is POSTed, by its whole path. Only for routes that read it piece by piece, to the limit that is
set for them: a route that reads JSON holds its body whole before anybody is asked who he is."""


class BodyLimit:
    """ASGI layer: counts the body while it comes in, so that a chunked one is held to the same limit."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading more than the limit raises ``BodyTooLarge`` where the body is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = _content_length(scope)
        limit = most_bytes(scope["method"], scope["path"], self._limit)
        read = 0

        async def counted() -> Message:
            nonlocal read
            if announced > limit:
                raise BodyTooLarge("内容太长了，请缩短以后再发。")
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge("内容太长了，请缩短以后再发。")
            return message

        await self._app(scope, counted, send)


def most_bytes(method: str, path: str, otherwise: int = MAX_BODY) -> int:
    """How long the body of a request may be."""
    larger = (*_UPLOADS, *_JSON) if method == "POST" else _JSON
    return next((most for pattern, most in larger if pattern.fullmatch(path)), otherwise)


def _patterns(paths: Mapping[str, int]) -> list[tuple[re.Pattern[str], int]]:
    segments = {"*": "[^/]+", "**": ".+"}
    return [
        (re.compile("/".join(segments.get(each, re.escape(each)) for each in path.split("/")), re.DOTALL), most)
        for path, most in paths.items()
    ]


_UPLOADS: Final = _patterns(UPLOADS)
_JSON: Final = _patterns(JSON)


async def read_json(request: Request, seconds: float = READ_SECONDS) -> dict[str, Any]:
    """Return the JSON object in a request's body.

    Raises UnsupportedMediaType, SlowBody, BodyTooLarge or MalformedBody (not UTF-8, not JSON, not an object, a
    repeated key, NaN, nesting without end).
    """
    _check_content_type(request.headers.get("content-type", ""))
    try:
        async with asyncio.timeout(seconds):
            body = await request.body()
    except TimeoutError as error:
        raise SlowBody("内容没有在规定时间内传完，请检查网络后再发。") from error
    except ClientDisconnect as error:
        raise MalformedBody("内容没有传完。") from error
    return parse_json_object(body)


def parse_json_object(body: bytes) -> dict[str, Any]:
    """Parse strict JSON; raises MalformedBody."""
    try:
        value = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedBody("内容不是正确的 JSON（UTF-8 编码，字段不重复）。") from error
    if not isinstance(value, dict):
        raise MalformedBody("内容应是一个 JSON 对象。")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a repeated key: programs on the way might each believe another of its values."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_content_type(header: str) -> None:
    """JSON only. A page of another site can send form types without a preflight; it cannot send this one."""
    kind, _, parameters = header.lower().partition(";")
    charset = parameters.strip().removeprefix("charset=").strip('" ')
    if kind.strip() != "application/json" or charset not in ("", "utf-8", "utf8"):
        raise UnsupportedMediaType("请用 application/json（UTF-8 编码）发送内容。")


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:12])
    return 0
