"""The records of a feed as they were at its last good listing: a file each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ingest.problems import rejection
from ingest.sources.config import FeedConfig
from ingest.sources.failures import Refused
from ingest.sources.feed_page import dig, repeated
from ingest.sources.mirror import Mirror, MirrorDamaged
from ingest.sources.names import safe_name
from ingest.sources.source import FileKind
from ingest.sources.urls import parse

ITEMS = "items.json"
_LONGEST_ID = 200
_OURS = frozenset({"id", "name", "department", "conditions", "materials", "legal_basis"})


class FeedItem(BaseModel):
    """One record: ``url`` is the page for people or the feed's, ``fault`` says why this version cannot be used.

    ``ours`` says that it has the field names of our own guide files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    sha256: str
    url: str
    fetched_at: AwareDatetime
    fault: str = ""
    ours: bool = False


class FeedItems(BaseModel):
    """``items.json``: everything the feed holds, as of ``listed_at``; all of it was listed at ``full_at``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listed_at: AwareDatetime
    full_at: AwareDatetime
    items: tuple[FeedItem, ...]


@dataclass(frozen=True)
class FeedFile:
    """A record as a file; see the ``SourceFile`` port."""

    mirror: Mirror
    item: FeedItem

    @property
    def name(self) -> str:
        """``guides/<id>.json``."""
        return self.item.name

    @property
    def kind(self) -> FileKind:
        """A guide in our own format, or with field names of somebody else's."""
        return "guide" if self.item.ours else "guide_document"

    @property
    def url(self) -> str:
        """Where people find it."""
        return self.item.url

    @property
    def charset(self) -> str:
        """As it was written into the mirror."""
        return "utf-8"

    @property
    def stamp(self) -> tuple[str, str]:
        """The content's digest, and what is wrong with it."""
        return self.item.sha256, self.item.fault

    def read(self) -> bytes:
        """The record as JSON; raises RejectedFile."""
        if self.item.fault:
            raise rejection(self.name, self.item.fault)
        try:
            return self.mirror.content(self.item.sha256)
        except MirrorDamaged as error:
            raise rejection(self.name, error.message) from error


@dataclass
class Gathered:
    """Records of the pages of one listing, as they come in."""

    config: FeedConfig
    mirror: Mirror
    items: dict[str, FeedItem] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    seen: int = 0
    nameless: int = 0

    def add(self, records: Sequence[object], page_url: str, now: AwareDatetime) -> int:
        """Take a page's records and return how many of them were not there before."""
        fresh = 0
        for record in records:
            self.seen += 1
            name = self._id(record)
            if name is None:
                self.nameless += 1
                fresh += 1
                continue
            fresh += name not in self.items and name not in self.deleted
            self._take(name, record, page_url, now)
        return fresh

    def _take(self, name: str, record: object, page_url: str, now: AwareDatetime) -> None:
        if self.config.deleted and dig(record, self.config.deleted) not in (None, False, 0, "", "0", "false"):
            self.deleted.add(name)
            return
        item = self._item(name, record, page_url, now)
        earlier = self.items.get(name)
        if earlier is not None and earlier.sha256 != item.sha256:
            item = item.model_copy(update={"fault": "同一次列表里给了两份不同的内容，不知道以哪份为准"})
        self.items[name] = item

    def _item(self, name: str, record: object, page_url: str, now: AwareDatetime) -> FeedItem:
        return FeedItem(
            id=name,
            name=f"guides/{safe_name(name)}.json",
            sha256=self.mirror.store(_data(record)),
            url=self._link(record) or page_url,
            fetched_at=now,
            ours=isinstance(record, dict) and record.keys() >= _OURS,
            fault="同一处有个字段写了两遍，不知道以哪个为准" if repeated(record) else "",
        )

    def _id(self, record: object) -> str | None:
        value = dig(record, self.config.id)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        text = str(value).strip()
        return text if 0 < len(text) <= _LONGEST_ID and text.isprintable() else None

    def _link(self, record: object) -> str:
        link = dig(record, self.config.link) if self.config.link else None
        try:
            return str(parse(link)) if isinstance(link, str) else ""
        except Refused:
            return ""


def _data(record: object) -> bytes:
    """The record as it was sent, layout aside: one digest whatever page it comes on."""
    try:
        return json.dumps(record, ensure_ascii=False, indent=1).encode()
    except UnicodeEncodeError:  # half a character: the parser of guides tells where
        return json.dumps(record, indent=1).encode()


def merged(gathered: Gathered, earlier: Mapping[str, FeedItem]) -> dict[str, FeedItem]:
    """What was listed now over what was there before; what did not change keeps its time."""
    found = dict(earlier)
    for name, item in gathered.items.items():
        old = earlier.get(name)
        same = old is not None and old.model_copy(update={"fetched_at": item.fetched_at}) == item
        found[name] = old if same and old is not None else item
    return {name: item for name, item in found.items() if name not in gathered.deleted or name in gathered.items}
