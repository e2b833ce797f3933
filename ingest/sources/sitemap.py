"""sitemap.xml: plain, packed, or a list of others. Files that declare entities are refused before they are read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from ingest.documents.html_charset import decode_page
from ingest.problems import RejectedFile
from ingest.sources.body import inflate
from ingest.sources.failures import FetchFailed
from ingest.sources.urls import joined

LARGEST = 50 << 20
"""Bytes of an unpacked sitemap, as sitemaps.org allows; and it allows so many entries:"""
MOST = 50_000
_MOST_EVENTS = 2_000_000
_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class Listed:
    """A page that a sitemap names; ``modified`` is the day it claims for the last change."""

    url: str
    modified: date | None = None


@dataclass(frozen=True)
class Sitemap:
    """``pages`` it names, and further sitemaps (``maps``) it points to; ``cut``: there was more than the standard allows."""

    pages: tuple[Listed, ...] = ()
    maps: tuple[str, ...] = ()
    cut: bool = False


def read_sitemap(data: bytes, url: str) -> Sitemap:
    """What the sitemap found at ``url`` names; raises FetchFailed."""
    if data.startswith(_GZIP):
        data = inflate(data, LARGEST)
    try:
        text, _ = decode_page("", data)
    except RejectedFile as error:
        raise FetchFailed("站点地图的文字编码认不出来") from error
    if not text.lstrip().startswith("<"):
        return _lines(text, url)
    try:
        return _elements(_DECLARATION.sub("", text).encode(), url)
    except DefusedXmlException as error:
        raise FetchFailed("站点地图里有实体或 DTD 声明，可能是攻击，没有读取") from error
    except (ParseError, ValueError, LookupError) as error:
        raise FetchFailed("站点地图不是正确的 XML") from error


def _lines(text: str, url: str) -> Sitemap:
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith(("http://", "https://"))]
    if not lines:
        raise FetchFailed("站点地图里没有网址")
    pages = [Listed(found) for line in lines[:MOST] if (found := joined(url, line))]
    return Sitemap(tuple(pages), cut=len(lines) > MOST)


def _elements(data: bytes, url: str) -> Sitemap:
    pages: list[Listed] = []
    maps: list[str] = []
    for event, element in _events(data):
        if event == "start":
            continue
        if len(pages) + len(maps) >= MOST:
            return Sitemap(tuple(pages), tuple(maps), cut=True)
        name = _name(element)
        if name in ("url", "sitemap"):
            found = joined(url, _text(element, "loc"))
            if found and name == "url":
                pages.append(Listed(found, _day(_text(element, "lastmod"))))
            elif found:
                maps.append(found)
            element.clear()
    return Sitemap(tuple(pages), tuple(maps))


def _events(data: bytes) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements, a bounded number of them: what is not a sitemap may hold millions."""
    events = defusedxml.ElementTree.iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True)
    for count, (event, element) in enumerate(events):
        if count > _MOST_EVENTS:
            raise FetchFailed("站点地图里的内容太多，不像站点地图")
        yield event, element


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _text(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if _name(child) == name), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
