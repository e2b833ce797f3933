"""One WebSocket: reads the client's events, runs one turn at a time, and sends what becomes of it."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import structlog
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.chat.events import (
    CLIENT_EVENTS,
    Accepted,
    Ask,
    Cancel,
    Delta,
    Failed,
    Ping,
    Pong,
    Replace,
    Replied,
    ServerEvent,
)
from assistant.chat.service import ChatService
from assistant.edge.body import MAX_BODY, parse_json_object
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import Rate, RateLimiter, address_key
from assistant.errors import (
    BodyTooLarge,
    ErrorDetail,
    InvalidRequest,
    ServiceError,
    TooManyRequests,
    TurnInProgress,
    UnsupportedMediaType,
    plain_message,
)
from assistant.observability import Metrics, describe_exception
from assistant.pipeline.reply import Reply
from knowledge.errors import QuanquanError

IDLE_SECONDS: Final = 180.0
"""A connection without any message from its client, and without a turn under way, is closed after this long."""
SEND_SECONDS: Final = 10.0
"""A client that does not take what is sent is given up after this long."""
MESSAGES: Final = Rate(120, 60.0)
"""Messages of any kind that one client may send; asks are counted by the chat's own rate limit besides."""
GOING_AWAY, POLICY, TOO_BIG = 1001, 1008, 1009
"""Close codes of RFC 6455."""

_log = structlog.get_logger(__name__)


class Connection:
    """The conversation over one accepted socket; ``run`` returns when it is over and its last turn is saved."""

    def __init__(self, socket: WebSocket, service: ChatService, limiter: RateLimiter, metrics: Metrics) -> None:
        self._socket = socket
        self._service = service
        self._limiter = limiter
        self._metrics = metrics
        self.address = address_key(socket.client.host if socket.client else None)
        self._messages = RateLimiter(MESSAGES)
        self._sending = asyncio.Lock()
        self._gone = False
        self._turn: _Turn | None = None

    async def run(self, idle: float = IDLE_SECONDS) -> None:
        """Serve the client until it leaves, falls silent or misbehaves."""
        with self._metrics.sockets.track_inprogress():
            try:
                await self._listen(idle)
            finally:
                self._gone = True
                if self._turn is not None:  # what was asked is saved, whoever still listens
                    self._turn.stop()
                    await self._turn.finished()

    async def send(self, event: ServerEvent) -> None:
        """Send an event; one that cannot be sent ends the connection, and never raises."""
        async with self._sending:
            if self._gone:
                return
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._socket.send_text(event.model_dump_json())
            except (TimeoutError, WebSocketDisconnect, RuntimeError):  # Starlette's word for a socket that is closed
                self._gone = True

    async def _listen(self, idle: float) -> None:
        while not self._gone:
            try:
                async with asyncio.timeout(idle):
                    message = await self._socket.receive()
            except TimeoutError:
                if self._turn is None or self._turn.is_over:
                    await self._close(GOING_AWAY)
                continue
            if message["type"] == "websocket.disconnect":
                return
            await self._take(message)

    async def _take(self, message: Message) -> None:
        """Handle one message; a failure is told to the client, and a flood ends the connection."""
        ask_id: str | None = None
        try:
            self._messages.spend("messages")
        except TooManyRequests as flood:
            await self.send(failure(flood, None, uuid.uuid4().hex))
            await self._close(POLICY)
            return
        try:
            body = parse_json_object(_text_of(message))
            ask_id = body["id"][:64] if isinstance(body.get("id"), str) else None
            await self._handle(_event_of(body))
        except QuanquanError as error:
            await self.send(failure(error, ask_id, uuid.uuid4().hex))
            if isinstance(error, BodyTooLarge):
                await self._close(TOO_BIG)

    async def _handle(self, event: Ask | Cancel | Ping) -> None:
        if isinstance(event, Ping):
            await self.send(Pong())
        elif isinstance(event, Cancel):
            if self._turn is not None:
                self._turn.stop()
        else:
            await self._begin(event)

    async def _begin(self, ask: Ask) -> None:
        """Start a turn; raises TurnInProgress or TooManyRequests."""
        if self._turn is not None and not self._turn.is_over:
            raise TurnInProgress("上一句话还没有回答完，请等回答完了再问。")
        self._limiter.spend(self.address)
        if ask.session_id is not None:
            self._limiter.spend(f"session:{ask.session_id}")
        turn = _Turn(self, ask)
        self._turn = turn
        await self.send(Accepted(id=ask.id, request_id=turn.request_id))
        turn.start(self._service)

    async def _close(self, code: int) -> None:
        async with self._sending:
            if not self._gone:
                self._gone = True
                try:
                    async with asyncio.timeout(SEND_SECONDS):
                        await self._socket.close(code)
                except (TimeoutError, WebSocketDisconnect, RuntimeError):
                    return


