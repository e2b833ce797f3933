"""Which URLs may be asked, and one spelling for each of them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from ingest.problems import shown
from ingest.sources.failures import Refused

LONGEST = 2000
PORTS = frozenset({80, 443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class UrlRules:
    """``hosts`` are names such as ``www.licheng.gov.cn``, or ``*.licheng.gov.cn`` for all hosts below."""

    hosts: frozenset[str]
    ports: frozenset[int] = PORTS

    def check(self, url: str) -> httpx.URL:
        """The URL taken apart, once and for all; raises Refused for what must not be asked."""
        parsed = parse(url)
        host, port = host_of(parsed), port_of(parsed)
        if not self.allows_host(host):
            raise Refused(f"{shown(host)} 不在允许访问的网站名单（hosts）里")
        if port not in self.ports:
            raise Refused(f"网址用了端口 {port}，不在允许的端口（ports）里")
        return parsed

    def check_redirect(self, source: httpx.URL, location: str) -> httpx.URL:
        """Where ``source`` sends us; raises Refused when we must not go there."""
        target = joined(str(source), location)
        if target is None:
            raise Refused(f"网址转到了不能识别的地址 {shown(location)}")
        if source.scheme == "https" and target.lower().startswith("http:"):
            raise Refused("加密网址（https）转到了不加密的网址（http），为安全起见不跟随")
        return self.check(target)

    def allows_host(self, host: str) -> bool:
        """Whether ``host`` is on the list."""
        return any(
            host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:])) for allowed in self.hosts
        )


def parse(url: str) -> httpx.URL:
    """An absolute http(s) URL without credentials; raises Refused for anything else."""
    if len(url) > LONGEST:
        raise Refused(f"网址太长，超过 {LONGEST} 个字符")
    if _UNSAFE.search(url):
        raise Refused(f"网址里有空格、反斜杠或控制字符：{shown(url)}")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(f"网址写法不对：{shown(url)}") from error
    if parsed.scheme not in _DEFAULT_PORTS:
        raise Refused("只能访问 http 或 https 网址")
    if parsed.userinfo:
        raise Refused("网址里不能带用户名和口令，请改用环境变量")  # and it is not repeated here
    _check_host(host_of(parsed))
    return parsed.copy_with(host=host_of(parsed)) if parsed.raw_host.endswith(b".") else parsed


def _check_host(host: str) -> None:
    """Refuse numbers that the system would read as addresses: ``2130706433``, ``0x7f.1``, ``0177.0.0.1``."""
    if not host:
        raise Refused("网址里没有网站名")
    if ":" not in host and _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise Refused(f"网站地址 {shown(host)} 的写法不规范，为安全起见不访问") from error


def host_of(url: httpx.URL) -> str:
    """The host in lower case, without the dot that may end it; IPv6 without brackets."""
    return url.raw_host.decode("ascii").lower().strip("[]").rstrip(".")


def port_of(url: httpx.URL) -> int:
    """The port, also where the URL leaves it out."""
    return url.port or _DEFAULT_PORTS[url.scheme]


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port: what robots.txt and secrets belong to."""
    return f"{url.scheme}://{host_of(url)}:{port_of(url)}"


def joined(base: str, href: str) -> str | None:
    """``href`` as found on ``base``, absolute, in one spelling; ``None`` when it is no web address that we could ask."""
    try:
        url = urljoin(base, href.strip().replace("\t", "").replace("\n", "").replace("\r", ""))
        parsed = parse(_SESSION.sub("", url.partition("#")[0]).replace(" ", "%20"))
    except (Refused, ValueError):
        return None
    return str(parsed.copy_with(raw_path=parsed.raw_path or b"/"))
