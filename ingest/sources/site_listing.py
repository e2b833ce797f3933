"""The documents that a site names: its sitemaps and its list pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ingest.sources.config import ListPages
from ingest.sources.failures import FetchFailed, Gone
from ingest.sources.links import Link, links_of
from ingest.sources.mirror import Lead, Page
from ingest.sources.offer import Notes
from ingest.sources.site_scope import SiteScope
from ingest.sources.sitemap import Sitemap, read_sitemap
from ingest.sources.visit import Visits
from knowledge.progress import Task

_MOST_MAPS = 200


@dataclass(frozen=True)
class Target:
    """A URL to visit: what the link to it said and where it stood, and how many links it is from a list."""

    url: str
    title: str = ""
    found_on: str = ""
    modified: date | None = None
    depth: int = 0


@dataclass
class SiteListing:
    """What the lists and sitemaps name.

    ``whole`` says that all of them were read to their end; ``read`` counts those that were read, ``asked`` the requests
    that took; ``failure`` is the first that failed.
    """

    scope: SiteScope
    visits: Visits
    notes: Notes
    task: Task
    targets: dict[str, Target] = field(default_factory=dict)
    whole: bool = True
    read: int = 0
    failure: str = ""
    asked: int = 0

    @property
    def failed(self) -> bool:
        """Whether one of them could not be had."""
        return bool(self.failure)

    def run(self) -> None:
        """Read all of them; one that fails is a note and stops no other."""
        self._sitemaps()
        for listing in self.scope.config.lists:
            self._list(listing)
        self.asked = self.visits.counts["asked"]

    def _sitemaps(self) -> None:
        waiting, seen = list(reversed(self.scope.config.sitemaps)), set(self.scope.config.sitemaps)
        while waiting:
            url = waiting.pop()
            try:
                sitemap = self._sitemap(url)
            except FetchFailed as error:
                self._failed(url, "站点地图", error)
                continue
            for listed in sitemap.pages:
                if self.scope.is_followed(listed.url):
                    self.targets.setdefault(listed.url, Target(listed.url, found_on=url, modified=listed.modified))
            fresh = [found for found in sitemap.maps if found not in seen][: _MOST_MAPS - len(seen)]
            self.whole = self.whole and not sitemap.cut and len(seen) < _MOST_MAPS
            seen.update(fresh)
            waiting.extend(reversed(fresh))

    def _sitemap(self, url: str) -> Sitemap:
        page = self._visit(url)
        return read_sitemap(self.visits.mirror.content(page.sha256), page.final_url)

    def _list(self, listing: ListPages) -> None:
        pages = _Pages(listing)
        while pages.url is not None:
            if pages.done >= listing.max_pages:
                self.whole = False
                return
            try:
                page = self._visit(pages.url)
                links = links_of(self.visits.mirror.content(page.sha256), page.charset, page.final_url)
            except FetchFailed as error:
                if not (isinstance(error, Gone) and pages.may_be_beyond_the_last):
                    self._failed(pages.url, f"列表第 {pages.done + 1} 页", error)
                return
            listed = [link for link in links if self.scope.is_listed(link, listing)]
            for link in listed:
                self.targets.setdefault(link.url, Target(link.url, link.text, page.final_url))
            pages.advance(links, {link.url for link in listed})

    def _visit(self, url: str) -> Page:
        page = self.visits.visit(url, lead=Lead(listing=True))
        self.read += 1
        self.task.advance()
        return page

    def _failed(self, url: str, what: str, error: FetchFailed) -> None:
        self.whole = False
        self.failure = self.failure or f"{what} {url}：{error.message}"
        self.notes.add("", f"{what} {url}：{error.message}；这次不据此撤下文件")


class _Pages:
    """The pages of one list, each once: by number, or as each page names the next. ``url`` is ``None`` at the end."""

    def __init__(self, listing: ListPages) -> None:
        self._listing = listing
        self._seen = {listing.url}
        self._listed: set[str] = set()
        self._number = listing.first
        self.url: str | None = listing.url
        self.done = 0

    @property
    def may_be_beyond_the_last(self) -> bool:
        """Whether a page that is not there simply is the one after the last."""
        return self.done > 0 and self._listing.page_url is not None

    def advance(self, links: tuple[Link, ...], listed: set[str]) -> None:
        """The page was read; numbered pages end with one that lists nothing new."""
        self.done += 1
        fresh = not listed <= self._listed
        self._listed |= listed
        if self._listing.page_url:
            self.url = self._numbered(self._listing.page_url) if fresh else None
        else:
            self.url = next((link.url for link in links if self._leads_on(link)), None)
        if self.url is not None:
            self._seen.add(self.url)

    def _numbered(self, template: str) -> str:
        while (url := template.replace("{page}", str(self._number))) in self._seen:
            self._number += 1
        return url

    def _leads_on(self, link: Link) -> bool:
        pattern = self._listing.next
        wanted = re.search(pattern, link.url) is not None if pattern else link.next
        return wanted and link.url not in self._seen
