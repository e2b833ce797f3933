"""Guides over paged JSON: listed page by page, resumed after a failure, and never shortened by half a listing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from ingest.sources.clock import Clock, SystemClock
from ingest.sources.config import FeedConfig
from ingest.sources.failures import FetchFailed, ListingBroken
from ingest.sources.feed_items import ITEMS, FeedFile, FeedItem, FeedItems, Gathered, merged
from ingest.sources.feed_page import FeedPage, accept_page, first_url, next_url, read_page, since_text
from ingest.sources.fetch import Fetcher
from ingest.sources.mirror import REPORT, Crawl, Mirror, Page
from ingest.sources.offer import FetchReport, Notes, Offer, Outcome, state_problems
from ingest.sources.visit import Visits
from knowledge.progress import Progress, Task

_OVERLAP = timedelta(minutes=5)
"""Asked for again in a listing of changes, for clocks differ."""


@dataclass(frozen=True)
class FeedSource:
    """A ``ConfiguredSource`` over one feed; ``fetcher`` opens a :class:`Fetcher` for one refresh."""

    config: FeedConfig
    mirror: Mirror
    fetcher: Callable[[], Fetcher]
    clock: Clock = SystemClock()

    @property
    def name(self) -> str:
        """See the port."""
        return self.config.name

    def offer(self) -> Offer:
        """The records of the last good listing."""
        report, stale = self.report(), timedelta(hours=self.config.stale_after_hours)
        listed = self.mirror.load(ITEMS, FeedItems)
        items = sorted(listed.items, key=lambda item: item.name) if listed else ()
        return Offer(
            tuple(FeedFile(self.mirror, item) for item in items),
            state_problems(self.name, report, self.clock.now(), stale),
            whole=listed is not None,
        )

    def report(self) -> FetchReport | None:
        """See the port."""
        return self.mirror.load(REPORT, FetchReport)

    def refresh(self, progress: Progress, *, allow_shrink: bool = False) -> FetchReport:
        """List the feed; a failure keeps the pages, so that the next refresh goes on from there."""
        with self.mirror.lock(), self.fetcher() as fetcher, progress.task(f"抓取 {self.name}", None) as task:
            earlier = self.mirror.load(ITEMS, FeedItems)
            visits = Visits(fetcher, self.mirror, self._begin(earlier))
            listing = _Listing(self.config, visits, Gathered(self.config, self.mirror), task)
            try:
                listing.run()
            except FetchFailed as error:
                if isinstance(error, ListingBroken):
                    self.mirror.abandon()
                return self._concluded(
                    "failed", f"第 {listing.pages + 1} 页：{error.message}", visits, Notes(self.name)
                )
            return self._conclude(listing, earlier, visits, allow_shrink)

    def _begin(self, earlier: FeedItems | None) -> Crawl:
        plan = hashlib.sha256(self.config.model_dump_json().encode()).hexdigest()
        return self.mirror.begin(plan, self.clock.now(), self._since(earlier))

    def _since(self, earlier: FeedItems | None) -> str:
        since, now = self.config.since, self.clock.now()
        if since is None or earlier is None or now - earlier.full_at >= timedelta(hours=since.full_every_hours):
            return ""
        then = earlier.listed_at - _OVERLAP
        return since_text(since, then.timestamp(), then.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _conclude(
        self, listing: _Listing, earlier: FeedItems | None, visits: Visits, allow_shrink: bool
    ) -> FetchReport:
        notes, old = Notes(self.name), {item.id: item for item in earlier.items} if earlier else {}
        full = not visits.crawl.since
        found, gathered = merged(listing.gathered, old), listing.gathered
        whole = listing.whole(notes, full=full)
        absent = old.keys() - gathered.items.keys() if full else old.keys() & gathered.deleted
        if whole and self._may_withdraw(absent, len(old), allow_shrink, notes):
            found = {name: item for name, item in found.items() if name not in absent}
        else:
            found = old | found
        if not found and earlier is None:
            self.mirror.abandon()
            return self._concluded("failed", "接口里一条记录也没有", visits, notes)
        self._save(found, earlier, visits.crawl.started_at, full=full and whole)
        visits.counts.update(withdrawn=len(old.keys() - found.keys()), offered=len(found))
        self._tidy(listing.urls, found)
        return self._concluded("complete" if not notes.problems else "partial", "", visits, notes)

    def _may_withdraw(self, absent: set[str], before: int, allow_shrink: bool, notes: Notes) -> bool:
        if len(absent) * 2 <= before or allow_shrink:
            return True
        notes.add(
            "",
            f"接口这次少了 {before} 条中的 {len(absent)} 条，超过一半，先不撤下；确实要撤下请用 fetch --allow-shrink",
        )
        return False

    def _save(self, found: dict[str, FeedItem], earlier: FeedItems | None, started: datetime, *, full: bool) -> None:
        full_at = started if full or earlier is None else earlier.full_at
        items = tuple(found[name] for name in sorted(found))
        self.mirror.save(ITEMS, FeedItems(listed_at=started, full_at=full_at, items=items))

    def _tidy(self, urls: set[str], found: dict[str, FeedItem]) -> None:
        self.mirror.finish({item.sha256 for item in found.values()}, self.clock.now())
        for page in self.mirror.pages():
            if page.url not in urls:
                self.mirror.forget(page.url)

    def _concluded(self, outcome: Outcome, message: str, visits: Visits, notes: Notes) -> FetchReport:
        earlier, now = self.report(), self.clock.now()
        report = FetchReport(
            source=self.name,
            outcome=outcome,
            message=message,
            finished_at=now,
            complete_at=now if outcome == "complete" else earlier.complete_at if earlier else None,
            counts=dict(visits.counts),
            problems=tuple(notes.problems),
        )
        self.mirror.save(REPORT, report)
        return report


class _Listing:
    """The pages of one listing, in order."""

    def __init__(self, config: FeedConfig, visits: Visits, gathered: Gathered, task: Task) -> None:
        self._config = config
        self._visits = visits
        self._task = task
        self.gathered = gathered
        self.pages = 0
        self.urls: set[str] = set()
        self._totals: Counter[int] = Counter()

    def run(self) -> None:
        """Visit all pages; raises FetchFailed when one cannot be had or they go in a circle."""
        for page, content in self._walk():
            fresh = self.gathered.add(content.items, page.final_url, page.fetched_at)
            if content.items and not fresh:
                raise ListingBroken("分页在打转：这一页的记录前面都出现过")
            if content.total is not None:
                self._totals[content.total] += 1
            self.pages += 1
            self._task.advance()

    def _walk(self) -> Iterator[tuple[Page, FeedPage]]:
        url: str | None = first_url(self._config, self._visits.crawl.since)
        while url is not None:
            if url in self.urls:
                raise ListingBroken("分页在打转：下一页又回到了前面的网址")
            if self.pages >= self._config.max_pages:
                raise ListingBroken(f"超过了 {self._config.max_pages} 页（max_pages），不再继续")
            self.urls.add(url)
            page = self._visits.visit(url, partial(accept_page, self._config))
            content = read_page(self._config, self._visits.mirror.content(page.sha256), page.charset)
            yield page, content
            url = next_url(self._config, page, content, self.pages, self.gathered.seen)

    def whole(self, notes: Notes, *, full: bool) -> bool:
        """Whether what is not in this listing is really gone; ``notes`` says why not."""
        found = self.gathered
        if found.nameless:
            notes.add("", f"有 {found.nameless} 条记录没有编号（{self._config.id}），没有采用；这次不撤下任何事项")
        if len(self._totals) > 1 or any(total != found.seen for total in self._totals):
            told = "、".join(str(total) for total in sorted(self._totals))
            notes.add("", f"接口说共有 {told} 条，实际给了 {found.seen} 条；这次不撤下任何事项")
        return not notes.problems
