"""The innermost layer: what nobody expected becomes a 500 in the one shape, and is reported without its words."""

from __future__ import annotations

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import error_response, plain_message
from assistant.observability import describe_exception, note_of

_log = structlog.get_logger(__name__)


class Surprises:
    """ASGI layer that ends every unexpected exception; inside the header layers, so that a 500 carries them too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; render what it raises, unless a reply has already begun."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # the process's entry for a request
            note = note_of(scope)
            code, message = plain_message(500)
            note.error_code = code
            _log.error("surprise", request_id=note.request_id, **describe_exception(error))
            if begun:
                raise
            response = error_response(status=500, code=code, message=message, request_id=note.request_id)
            await response(scope, receive, send)
