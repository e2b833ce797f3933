"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from protego import Protego

from ingest.sources.failures import FetchFailed, Gone, HostDown, Refused
from ingest.sources.urls import host_of, origin_of

PRODUCT = "quanquan"
"""The name that a robots.txt may address."""
LARGEST = 512 << 10
"""Bytes of a robots.txt that are read, as the RFC wants at least."""


class Forbidden(FetchFailed):
    """The server answers 401, 403 or another 4xx: for robots.txt that means that there are no rules."""

    code = "fetch_forbidden"


class Robots:
    """The rules of each origin, asked for once a run; ``read`` fetches one robots.txt without asking for rules."""

    def __init__(self, read: Callable[[str], bytes], told_delay: Callable[[str, float | None], None]) -> None:
        self._read = read
        self._told_delay = told_delay
        self._rules: dict[str, Protego] = {}

    def check(self, url: httpx.URL) -> None:
        """Raises Refused where the site does not want us, HostDown when its rules cannot be read just now."""
        origin = origin_of(url)
        if origin not in self._rules:
            self._rules[origin] = self._load(url)
            self._told_delay(host_of(url), self._rules[origin].crawl_delay(PRODUCT))
        if not self._rules[origin].can_fetch(str(url), PRODUCT):
            raise Refused(f"{host_of(url)} 的 robots.txt 不允许抓取这个网址")

    def _load(self, url: httpx.URL) -> Protego:
        try:
            text = self._read(str(url.copy_with(raw_path=b"/robots.txt"))).decode("utf-8-sig", "replace")
        except (Gone, Forbidden, Refused):  # 4xx, or sent to where we must not go: there are no rules to read
            text = ""
        except FetchFailed as error:
            host = host_of(url)
            raise HostDown(f"{host} 的 robots.txt 现在读不出来（{error.message}），按规矩这次不抓取", host) from error
        return Protego.parse(text)
