"""The one way by which ingest asks the network: checked addresses, bounded answers, patience and good manners.

Cookies are never kept or sent: the transport is asked directly, and there is nothing that could hold them.
"""

from __future__ import annotations

import random
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx
from pydantic import SecretStr

from ingest.sources.addresses import AddressRules
from ingest.sources.answer import Answer, Validators, answer_of
from ingest.sources.body import ACCEPTED, read_body, too_large
from ingest.sources.clock import Clock, SystemClock
from ingest.sources.failures import FetchFailed, Gone, HostDown
from ingest.sources.patience import Manners, Patience, retry_after
from ingest.sources.robots import LARGEST as LARGEST_ROBOTS
from ingest.sources.robots import PRODUCT, Forbidden, Robots
from ingest.sources.transport import Deadline, GuardedTransport
from ingest.sources.urls import UrlRules, host_of, origin_of

REDIRECTS = 5
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Credential:
    """A header with a secret; it goes to ``origin`` alone, whatever a redirect says."""

    origin: str
    header: str
    value: SecretStr


@dataclass(frozen=True)
class FetchRules:
    """What one source may ask for, and how.

    ``largest`` is in bytes of unpacked content; ``connect``, ``read`` and ``total`` are seconds (to connect, between two
    pieces, for one whole exchange); ``delay`` is the pause in seconds between two requests to a host. ``contact`` is an
    address or a page at which the site's keeper reaches us.
    """

    urls: UrlRules
    addresses: AddressRules = AddressRules()
    contact: str = ""
    delay: float = 1.0
    largest: int = 20 << 20
    connect: float = 10.0
    read: float = 20.0
    total: float = 120.0
    obey_robots: bool = True
    credential: Credential | None = None
    patience: Patience = field(default_factory=Patience)
    verify: ssl.SSLContext | None = None

    @property
    def user_agent(self) -> str:
        """Who asks."""
        return f"{PRODUCT}/1.0 (+{self.contact})" if self.contact else f"{PRODUCT}/1.0"


