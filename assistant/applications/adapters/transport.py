"""One JSON call to a system that may fail in every way: bounded in time and size, retried, and left alone for a while.

Calls run on an event loop of this object's own, because only there does one time-out hold for everything: name look-up,
connecting, headers and body that drip in byte by byte. Every call must be safe to send twice.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import structlog

from assistant.applications.errors import CaseSystemRefused, CaseSystemUnavailable
from assistant.breaker import CircuitBreaker
from assistant.edge.body import parse_json_object
from assistant.errors import MalformedBody

MOST_BYTES: Final = 1 << 20
NOT_FOUND: Final = "case_not_found"
"""The case system's own word for 404: that of a gateway must not tell citizens that their case does not exist."""
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that another try may not meet."""
_ASKER: Final = frozenset({401, 403, 405, 407})
"""Statuses that speak of who asks or of the way there (a token that ran out, a gateway), not of what was sent."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """Seconds to connect, between two reads, and in all with every retry; pauses double from ``pause``, with jitter."""

    total: float = 6.0
    connect: float = 2.0
    read: float = 3.0
    tries: int = 3
    pause: float = 0.2


class _Failed(Exception):
    """One try failed; ``again`` tells whether another is worth it, ``after`` (seconds) when the system asked for it.

    ``status`` is that of an answer which does not stand for a system in trouble.
    """

    def __init__(self, why: str, *, again: bool = True, after: float = 0.0, status: int | None = None) -> None:
        super().__init__(why)
        self.again = again
        self.after = after
        self.status = status


class JsonCalls:
    """Calls to one address; whatever goes wrong is a CaseSystemUnavailable, reported by its kind only.

    A request that is at fault itself is a CaseSystemRefused, and does not count against the system.
    """

    def __init__(self, url: str, token: str, patience: Patience, breaker: CircuitBreaker) -> None:
        self._patience = patience
        self._breaker = breaker
        limits = httpx.Limits(max_connections=16, max_keepalive_connections=8)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx.AsyncClient(
            base_url=url,
            headers=headers | ({"Authorization": f"Bearer {token}"} if token else {}),
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            follow_redirects=False,
            trust_env=False,
            limits=limits,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="case-system", daemon=True)
        self._thread.start()

    def call(self, method: str, path: str, **sent: Any) -> Mapping[str, Any] | None:  # noqa: ANN401  # httpx's own
        """The JSON object that was answered, ``None`` for its own 404, an empty one for 204; raises CaseSystemUnavailable."""
        answer: Mapping[str, Any] | None = self._wait(self._guarded(method, path, sent))
        return answer

    def close(self) -> None:
        """End the connections and the loop."""
        if self._loop.is_closed():
            return
        self._wait(self._client.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401  # whatever the work returns
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _guarded(self, method: str, path: str, sent: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if not self._breaker.admit():
            raise CaseSystemUnavailable
        try:
            async with asyncio.timeout(self._patience.total):
                answer = await self._retried(method, path, sent)
        except (_Failed, TimeoutError) as error:
            _log.warning("case_system_failed", why=str(error) or "out of time")
            status = error.status if isinstance(error, _Failed) else None
            if status is None:
                self._breaker.failed()
                raise CaseSystemUnavailable from error
            self._breaker.succeeded()
            if status in _ASKER:
                raise CaseSystemUnavailable from error
            raise CaseSystemRefused(f"status {status}") from error
        self._breaker.succeeded()
        return answer

    async def _retried(self, method: str, path: str, sent: Mapping[str, Any]) -> Mapping[str, Any] | None:
        for number in range(1, self._patience.tries + 1):
            try:
                return await self._once(method, path, sent)
            except _Failed as error:
                if not error.again or number == self._patience.tries or error.after > self._patience.total:
                    raise
                widest = self._patience.pause * 2 ** (number - 1)
                await asyncio.sleep(max(error.after, random.uniform(0, widest)))  # jitter
        raise AssertionError("every way out of the last try returns or raises")

    async def _once(self, method: str, path: str, sent: Mapping[str, Any]) -> Mapping[str, Any] | None:
        try:
            async with self._client.stream(method, path, **sent) as response:
                return await _answer(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _Failed(type(error).__name__) from error


async def _answer(response: httpx.Response) -> Mapping[str, Any] | None:
    status = response.status_code
    if status == 204:
        return {}
    if status not in (200, 404):
        again = status in _PASSING
        at_fault = status if 400 <= status < 500 and not again else None
        raise _Failed(f"status {status}", again=again, after=_retry_after(response), status=at_fault)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _Failed("not announced as JSON", again=False)
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise _Failed("compressed, which was not asked for", again=False)
    try:
        answer = parse_json_object(await _bounded(response))
    except MalformedBody as error:
        raise _Failed("not JSON", again=False) from error
    if status == 200:
        return answer
    if answer.get("code") != NOT_FOUND:
        raise _Failed("status 404 of somebody else: a wrong address, or a gateway", again=False)
    return None


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise _Failed("too long", again=False)
    return bytes(body)


def _retry_after(response: httpx.Response) -> float:
    """Seconds; a date is not worth waiting for here."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0.0
