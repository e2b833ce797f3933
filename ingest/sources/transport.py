"""The way to the network: connects only to addresses that were checked, within one span of time.

The name is resolved once, the answer is checked, and the connection goes to that very address, so that a second answer of
the name server (DNS rebinding) is never asked for. Proxies and credentials of the environment are not used: they would
connect in our stead, unchecked.
"""

from __future__ import annotations

import math
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from ingest.sources.addresses import AddressRules
from ingest.sources.clock import Clock
from ingest.sources.failures import HostDown

_MOST_ADDRESSES = 4
"""Addresses of one host to try."""


class Deadline:
    """The moment by which the exchange under way must be over, however slowly its bytes drip."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends = math.inf

    def start(self, seconds: float) -> None:
        """A new exchange begins."""
        self._ends = self._clock.monotonic() + seconds

    def check(self) -> None:
        """Raises httpx.ReadTimeout when the time is over."""
        if self._clock.monotonic() > self._ends:
            raise httpx.ReadTimeout("the exchange took too long")

    def bound(self, timeout: float | None) -> float:
        """``timeout`` seconds or what is left, the shorter; raises ReadTimeout when nothing is left."""
        left = self._ends - self._clock.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long")
        return left if timeout is None else min(left, timeout)


class GuardedTransport(httpx.BaseTransport):
    """One connection at a time to checked addresses. Not for several threads at once."""

    def __init__(self, rules: AddressRules, deadline: Deadline, verify: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=verify or _public_certificates(),
            max_connections=1,
            keepalive_expiry=30.0,
            network_backend=_GuardedBackend(rules, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx; raises Refused and HostDown besides httpx's own errors."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with _httpx_errors():
            answer = self._pool.handle_request(
                httpcore.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


@lru_cache(maxsize=1)
def _public_certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(self, rules: AddressRules, deadline: Deadline) -> None:
        self._rules = rules
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._rules.addresses(host.strip("[]"), port)[:_MOST_ADDRESSES]:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.bound(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _GuardedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")


class _GuardedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        except httpcore.ConnectError as error:
            if not isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise
            host = server_hostname or ""
            raise HostDown(f"{host} 的安全证书不可信（过期、自签名或与网站名不符）", host) from error
        return _GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


@contextmanager
def _httpx_errors() -> Iterator[None]:
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise httpx.ConnectTimeout(str(error)) from error
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error)) from error
    except httpcore.ConnectError as error:
        raise httpx.ConnectError(str(error)) from error
    except httpcore.NetworkError as error:
        raise httpx.ReadError(str(error)) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.RemoteProtocolError(str(error)) from error