class Fetcher:
    """Fetches for one source, one request at a time; not for several threads at once. Close it, or use it in ``with``."""

    def __init__(
        self,
        rules: FetchRules,
        *,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.rules = rules
        self.clock = clock or SystemClock()
        self._deadline = Deadline(self.clock)
        self._transport = transport or GuardedTransport(rules.addresses, self._deadline, rules.verify)
        self._chance = chance or random.Random()
        self._manners = Manners(self.clock, rules.delay, rules.patience)
        self._robots = Robots(self._robots_text, self._manners.slow_down) if rules.obey_robots else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def get(self, url: str, known: Validators | None = None, *, largest: int | None = None) -> Answer:
        """What lies at ``url``; ``known`` is what we have of it, and then the answer may be ``unchanged``.

        Raises Refused, Gone, HostDown or another FetchFailed.
        """
        return self._follow(url, known, largest or self.rules.largest, self._robots)

    def _robots_text(self, url: str) -> bytes:
        return self._follow(url, None, LARGEST_ROBOTS, None).body

    def _follow(self, url: str, known: Validators | None, largest: int, robots: Robots | None) -> Answer:
        target = self.rules.urls.check(url)
        for _ in range(REDIRECTS + 1):
            if robots is not None:
                robots.check(target)
            answer = self._patiently(target, known, largest)
            if answer.location is None:
                return answer
            target = self.rules.urls.check_redirect(target, answer.location)
        raise FetchFailed(f"网址转来转去超过 {REDIRECTS} 次，到不了内容")

    def _patiently(self, url: httpx.URL, known: Validators | None, largest: int) -> Answer:
        """Ask until there is an answer or patience ends; raises the last failure."""
        host, patience = host_of(url), self.rules.patience
        for attempt in range(patience.tries):
            self._manners.before(host)
            try:
                answer = self._once(url, known, largest)
            except FetchFailed as error:
                if isinstance(error, Gone | Forbidden):
                    self._manners.succeeded(host)  # it is there and it answers
                if not error.again:
                    raise
                self._wait(error, host, attempt)
            else:
                self._manners.succeeded(host)
                return answer
        raise AssertionError("the last try returns or raises")

    def _wait(self, error: FetchFailed, host: str, attempt: int) -> None:
        """Wait for the next try; raises ``error`` when there is none."""
        patience = self.rules.patience
        if error.after is not None and error.after > patience.longest_retry_after:
            raise HostDown(f"{host} 要求 {error.after / 60:.0f} 分钟后再访问，这次先不抓取", host) from error
        if attempt == patience.tries - 1:
            self._manners.failed(host)
            raise FetchFailed(f"{error.message}（试了 {patience.tries} 次）") from error
        self.clock.sleep(max(patience.wait(attempt, self._chance), error.after or 0.0))

    def _once(self, url: httpx.URL, known: Validators | None, largest: int) -> Answer:
        conditions = known.headers(str(url)) if known else {}
        request = httpx.Request("GET", url, headers={**self._headers(url), **conditions}, extensions=self._timeouts())
        self._deadline.start(self.rules.total)
        try:
            with _told():
                response = self._transport.handle_request(request)
                try:
                    self._check(response, conditional=bool(conditions))
                    body = self._body(response, largest) if response.status_code == httpx.codes.OK else b""
                finally:
                    response.close()
        finally:
            self._manners.after(host_of(url))
        return answer_of(url, response, body)

    def _headers(self, url: httpx.URL) -> Mapping[str, str]:
        headers = {"User-Agent": self.rules.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        secret = self.rules.credential
        if secret is not None and origin_of(url) == secret.origin:
            headers[secret.header] = secret.value.get_secret_value()
        return headers

    def _timeouts(self) -> dict[str, dict[str, float]]:
        read, connect = self.rules.read, self.rules.connect
        return {"timeout": {"connect": connect, "read": read, "write": read, "pool": connect}}

    def _check(self, response: httpx.Response, *, conditional: bool) -> None:
        """Raises FetchFailed for every status but 200, redirects, and 304 where we asked for it."""
        status = response.status_code
        if status == httpx.codes.OK or response.has_redirect_location:
            return
        if status == httpx.codes.NOT_MODIFIED and conditional:
            return
        if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            raise Gone(f"网页不存在（{status}）")
        if status in _PASSING:
            after = retry_after(response.headers.get("retry-after"), self.clock.now())
            raise FetchFailed(f"网站暂时出错或太忙（{status}）", again=True, after=after)
        if httpx.codes.is_client_error(status):
            raise Forbidden(f"网站不允许访问（{status}），请核对网址和口令")
        raise FetchFailed(f"网站给了不能识别的回应（{status}）", again=httpx.codes.is_server_error(status))

    def _body(self, response: httpx.Response, largest: int) -> bytes:
        claimed = response.headers.get("content-length", "")
        if claimed.isdigit() and int(claimed[:18]) > largest:  # spares the transfer; the count below is what protects
            raise too_large(largest)
        if not isinstance(response.stream, httpx.SyncByteStream):
            raise TypeError("the transport must be synchronous")
        return read_body(self._in_time(response.stream), response.headers.get("content-encoding", ""), largest)

    def _in_time(self, chunks: httpx.SyncByteStream) -> Iterator[bytes]:
        for chunk in chunks:
            self._deadline.check()
            yield chunk


@contextmanager
def _told() -> Iterator[None]:
    """What the network does to us, in words."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchFailed("网站太慢，等了很久没有传完", again=True) from error
    except httpx.RemoteProtocolError as error:
        raise FetchFailed("内容没有传完就断了，或者回应不合规范", again=True) from error
    except httpx.TransportError as error:
        raise FetchFailed("连不上网站", again=True) from error
