"""The links of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.etree
import lxml.html

from ingest.documents.html_charset import decode_page
from ingest.problems import RejectedFile, shown
from ingest.sources.failures import FetchFailed
from ingest.sources.urls import joined

LARGEST = 5 << 20
"""Bytes of a page in which links are looked for; list pages have far fewer."""
_MOST = 5000
_LONGEST_TEXT = 120
_NEXT_WORDS = frozenset({"下一页", "下页", "后页", "后一页", "next", "nextpage", ">", "›", "»"})
_ARROWS = re.compile(r"[\s>›»]+")


@dataclass(frozen=True)
class Link:
    """An address that a page leads to, absolute, and what the page calls it; ``next`` is the next page of a list."""

    url: str
    text: str = ""
    next: bool = False


def links_of(data: bytes, charset: str, base: str) -> tuple[Link, ...]:
    """Links in reading order, each URL once; ``base`` is the page's own URL. Raises FetchFailed for what is no web page."""
    if len(data) > LARGEST:
        raise FetchFailed(f"网页超过 {LARGEST >> 20} MB，不在里面找链接")
    try:
        text, _ = decode_page("", data, charset)
        root = lxml.html.document_fromstring(
            text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except RejectedFile as error:
        raise FetchFailed("网页的文字编码认不出来") from error
    except lxml.etree.LxmlError as error:
        raise FetchFailed("不是网页，找不到链接") from error
    found: dict[str, Link] = {}
    base = _base(root, base)
    for element in root.iter("a", "area", "link"):
        link = _link(element, base)
        if link is not None and (link.url not in found or link.next):
            found[link.url] = link
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _base(root: lxml.html.HtmlElement, url: str) -> str:
    element = root.find(".//base[@href]")
    return (joined(url, str(element.get("href"))) or url) if element is not None else url


def _link(element: lxml.html.HtmlElement, base: str) -> Link | None:
    href, rel = str(element.get("href") or ""), str(element.get("rel") or "").lower().split()
    if element.tag == "link" and "next" not in rel:
        return None  # style sheets and icons
    url = joined(base, href) if href and not href.lstrip().startswith("#") else None
    if url is None:
        return None
    text = " ".join(str(element.get("title") or element.text_content()).split())
    words = _ARROWS.sub("", text).lower() or text
    return Link(url, shown(text, _LONGEST_TEXT), "next" in rel or words in _NEXT_WORDS)
