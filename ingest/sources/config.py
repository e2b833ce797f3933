"""sources.yaml: from where the departments' files come, checked before anything is asked of anybody."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from ingest.sources.failures import Refused
from ingest.sources.urls import PORTS, host_of, parse, port_of

SECRET = "QUANQUAN_SOURCE_"
"""Names of environment variables that may be named as secrets begin so: a source can ask for no other secret of ours."""


def _url(value: str) -> str:
    try:
        parsed = parse(value)
    except Refused as error:
        raise ValueError(error.message) from error
    if parsed.fragment:
        raise ValueError("网址里不要带 # 和它后面的部分")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*|[0-9a-f:]+", value):
        raise ValueError(
            f"“{value[:60]}”不是网站名，应当像 www.example.gov.cn 或 *.example.gov.cn（小写，不带 http://）"
        )
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"“{value[:60]}”不是正确的正则表达式") from error
    return value


Name = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w-]{0,39}$")]
Url = Annotated[str, AfterValidator(_url)]
Host = Annotated[str, AfterValidator(_host)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Key = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,60}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Token(_Part):
    """A secret to send in ``header``, taken from environment variable ``variable``."""

    variable: Annotated[str, StringConstraints(pattern=r"^QUANQUAN_SOURCE_[A-Z0-9_]{1,60}$")]
    header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")] = "Authorization"
    prefix: str = "Bearer "


class FolderConfig(_Part):
    """A folder laid out as the sample data."""

    kind: Literal["folder"]
    name: Name
    path: str


class _Network(_Part):
    name: Name
    hosts: tuple[Host, ...] = ()
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = ()
    private_hosts: tuple[Host, ...] = ()
    networks: tuple[str, ...] = ()
    certificates: str = ""
    delay_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0
    largest_mb: Annotated[float, Field(gt=0, le=200)] = 20.0
    read_seconds: Annotated[float, Field(gt=0, le=300)] = 20.0
    total_seconds: Annotated[float, Field(gt=0, le=3600)] = 120.0
    stale_after_hours: Annotated[float, Field(gt=0)] = 72.0
    token: Token | None = None

    @field_validator("networks")
    @classmethod
    def _networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            try:
                ipaddress.ip_network(network)
            except ValueError as error:
                raise ValueError(f"“{network[:60]}”不是网段，应当像 10.1.0.0/16") from error
        return networks

    def allowed_hosts(self) -> frozenset[str]:
        """Those listed and those of the URLs above; a private host is allowed, too."""
        return frozenset(self.hosts + self.private_hosts) | {host_of(parse(url)) for url in self.own_urls()}

    def allowed_ports(self) -> frozenset[int]:
        """The usual two, those listed and those of the URLs above."""
        return PORTS | set(self.ports) | {port_of(parse(url)) for url in self.own_urls()}

    def own_urls(self) -> tuple[str, ...]:
        """The URLs that stand in the configuration."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _token_is_not_sent_in_the_clear(self) -> _Network:
        if self.token and any(
            url.lower().startswith("http:") and host_of(parse(url)) not in self.private_hosts for url in self.own_urls()
        ):
            raise ValueError("带口令（token）的来源要用 https 网址；内部网络的网站请同时写进 private_hosts")
        return self


class NextField(_Part):
    """The URL of the next page stands in the body, at ``field``."""

    style: Literal["next"]
    field: Key = "next"


class LinkHeader(_Part):
    """The URL of the next page stands in the header ``Link: <..>; rel="next"``."""

    style: Literal["link"]


class Numbered(_Part):
    """Pages by number, until one is empty or the total is reached."""

    style: Literal["page"]
    parameter: Key = "page"
    first: Annotated[int, Field(ge=0, le=1)] = 1
    size_parameter: Key | None = None
    size: Annotated[int, Field(ge=1, le=10_000)] = 100


class Offset(_Part):
    """Pages by the number of items to pass over, until one is empty or the total is reached."""

    style: Literal["offset"]
    parameter: Key = "offset"
    size_parameter: Key = "limit"
    size: Annotated[int, Field(ge=1, le=10_000)] = 100


class Cursor(_Part):
    """The body says at ``field`` what to send as ``parameter`` for the next page."""

    style: Literal["cursor"]
    parameter: Key = "cursor"
    field: Key = "next_cursor"


class Single(_Part):
    """One page holds everything."""

    style: Literal["single"]


