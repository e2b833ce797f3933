"""A fetcher that remembers: each URL is asked at most once a crawl, conditionally where it was had before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.sources.answer import Answer
from ingest.sources.failures import FetchFailed, Gone
from ingest.sources.fetch import Fetcher
from ingest.sources.mirror import Crawl, Lead, Mirror, Page

Accept = Callable[[str, Answer], None]
"""Looks at what a URL gave before it is kept; raises FetchFailed when that cannot be what was asked for."""


def accept_all(url: str, answer: Answer) -> None:
    """The :data:`Accept` that takes whatever the server gives."""


@dataclass
class Visits:
    """The URLs that one crawl visits.

    ``counts``: ``asked`` are URLs asked of the network, ``fetched`` new or changed ones, ``unchanged`` and ``resumed`` (had
    before the crawl stopped) the others, ``bytes`` those fetched. ``gone`` are pages that were had and are gone.
    """

    fetcher: Fetcher
    mirror: Mirror
    crawl: Crawl
    counts: Counter[str] = field(default_factory=Counter)
    gone: dict[str, Page] = field(default_factory=dict)

    def known(self, url: str) -> Page | None:
        """The page, when this crawl has it already."""
        page = self.mirror.page(url)
        if page is None or page.checked_at < self.crawl.started_at:
            return None
        return page if page.missed_at or self.mirror.has(page.sha256) else None

    def visit(self, url: str, accept: Accept = accept_all, lead: Lead | None = None) -> Page:
        """The page as it is now; raises FetchFailed. A page that is gone stays in the mirror, marked."""
        page = self.known(url)
        if page is not None:
            self.counts["resumed"] += 1
            if page.missed_at is not None:
                self.gone[url] = page
                raise Gone("网页不存在")
            return page
        return self._ask(url, accept, lead or Lead())

    def confirmed(self, page: Page) -> bool:
        """Whether an earlier crawl found the page gone, too."""
        return page.missed_at is not None and page.missed_at < self.crawl.started_at

    def _ask(self, url: str, accept: Accept, lead: Lead) -> Page:
        earlier = self.mirror.page(url)
        usable = earlier is not None and self.mirror.has(earlier.sha256)
        self.counts["asked"] += 1
        try:
            answer = self.fetcher.get(url, earlier.validators if earlier and usable else None)
            accept(url, answer)
        except Gone:
            if earlier is not None:
                self.gone[url] = self._missed(earlier)
            raise
        if earlier is not None and answer.unchanged:
            self.counts["unchanged"] += 1
            return self._confirm(earlier)
        return self._keep(url, answer, lead, earlier)

    def _keep(self, url: str, answer: Answer, lead: Lead, earlier: Page | None) -> Page:
        page = self.mirror.keep(url, answer, self.fetcher.clock.now(), lead)
        if earlier is not None and earlier.sha256 == page.sha256:
            self.counts["unchanged"] += 1
            return self.mirror.put(page.model_copy(update={"fetched_at": earlier.fetched_at}))
        self.counts["fetched"] += 1
        self.counts["bytes"] += page.size
        return page

    def _confirm(self, earlier: Page) -> Page:
        changes = {"checked_at": self.fetcher.clock.now(), "missed_at": None, "withdrawn": False}
        return self.mirror.put(earlier.model_copy(update=changes))

    def _missed(self, earlier: Page) -> Page:
        now = self.fetcher.clock.now()
        return self.mirror.put(earlier.model_copy(update={"checked_at": now, "missed_at": earlier.missed_at or now}))


def not_a_web_page(answer: Answer) -> None:
    """Raises FetchFailed for a web page where data should be: a login form, a firewall's notice, an error page."""
    if answer.unchanged:
        return
    if answer.media_type == "text/html" or answer.body.lstrip()[:1] == b"<":
        raise FetchFailed("接口返回的是网页，不是数据；可能需要登录，或被防火墙拦截")
