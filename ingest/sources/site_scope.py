"""Which URLs of a site are documents, by the configuration alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import httpx

from ingest.sources.config import ListPages, SiteConfig
from ingest.sources.failures import Refused
from ingest.sources.links import Link
from ingest.sources.urls import UrlRules, origin_of, parse


@dataclass(frozen=True)
class SiteScope:
    """The patterns of one site, compiled."""

    config: SiteConfig

    @cached_property
    def origin(self) -> str:
        """The site's own origin, that of the first URL in the configuration."""
        return origin_of(parse(self.config.own_urls()[0]))

    @cached_property
    def rules(self) -> UrlRules:
        """Which hosts and ports may be asked."""
        return UrlRules(self.config.allowed_hosts(), self.config.allowed_ports())

    def is_listed(self, link: Link, listing: ListPages) -> bool:
        """Whether a link of a list page leads to a document."""
        wanted = re.search(listing.links, link.url) if listing.links else self._included(link.url)
        return bool(wanted) and self._allowed(link.url)

    def is_followed(self, url: str) -> bool:
        """Whether a sitemap's URL, or a document's link, leads to a document."""
        return self._included(url) and self._allowed(url)

    def is_attachment(self, url: str) -> bool:
        """Whether a document's link leads to a file of a wanted format."""
        return httpx.URL(url).path.lower().endswith(self.config.attachments) and self._allowed(url)

    def is_offered(self, url: str) -> bool:
        """Whether what was once fetched is still wanted, by the configuration of today."""
        by_list = any(each.links and re.search(each.links, url) for each in self.config.lists)
        named = by_list or self._included(url) or self.is_attachment(url)
        return named and self._allowed(url)

    def is_own_entrance(self, url: str) -> bool:
        """Whether a URL is a front page, a list or an error page: what servers show in place of a page that is gone."""
        path = httpx.URL(url).path
        return path in ("", "/") or "404" in path.rpartition("/")[2] or url in self.config.own_urls()

    def _included(self, url: str) -> bool:
        if not self.config.include:
            return not self.config.lists or bool(self.config.sitemaps)
        return any(re.search(pattern, url) for pattern in self.config.include)

    def _allowed(self, url: str) -> bool:
        try:
            self.rules.check(url)
        except Refused:
            return False
        return not any(re.search(pattern, url) for pattern in self.config.exclude)
