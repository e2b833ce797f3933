"""A policy library or guide portal: what its lists and sitemaps name, page by page, with the files attached."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.problems import rejection
from ingest.sources.clock import Clock, SystemClock
from ingest.sources.config import SiteConfig
from ingest.sources.fetch import Fetcher
from ingest.sources.mirror import REPORT, Mirror, MirrorDamaged, Page
from ingest.sources.names import file_name
from ingest.sources.offer import FetchReport, Notes, Offer, Outcome, state_problems
from ingest.sources.site_crawl import SiteCrawl
from ingest.sources.site_listing import SiteListing
from ingest.sources.site_scope import SiteScope
from ingest.sources.source import FileKind
from ingest.sources.visit import Visits
from knowledge.progress import Progress

_KINDS: dict[str, FileKind] = {"guides": "guide_document", "policies": "policy_document"}


@dataclass(frozen=True)
class SiteFile:
    """A page or an attachment; see the ``SourceFile`` port. ``charset`` is what the server declared, right or wrong."""

    mirror: Mirror
    page: Page
    name: str
    kind: FileKind

    @property
    def url(self) -> str:
        """Where it was found, after redirects."""
        return self.page.final_url

    @property
    def charset(self) -> str:
        """The HTTP header's, empty when it said none."""
        return self.page.charset

    @property
    def stamp(self) -> str:
        """The content's digest."""
        return self.page.sha256

    @property
    def title(self) -> str:
        """The text of the link that led to it."""
        return self.page.title

    @property
    def fetched_at(self) -> datetime:
        """When this version was got."""
        return self.page.fetched_at

    def read(self) -> bytes:
        """The content; raises RejectedFile."""
        try:
            return self.mirror.content(self.page.sha256)
        except MirrorDamaged as error:
            raise rejection(self.name, error.message) from error


@dataclass(frozen=True)
class SiteSource:
    """A ``ConfiguredSource`` over one site; ``fetcher`` opens a :class:`Fetcher` for one refresh."""

    config: SiteConfig
    mirror: Mirror
    fetcher: Callable[[], Fetcher]
    clock: Clock = SystemClock()

    @property
    def name(self) -> str:
        """See the port."""
        return self.config.name

    def offer(self) -> Offer:
        """Everything fetched and not withdrawn; raises MirrorDamaged."""
        report, stale = self.report(), timedelta(hours=self.config.stale_after_hours)
        scope = SiteScope(self.config)
        return Offer(
            tuple(sorted((self._file(page, scope) for page in self._offered(scope)), key=lambda file: file.name)),
            state_problems(self.name, report, self.clock.now(), stale),
            whole=report is not None and report.complete_at is not None,
        )

    def report(self) -> FetchReport | None:
        """See the port."""
        return self.mirror.load(REPORT, FetchReport)

    def refresh(self, progress: Progress, *, allow_shrink: bool = False) -> FetchReport:
        """Crawl the site; what stops it leaves the mirror as far as it came, and the next refresh goes on from there."""
        with self.mirror.lock(), self.fetcher() as fetcher, progress.task(f"抓取 {self.name}", None) as task:
            plan = hashlib.sha256(self.config.model_dump_json().encode()).hexdigest()
            visits = Visits(fetcher, self.mirror, self.mirror.begin(plan, self.clock.now()))
            notes, scope = Notes(self.name), SiteScope(self.config)
            listing = SiteListing(scope, visits, notes, task)
            listing.run()
            if not listing.read:
                return self._concluded("failed", listing.failure, visits, Notes(self.name))
            before = len(self._offered(scope))
            crawl = SiteCrawl(listing, self._file_name)
            crawl.run()
            withdrawn = crawl.withdraw(before, allow_shrink=allow_shrink)
            visits.counts.update(withdrawn=withdrawn, offered=len(self._offered(scope)))
            if crawl.finished:
                self.mirror.finish(frozenset(), self.clock.now())
            outcome: Outcome = "complete" if crawl.finished and not listing.failed else "partial"
            return self._concluded(outcome, "", visits, notes)

    def _offered(self, scope: SiteScope) -> list[Page]:
        return [
            page
            for page in self.mirror.pages()
            if not page.listing and not page.withdrawn and scope.is_offered(page.url)
        ]

    def _file(self, page: Page, scope: SiteScope) -> SiteFile:
        name = f"{self.config.holds}/{file_name(page.url, page.media_type, scope.origin)}"
        return SiteFile(self.mirror, page, name, _KINDS[self.config.holds])

    def _file_name(self, url: str) -> str:
        page = self.mirror.page(url)
        media_type = page.media_type if page else "text/html"
        return f"{self.config.holds}/{file_name(url, media_type, SiteScope(self.config).origin)}"

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