Paging = Annotated[NextField | LinkHeader | Numbered | Offset | Cursor | Single, Field(discriminator="style")]


class Since(_Part):
    """The feed can be asked for what changed since a time; every ``full_every_hours`` all of it is asked for."""

    parameter: Key
    form: Literal["iso", "date", "epoch"] = "iso"
    full_every_hours: Annotated[float, Field(gt=0)] = 24.0


class FeedConfig(_Network):
    """Guides over paged JSON. ``items``, ``id``, ``link``, ``total``, ``deleted`` are paths such as ``data.records``.

    ``items`` empty means that a page is a list itself. ``link`` is the page for people, ``deleted`` marks what is withdrawn.
    """

    kind: Literal["feed"]
    url: Url
    items: Key | Literal[""] = ""
    id: Key = "id"
    link: Key | None = None
    total: Key | None = None
    deleted: Key | None = None
    paging: Paging = Single(style="single")
    since: Since | None = None
    max_pages: Annotated[int, Field(ge=1, le=100_000)] = 2000
    obey_robots: bool = True

    def own_urls(self) -> tuple[str, ...]:
        """See above."""
        return (self.url,)


class ListPages(_Part):
    """A list page; ``links`` tells the documents' URLs from others, ``next`` the next page's.

    ``page_url`` with ``{page}`` numbers the following pages from ``first``, for sites that build the links by script.
    """

    url: Url
    links: Pattern = ""
    next: Pattern | None = None
    page_url: Annotated[str, StringConstraints(pattern=r"^https?://.*\{page\}")] | None = None
    first: Annotated[int, Field(ge=0, le=2)] = 1
    max_pages: Annotated[int, Field(ge=1, le=5000)] = 50

    @field_validator("page_url")
    @classmethod
    def _page_url(cls, value: str | None) -> str | None:
        return None if value is None else _url(value.replace("{page}", "1")) and value


class SiteConfig(_Network):
    """A policy library or a guide portal: pages named by sitemaps and list pages, and files attached to them.

    ``include`` and ``exclude`` are patterns searched in the URL; ``depth`` is how many links beyond the listed pages are
    followed; ``limit`` and ``limit_mb`` bound the requests and the bytes of one run; the next goes on where it
    stopped.
    """

    kind: Literal["site"]
    holds: Literal["guides", "policies"] = "policies"
    sitemaps: tuple[Url, ...] = ()
    lists: tuple[ListPages, ...] = ()
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    attachments: tuple[Literal[".docx", ".pdf", ".xlsx", ".doc", ".xls", ".zip"], ...] = (".docx", ".pdf", ".xlsx")
    depth: Annotated[int, Field(ge=0, le=5)] = 0
    limit: Annotated[int, Field(ge=1, le=100_000)] = 500
    limit_mb: Annotated[float, Field(gt=0, le=100_000)] = 2000.0
    recheck_days: Annotated[float, Field(ge=0, le=90)] = 7.0

    def own_urls(self) -> tuple[str, ...]:
        """See above."""
        numbered = (each.page_url.replace("{page}", "1") for each in self.lists if each.page_url)
        return (*self.sitemaps, *(each.url for each in self.lists), *numbered)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> SiteConfig:
        if not self.own_urls():
            raise ValueError("要写明从哪里开始：站点地图 sitemaps 或列表页 lists，至少一个")
        if any(not each.links for each in self.lists) and not self.include:
            raise ValueError("列表页要写明哪些链接是文件：lists 里的 links，或 include")
        return self


AnySource = Annotated[FolderConfig | FeedConfig | SiteConfig, Field(discriminator="kind")]


class SourcesConfig(_Part):
    """The whole file. ``contact`` is told to the sites that are asked: a mail address or a page about us."""

    contact: Annotated[str, StringConstraints(pattern=r"^[\x21-\x27\x2a-\x7e]{0,200}$")] = ""
    sources: Annotated[tuple[AnySource, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _names_differ(self) -> SourcesConfig:
        names = [source.name.casefold() for source in self.sources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"有两个来源都叫“{name}”，请改成不同的名字")
        return self

    @model_validator(mode="after")
    def _says_who_asks(self) -> SourcesConfig:
        if not self.contact and any(source.kind != "folder" for source in self.sources):
            raise ValueError("要写明联系方式 contact（邮箱或网页），好让对方网站知道是谁在访问")
        return self