class _Turn:
    """One ask under way: listens to the service, and tells the client."""

    def __init__(self, connection: Connection, ask: Ask) -> None:
        self.request_id = uuid.uuid4().hex
        self._connection = connection
        self._ask = ask
        self._streamed = False
        self._stopped = False
        self._stop: Callable[[], object] | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether its last event was sent."""
        return self._task is not None and self._task.done()

    def start(self, service: ChatService) -> None:
        """Run beside the connection's reading."""
        self._task = asyncio.create_task(self._run(service))

    def stop(self) -> None:
        """End the wording; the reply follows in the composed words."""
        self._stopped = True
        if self._stop is not None:
            self._stop()

    async def finished(self) -> None:
        """Wait until the turn is saved."""
        if self._task is not None:
            await asyncio.wait({self._task})

    def wording(self, stop: Callable[[], object]) -> None:
        """Remember how the wording is ended."""
        self._stop = stop
        if self._stopped:
            stop()

    async def delta(self, text: str) -> None:
        """Pass words on."""
        self._streamed = True
        await self._connection.send(Delta(id=self._ask.id, text=text))

    async def withdrawn(self, text: str) -> None:
        """Withdraw what was passed on."""
        if self._streamed:
            await self._connection.send(Replace(id=self._ask.id, text=text))

    async def _run(self, service: ChatService) -> None:
        started = time.perf_counter()
        facts: dict[str, Any]
        try:
            reply = await service.answer(self._ask, self, self._connection.address)
            await self._connection.send(Replied.model_construct(id=self._ask.id, reply=reply))
            facts = _facts(reply)
        except QuanquanError as error:
            await self._connection.send(failure(error, self._ask.id, self.request_id))
            facts = {"error": error.code}
        except Exception as error:  # the process's entry for a turn
            _log.error("surprise", request_id=self.request_id, **describe_exception(error))
            await self._connection.send(_surprise(self._ask.id, self.request_id))
            facts = {"error": "internal"}
        _log.info(
            "ws_turn", request_id=self.request_id, took_ms=round((time.perf_counter() - started) * 1000, 2), **facts
        )


def failure(error: QuanquanError, ask_id: str | None, request_id: str) -> Failed:
    """Return an expected failure as an event, in the one error shape."""
    retry = error.retry_after if isinstance(error, ServiceError) else None
    detail = ErrorDetail(code=error.code, message=error.message, request_id=request_id)
    return Failed(id=ask_id, error=detail, retry_after=retry)


def _surprise(ask_id: str | None, request_id: str) -> Failed:
    code, message = plain_message(500)
    return Failed(id=ask_id, error=ErrorDetail(code=code, message=message, request_id=request_id))


def _facts(reply: Reply) -> dict[str, Any]:
    return {"outcome": reply.outcome, "item_id": reply.item_id, "confidence": round(reply.confidence, 4)}


def _text_of(message: Message) -> bytes:
    """Return a text message's bytes; raises UnsupportedMediaType or BodyTooLarge."""
    text = message.get("text")
    if text is None:
        raise UnsupportedMediaType("请用文本消息发送 JSON，不要用二进制消息。")
    body: bytes = text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BODY:
        raise BodyTooLarge("内容太长了，请缩短以后再发。")
    return body


def _event_of(body: dict[str, Any]) -> Ask | Cancel | Ping:
    kind = body.get("type")
    schema = CLIENT_EVENTS.get(kind) if isinstance(kind, str) else None
    if schema is None:
        raise InvalidRequest(f"消息的 type 应是 {'、'.join(CLIENT_EVENTS)} 之一。")
    return parse_request(schema, body)
