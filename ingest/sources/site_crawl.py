"""Visiting the documents that a site names, and those that it named once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ingest.sources.answer import Answer
from ingest.sources.failures import FetchFailed, Gone, HostDown
from ingest.sources.links import links_of
from ingest.sources.mirror import Lead, Page
from ingest.sources.site_listing import SiteListing, Target
from ingest.sources.urls import host_of, parse

_HTML = ("text/html", "application/xhtml+xml", "")
_NO_DOCUMENT = ("image/svg", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
_FEW = 5
"""So many files with one reason get a line each; more share one."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class SiteCrawl:
    """One pass over the documents of a site; ``name_of`` is how a URL's file is called to editors.

    ``finished`` says that nothing was left for the next run.
    """

    listing: SiteListing
    name_of: Callable[[str], str]
    finished: bool = True
    _reached: set[str] = field(default_factory=set)
    _down: set[str] = field(default_factory=set)
    _failures: dict[str, list[str]] = field(default_factory=dict)

    def run(self) -> None:
        """Visit within the limits: first what was never had, then what was checked longest ago, then what is listed no more."""
        targets = self.listing.targets
        if self._visit_all(sorted(targets.values(), key=self._last_checked)):
            self._visit_all([Target(page.url) for page in self._unlisted()])
        self._tell_failures()

    def withdraw(self, before: int, *, allow_shrink: bool) -> int:
        """Mark what is confirmed to be gone and return how many; ``before`` is what there was.

        Confirmed is what two crawls found gone, or one crawl of a site whose lists, read to their end, name it no more.
        """
        visits, listing = self.listing.visits, self.listing
        missed = [page for page in visits.gone.values() if not page.withdrawn and not page.listing]
        gone = [
            page for page in missed if visits.confirmed(page) or (listing.whole and page.url not in listing.targets)
        ]
        if len(gone) * 2 > before and not allow_shrink:
            listing.notes.add(
                "",
                f"网站上 {before} 个文件中有 {len(gone)} 个不见了，超过一半，先不撤下；"
                "确实要撤下请用 fetch --allow-shrink",
            )
            return 0
        for page in gone:
            visits.mirror.put(page.model_copy(update={"withdrawn": True}))
        return len(gone)

    def _last_checked(self, target: Target) -> datetime:
        page = self.listing.visits.mirror.page(target.url)
        return page.checked_at if page else _NEVER

    def _unlisted(self) -> list[Page]:
        """Documents that the site named once: they stay while they are there, however long the lists are."""
        scope, visits = self.listing.scope, self.listing.visits
        return [
            page
            for page in visits.mirror.pages()
            if not page.listing and not page.withdrawn and page.url not in self._reached and scope.is_offered(page.url)
        ]

    def _visit_all(self, targets: Sequence[Target]) -> bool:
        """Visit them and what they lead to; returns whether the limits allowed all of it."""
        waiting = deque(targets)
        while waiting:
            if not self._within_limits():
                self.finished = False
                self.listing.notes.add("", f"这次抓取到了上限，还有 {len(waiting)} 个网址没有看，下次接着抓")
                return False
            target = waiting.popleft()
            if target.url not in self._reached:
                self._reached.add(target.url)
                waiting.extend(self._visit(target))
        return True

    def _within_limits(self) -> bool:
        counts, config = self.listing.visits.counts, self.listing.scope.config
        asked = counts["asked"] - self.listing.asked
        return asked < config.limit and counts["bytes"] < config.limit_mb * (1 << 20)

    def _visit(self, target: Target) -> tuple[Target, ...]:
        """Get one document; returns what it leads to."""
        try:
            page = self._current(target)
            return self._found_in(page, target) if page else ()
        except HostDown as error:
            self._down.add(error.host)
            self.finished = False
            self.listing.notes.add("", error.message)
        except Gone:
            page = self.listing.visits.mirror.page(target.url)
            if page is None:
                self._fail("列表里有这个网页，但打开说不存在", target.url)
            elif not page.withdrawn and not self.listing.visits.confirmed(page):
                self._fail("网页说不存在了，先保留，再次确认后撤下", target.url)
        except FetchFailed as error:
            self._fail(error.message, target.url)
        finally:
            self.listing.task.advance()
        return ()

    def _fail(self, reason: str, url: str) -> None:
        self._failures.setdefault(reason, []).append(url)

    def _current(self, target: Target) -> Page | None:
        """The document as it is now; as it was where the sitemap says that it did not change; ``None`` on a host that is down."""
        visits = self.listing.visits
        page = visits.mirror.page(target.url)
        if page is not None and visits.known(target.url) is None and self._need_not_ask(page, target):
            return page
        if host_of(parse(target.url)) in self._down:
            self.finished = False
            return None
        return visits.visit(target.url, self._accept, Lead(target.title, target.found_on))

    def _need_not_ask(self, page: Page, target: Target) -> bool:
        """A sitemap's word is believed for some days: many are wrong, and none is punished for it."""
        visits = self.listing.visits
        if target.modified is None or page.missed_at is not None or not visits.mirror.has(page.sha256):
            return False
        recent = visits.fetcher.clock.now() - page.checked_at < timedelta(days=self.listing.scope.config.recheck_days)
        return recent and target.modified < (page.checked_at - timedelta(days=1)).date()

    def _accept(self, url: str, answer: Answer) -> None:
        if answer.url != url and self.listing.scope.is_own_entrance(answer.url):
            raise Gone("网页不存在（转到了首页或错误页）")
        if answer.media_type.startswith(_NO_DOCUMENT):
            raise FetchFailed(f"不是网页或文件，而是 {answer.media_type}")

    def _found_in(self, page: Page, target: Target) -> tuple[Target, ...]:
        if page.media_type not in _HTML or self.listing.scope.is_attachment(page.url):
            return ()
        scope, deeper = self.listing.scope, target.depth < self.listing.scope.config.depth
        content = self.listing.visits.mirror.content(page.sha256)
        return tuple(
            Target(link.url, link.text, page.final_url, target.modified, target.depth + 1)
            for link in links_of(content, page.charset, page.final_url)
            if scope.is_attachment(link.url) or (deeper and scope.is_followed(link.url))
        )

    def _tell_failures(self) -> None:
        for reason, urls in self._failures.items():
            if len(urls) <= _FEW:
                for url in urls:
                    self.listing.notes.add(self.name_of(url), f"{reason}（{url}）")
            else:
                told = "、".join(urls[:3])
                self.listing.notes.add("", f"有 {len(urls)} 个网址：{reason}（如 {told}）")
