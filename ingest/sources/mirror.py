"""What was fetched from one source, on the disk: a run without the network reads it, a killed crawl goes on from it.

Layout: ``objects/ab/<sha256>`` is content by digest, ``pages/<digest of the URL>.json`` what is known of each URL,
``crawl.json`` the crawl under way, ``report.json`` how the latest one ended, ``.lock`` the one writer's. Every write is
atomic, content comes before the entry that names it, and the entries themselves say what a crawl has done: there is no
second list of finished work that could disagree with them.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from ingest.sources.answer import Answer, Validators
from ingest.sources.folder import DOUBTFUL_NS
from knowledge.errors import QuanquanError
from knowledge.files import write_atomically

REPORT = "report.json"
RESUME_WITHIN = timedelta(hours=6)
"""A crawl that stopped longer ago begins anew: what it has seen is old."""
_OBJECTS_KEPT = timedelta(days=1)
"""Content that nothing names stays so long, for a run that is reading it."""
M = TypeVar("M", bound=BaseModel)


class MirrorBusy(QuanquanError):
    """Another process fetches this source."""

    code = "mirror_busy"
    status = 409


class MirrorDamaged(QuanquanError):
    """What lies in the mirror is not what was put there."""

    code = "mirror_damaged"
    status = 500


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(_Kept):
    """What is known of one URL.

    ``fetched_at`` is when the content was got, ``checked_at`` when it was last confirmed; ``missed_at`` is when the server
    first said that it is gone, and ``withdrawn`` that this was confirmed. ``title`` is the text of the link that led here from
    ``found_on``. ``final_url`` is where redirects ended. A ``listing`` names documents and is none itself.
    """

    url: str
    final_url: str
    sha256: str
    size: int
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    next_link: str = ""
    title: str = ""
    found_on: str = ""
    fetched_at: AwareDatetime
    checked_at: AwareDatetime
    missed_at: AwareDatetime | None = None
    withdrawn: bool = False
    listing: bool = False

    @property
    def validators(self) -> Validators:
        """What makes the next request conditional."""
        return Validators(self.final_url, self.etag, self.last_modified)


@dataclass(frozen=True)
class Lead:
    """How a crawl came to a URL; see :class:`Page`."""

    title: str = ""
    found_on: str = ""
    listing: bool = False


class Crawl(_Kept):
    """A crawl under way: pages checked since ``started_at`` are done; ``plan`` is the digest of what it was told to do."""

    started_at: AwareDatetime
    plan: str
    since: str = ""


class Mirror:
    """One source's mirror under ``root``. Readers need no lock; writers hold :meth:`lock`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._remembered: tuple[int, tuple[Page, ...]] = (0, ())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The one writer's lock; raises MirrorBusy. The kernel frees it for a killed process."""
        for folder in ("pages", "objects"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise MirrorBusy("另一个程序正在抓取这个来源，请等它结束后再试") from error
            self.heal()
            yield

    def page(self, url: str) -> Page | None:
        """What is known of ``url``, ``None`` when nothing is (or nothing readable)."""
        return self.load(self._page_name(url), Page)

    def pages(self) -> tuple[Page, ...]:
        """All URLs ever got and not forgotten, in order; raises MirrorDamaged when one entry cannot be read.

        A mirror into which nobody wrote since is not read again: who watches a folder beside it asks often.
        """
        written = self._written_at()
        if written and written == self._remembered[0]:
            return self._remembered[1]
        pages = tuple(sorted(self._read_pages(), key=lambda page: page.url))
        if time.time_ns() - written > DOUBTFUL_NS:
            self._remembered = (written, pages)
        return pages

    def _read_pages(self) -> Iterator[Page]:
        for path in (self.root / "pages").glob("*.json"):
            page = self.load(f"pages/{path.name}", Page)
            if page is None:
                raise MirrorDamaged("镜像里有损坏的记录，请运行 quanquan ingest sources fetch 重新抓取")
            yield page

    def _written_at(self) -> int:
        """When an entry was last replaced, added or removed, by the disk's clock; 0 before the first."""
        try:
            return (self.root / "pages").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def content(self, sha256: str) -> bytes:
        """Content by digest; raises MirrorDamaged when it is missing or altered."""
        try:
            data = self._object(sha256).read_bytes()
        except OSError as error:
            raise MirrorDamaged("镜像里缺少这份内容，请重新抓取") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise MirrorDamaged("镜像里的这份内容已损坏，请重新抓取")
        return data

    def has(self, sha256: str) -> bool:
        """Whether the content is there, undamaged."""
        try:
            self.content(sha256)
        except MirrorDamaged:
            return False
        return True

    def store(self, data: bytes) -> str:
        """Keep content and return its digest."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            path = self._object(sha256)
            path.parent.mkdir(exist_ok=True)
            temporary = path.with_name(f".{sha256}.new")
            temporary.write_bytes(
                data
            )  # not forced to the disk: the digest tells what a crash tore, and it is got again
            temporary.replace(path)
        return sha256

    def keep(self, url: str, answer: Answer, now: datetime, lead: Lead) -> Page:
        """A new version of ``url``."""
        page = Page(
            url=url,
            final_url=answer.url,
            sha256=self.store(answer.body),
            size=len(answer.body),
            media_type=answer.media_type,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
            next_link=answer.next_link,
            title=lead.title,
            found_on=lead.found_on,
            listing=lead.listing,
            fetched_at=now,
            checked_at=now,
        )
        return self.put(page)

    def put(self, page: Page) -> Page:
        """Replace what is known of the page's URL."""
        self.save(self._page_name(page.url), page)
        return page

    def forget(self, url: str) -> None:
        """Nothing is known of ``url`` any more."""
        (self.root / self._page_name(url)).unlink(missing_ok=True)

    def begin(self, plan: str, now: datetime, since: str = "") -> Crawl:
        """Go on with the crawl that stopped, if it was told the same and is not too old; else begin a new one."""
        earlier = self.load("crawl.json", Crawl)
        if earlier and earlier.plan == plan and timedelta() <= now - earlier.started_at <= RESUME_WITHIN:
            return earlier
        crawl = Crawl(started_at=now, plan=plan, since=since)
        self.save("crawl.json", crawl)
        return crawl

    def heal(self) -> None:
        """Drop entries that cannot be read. What they told of is missing until a whole crawl found it again, so that the
        report of the last whole crawl goes, too."""
        damaged = [path for path in (self.root / "pages").glob("*.json") if not self.load(f"pages/{path.name}", Page)]
        if damaged:
            (self.root / REPORT).unlink(missing_ok=True)
        for path in damaged:
            path.unlink(missing_ok=True)

    def abandon(self) -> None:
        """The crawl under way is not to be gone on with."""
        (self.root / "crawl.json").unlink(missing_ok=True)

    def finish(self, named: Set[str], now: datetime) -> None:
        """The crawl is done: drop old content that neither an entry nor ``named`` names."""
        named = named | {page.sha256 for page in self.pages()}
        for path in (self.root / "objects").glob("*/*"):
            if path.name not in named and now.timestamp() - path.stat().st_mtime > _OBJECTS_KEPT.total_seconds():
                path.unlink(missing_ok=True)
        self.abandon()

    def save(self, name: str, record: BaseModel) -> None:
        """Write a record in one step."""
        write_atomically(self.root / name, record.model_dump_json().encode() + b"\n")

    def load(self, name: str, kind: type[M]) -> M | None:
        """A record, ``None`` when it is not there or cannot be read."""
        try:
            return kind.model_validate_json((self.root / name).read_bytes())
        except (OSError, ValidationError):
            return None

    def _object(self, sha256: str) -> Path:
        return self.root / "objects" / sha256[:2] / sha256

    def _page_name(self, url: str) -> str:
        return f"pages/{hashlib.sha256(url.encode()).hexdigest()}.json"
