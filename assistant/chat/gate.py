"""Who may open a WebSocket: our own pages, pages of allowed origins, programs; and not without bound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from assistant.errors import ForeignOrigin, InvalidSetting, TooManyConnections

MAX_CONNECTIONS: Final = 2_000
MAX_OF_ONE_ADDRESS: Final = 100
"""Carriers and offices put many citizens behind one address."""
_ORIGIN: Final = re.compile(r"https?://[^/\s,]+")


def parse_origins(setting: str) -> frozenset[str]:
    """Read ``https://a.example,https://b.example`` or ``*``; raises InvalidSetting."""
    origins = [part.strip().rstrip("/").lower() for part in setting.split(",") if part.strip()]
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise InvalidSetting(
                f"QUANQUAN_ALLOWED_ORIGINS={setting!r}：应写成 https://www.example.gov.cn，多个用逗号隔开，或写 *"
            )
    return frozenset(origins)


class Gate:
    """Checks where a connection comes from, and counts those that are open."""

    def __init__(
        self, origins: frozenset[str], most: int = MAX_CONNECTIONS, most_of_one: int = MAX_OF_ONE_ADDRESS
    ) -> None:
        self._origins = origins
        self._most = most
        self._most_of_one = most_of_one
        self._open: Counter[str] = Counter()

    def check_origin(self, headers: Mapping[str, str]) -> None:
        """Raise ForeignOrigin for a page of another site. A browser always names the page's origin, a program need not.

        A WebSocket is not held to CORS: without this any page could talk in a citizen's name from a citizen's browser.
        """
        origin = headers.get("origin")
        if origin is None or "*" in self._origins or origin.lower() in self._origins:
            return
        # The scheme is not compared: TLS may end before this server.
        if urlsplit(origin.lower()).netloc != headers.get("host", "").lower() or not _ORIGIN.fullmatch(origin.lower()):
            raise ForeignOrigin("这个网页不能连接到这里的对话服务。")

    @contextmanager
    def seat(self, address: str) -> Iterator[None]:
        """Hold one connection of an address open; raises TooManyConnections."""
        if self._open.total() >= self._most or self._open[address] >= self._most_of_one:
            raise TooManyConnections("现在连接的人太多了，请稍后再试。也可以拨打 12345 咨询。")
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if self._open[address] <= 0:
                del self._open[address]
