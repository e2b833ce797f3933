"""Trying a source without fetching it: is the configuration right, is the site there, does the first page hold anything?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.problems import shown
from ingest.sources.config import FeedConfig, FolderConfig, ListPages, SiteConfig, SourcesConfig
from ingest.sources.failures import FetchFailed
from ingest.sources.feed_page import dig, first_url, read_page
from ingest.sources.fetch import Fetcher
from ingest.sources.folder import FolderSource
from ingest.sources.links import links_of
from ingest.sources.opening import Opening
from ingest.sources.site_scope import SiteScope
from ingest.sources.sitemap import read_sitemap
from ingest.sources.urls import host_of, parse, port_of
from knowledge.errors import QuanquanError

_SAMPLE = 3


@dataclass(frozen=True)
class Check:
    """One thing that was tried: of which source, whether it went well, and what was found."""

    source: str
    good: bool
    text: str


def check_sources(config: SourcesConfig, opening: Opening) -> Iterator[Check]:
    """Try all sources, one line a thing; a source's first failure ends its own checks."""
    for each in config.sources:
        try:
            if isinstance(each, FolderConfig):
                yield _folder(each, opening)
                continue
            yield from _addresses(each, opening)
            with opening.fetcher(each, config.contact) as fetcher:
                tried = _feed(each, fetcher) if isinstance(each, FeedConfig) else _site(each, fetcher)
                yield from (Check(each.name, good, text) for good, text in tried)
        except QuanquanError as error:
            yield Check(each.name, False, error.message)


def _folder(config: FolderConfig, opening: Opening) -> Check:
    files = FolderSource(opening.base / config.path).files()
    known = [file for file in files if file.kind != "unknown"]
    return Check(config.name, True, f"文件夹里有 {len(known)} 个可用的文件，{len(files) - len(known)} 个不认识的")


def _addresses(config: FeedConfig | SiteConfig, opening: Opening) -> Iterator[Check]:
    rules = opening.address_rules(config)
    for host, port in sorted({(host_of(parse(url)), port_of(parse(url))) for url in config.own_urls()}):
        addresses = rules.addresses(host, port)
        yield Check(config.name, True, f"{host} 的地址是 {'、'.join(addresses[:3])}，可以访问")


def _feed(config: FeedConfig, fetcher: Fetcher) -> Iterator[tuple[bool, str]]:
    answer = fetcher.get(first_url(config, ""))
    page = read_page(config, answer.body, answer.charset)
    total = "" if page.total is None else f"，接口说共有 {page.total} 条"
    yield bool(page.items), f"第一页有 {len(page.items)} 条记录{total}"
    ids = [dig(item, config.id) for item in page.items]
    named = [shown(each) for each in ids if isinstance(each, str | int) and each != ""]
    yield len(named) == len(ids), f"{len(named)} 条有编号（{config.id}），如 {'、'.join(named[:_SAMPLE])}"


def _site(config: SiteConfig, fetcher: Fetcher) -> Iterator[tuple[bool, str]]:
    scope = SiteScope(config)
    for url in config.sitemaps:
        yield _sitemap(scope, url, fetcher)
    for listing in config.lists:
        yield _list(scope, listing, fetcher)


def _sitemap(scope: SiteScope, url: str, fetcher: Fetcher) -> tuple[bool, str]:
    try:
        answer = fetcher.get(url)
        sitemap = read_sitemap(answer.body, answer.url)
    except FetchFailed as error:
        return False, f"站点地图 {url}：{error.message}"
    wanted = sum(scope.is_followed(page.url) for page in sitemap.pages)
    found = (
        f"有 {len(sitemap.pages)} 个网址，其中 {wanted} 个符合 include 和 exclude，另有 {len(sitemap.maps)} 张分地图"
    )
    return wanted + len(sitemap.maps) > 0, f"站点地图 {url}：{found}"


def _list(scope: SiteScope, listing: ListPages, fetcher: Fetcher) -> tuple[bool, str]:
    try:
        answer = fetcher.get(listing.url)
        links = links_of(answer.body, answer.charset, answer.url)
    except FetchFailed as error:
        return False, f"列表页 {listing.url}：{error.message}"
    wanted = [link for link in links if scope.is_listed(link, listing)]
    sample = "".join(f"，如“{link.text}”" for link in wanted[:1])
    return bool(wanted), f"列表页 {listing.url}：有 {len(links)} 个链接，其中 {len(wanted)} 个是文件{sample}"
