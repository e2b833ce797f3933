"""A running server as a target: the contract over HTTP, from the asker's side."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from urllib.parse import urlsplit

import httpx

from eval.errors import BadInput, TargetUnreachable
from eval.target import DEPTH, SeenReply, SeenSearch, read_reply, read_search

TIMEOUT_S = 30.0
PATIENCE = 20
"""How many times in a row a busy target (429) is waited for before giving up."""
LONGEST_WAIT_S = 60.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")

FAILED: Mapping[str, object] = {"outcome": "error"}


class HttpTarget:
    """``POST /api/v1/chat`` and ``GET /api/v1/search`` of the server at ``url``.

    Raises:
        BadInput: ``url`` is not an http or https address.
        TargetUnreachable: nobody answers there, or something else does.
    """

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        host = _host(url)
        self.label = url.rstrip("/")
        # A proxy set for the outside world would hide a server on this very machine.
        self._client = httpx.Client(
            base_url=self.label, timeout=TIMEOUT_S, transport=transport, trust_env=host not in LOOPBACK
        )
        self.snapshot_id = self._snapshot_id()

    def __enter__(self) -> HttpTarget:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, text: str, session_id: str | None = None) -> SeenReply:
        """One chat turn; see ``Target.ask``."""
        body = {"text": text} if session_id is None else {"text": text, "session_id": session_id}
        response, elapsed_ms = self._send("POST", "/api/v1/chat", json=body)
        if _failed(response):
            return read_reply(FAILED, elapsed_ms)
        return read_reply(self._object(response), elapsed_ms)

    def search(self, text: str, k: int = DEPTH) -> SeenSearch:
        """The ``k`` best items; see ``Target.search``."""
        response, elapsed_ms = self._send("GET", "/api/v1/search", params={"q": text, "k": k})
        if _failed(response):
            return read_search({}, elapsed_ms)
        return read_search(self._object(response), elapsed_ms)

    def names(self) -> Mapping[str, str]:
        """Names of all items, from the directory; empty where the target does not list them."""
        response, _ = self._send("GET", "/api/v1/guides")
        if _failed(response):
            return {}
        items = self._object(response).get("items")
        rows = items if isinstance(items, list) else []
        return {str(row["item_id"]): str(row["name"]) for row in rows if isinstance(row, dict) and "name" in row}

    def _snapshot_id(self) -> str | None:
        response, _ = self._send("GET", "/readyz")
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise TargetUnreachable(f"{self.label} is not ready: {response.text[:200]}")
        found = self._object(response).get("snapshot")
        return found if isinstance(found, str) else None

    def _send(
        self, method: str, path: str, *, json: object = None, params: Mapping[str, str | int] | None = None
    ) -> tuple[httpx.Response, float]:
        """The response, and the milliseconds it took; a target that says it is busy is waited for."""
        for _ in range(PATIENCE):
            start = time.perf_counter()
            try:
                response = self._client.request(method, path, json=json, params=params)
            except httpx.HTTPError as error:
                raise TargetUnreachable(f"{self.label} does not answer: {error or type(error).__name__}") from error
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return response, (time.perf_counter() - start) * 1000
            time.sleep(_wait_s(response))
        raise TargetUnreachable(f"{self.label} keeps saying that it is asked too often (set its RATE_LIMIT to off)")

    def _object(self, response: httpx.Response) -> Mapping[str, object]:
        try:
            body = response.raise_for_status().json()
        except (httpx.HTTPStatusError, ValueError) as error:
            raise TargetUnreachable(
                f"{self.label} answers {response.status_code} without the contract's JSON at {response.url.path}"
            ) from error
        if not isinstance(body, dict):
            raise TargetUnreachable(f"{self.label} answers with something else than the contract")
        return body


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise BadInput(f"{url!r} is not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadInput(f"{url!r} is not an http or https address")
    return host


def _failed(response: httpx.Response) -> bool:
    """Whether the target refused or broke on this one request and said so in the contract's error shape."""
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE or not response.is_error:
        return False
    try:
        body = response.json()
    except ValueError:
        return False
    return isinstance(body, dict) and "error" in body


def _wait_s(response: httpx.Response) -> float:
    """Seconds the target asks to wait, kept within bounds."""
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT_S) if asked.isascii() and asked.isdigit() else 1.0
