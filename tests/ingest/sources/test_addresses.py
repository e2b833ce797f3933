"""No request reaches a private address, however it is spelled, resolved or redirected to."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.addresses import AddressRules
from ingest.sources.failures import FetchFailed, Refused
from ingest.sources.urls import UrlRules, joined, parse
from tests.ingest.sources.conftest import LOCAL, FetcherMaker
from tests.ingest.sources.faulty_server import FaultyServer, Reply

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_never_connected_to(address: str) -> None:
    with pytest.raises(Refused, match="内部网络或保留地址"):
        AddressRules(resolve=lambda host, port: (address,)).addresses("portal.example", 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "218.104.128.1", "2400:3200::1", "2606:4700::1111"])
def test_a_public_address_is(address: str) -> None:
    assert AddressRules().allows("portal.example", address)


def test_of_a_mixed_answer_only_the_public_addresses_are_used() -> None:
    rules = AddressRules(resolve=lambda host, port: ("10.0.0.1", "8.8.8.8", "::1"))
    assert rules.addresses("portal.example", 443) == ("8.8.8.8",)


def test_a_host_allowed_by_name_may_lie_in_the_office_but_not_where_clouds_keep_keys() -> None:
    rules = AddressRules(private_hosts=frozenset({"oa.example"}))
    assert rules.allows("oa.example", "10.2.3.4")
    assert rules.allows("OA.example", "fd00::1")
    assert not rules.allows("oa.example", "169.254.169.254")
    assert not rules.allows("oa.example", "0.0.0.0")  # noqa: S104
    assert not rules.allows("other.example", "10.2.3.4")


def test_a_network_allowed_allows_no_other() -> None:
    rules = AddressRules((ipaddress.ip_network("10.2.0.0/16"),))
    assert rules.allows("any.example", "10.2.3.4")
    assert not rules.allows("any.example", "10.3.3.4")
    assert not rules.allows("any.example", "::ffff:10.2.3.4")


@given(st.ip_addresses())
def test_what_is_allowed_is_globally_reachable(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    allowed = AddressRules().allows("portal.example", str(address))
    assert not allowed or (address.is_global and not address.is_multicast and not address.is_private)


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://127.0.0.1.:80/",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_no_spelling_of_a_private_address_gets_through(fetcher_of: FetcherMaker, url: str) -> None:
    """Even with a list of hosts that would allow it."""
    hosts = frozenset({"127.0.0.1", "::1", "::ffff:7f00:1", "::ffff:127.0.0.1", "localhost", "10.0.0.1", "127.1"})
    hosts |= {"169.254.169.254", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1"}
    fetcher = fetcher_of("https://example.test", hosts=hosts, addresses=AddressRules(), obey_robots=False)
    with pytest.raises(Refused):
        fetcher.get(url)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:1/", "端口"),
        ("http://169.254.169.254/", "名单"),
        ("http://[::1]/", "名单"),
        ("http://10.1.1.1/", "名单"),
        ("http://2130706433/", "不能识别|不规范"),
        ("http://inside.test/", "内部网络"),
        ("file:///etc/passwd", "不能识别"),
        ("gopher://inside.test/", "不能识别"),
        ("http://user:pass@inside.test/", "不能识别"),
        ("//inside.test\\@example.test/", "不能识别"),
        ("http://inside.test:22/", "端口"),
    ],
)
def test_a_redirect_inside_is_refused(
    server: FaultyServer, fetcher_of: FetcherMaker, location: str, reason: str
) -> None:
    server.routes["/a"] = Reply(status=302, headers={"Location": location})
    rules = AddressRules(LOCAL, resolve=lambda host, port: ("10.0.0.9",) if host == "inside.test" else (host,))
    fetcher = fetcher_of(server.url, hosts=frozenset({"inside.test"}), addresses=rules, obey_robots=False)
    with pytest.raises(Refused, match=reason):
        fetcher.get(f"{server.url}/a")


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_used(
    server: FaultyServer, fetcher_of: FetcherMaker
) -> None:
    """DNS rebinding: the second answer, which would lead inside, is never asked for."""
    answers = [("127.0.0.1",), ("10.0.0.1",)]
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), 2) - 1]

    server.routes["/a"] = Reply(b"x")
    url = server.url.replace("127.0.0.1", "portal.test")
    fetcher = fetcher_of(url, addresses=AddressRules(LOCAL, resolve=resolve), obey_robots=False)
    assert fetcher.get(f"{url}/a").body == b"x"
    assert asked == ["portal.test"]
    assert server.seen[0].headers["host"].startswith("portal.test")


def test_a_name_that_does_not_resolve_is_told(fetcher_of: FetcherMaker) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    fetcher = fetcher_of("https://portal.test", addresses=AddressRules(resolve=resolve), obey_robots=False)
    with pytest.raises(FetchFailed, match="查不到网站地址 portal.test"):
        fetcher.get("https://portal.test/")


def test_an_encrypted_page_does_not_lead_to_a_plain_one(fetcher_of: FetcherMaker) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": "http://portal.test/b"}))
    fetcher = fetcher_of("https://portal.test", transport=transport, obey_robots=False)
    with pytest.raises(Refused, match="不加密的网址"):
        fetcher.get("https://portal.test/a")


@pytest.mark.parametrize(
    "url",
    ["ftp://h.test/", "javascript:alert(1)", "http://", "http://u@h.test/", "http://h.test/ x", "http://h.test/\n", ""]
    + ["http://h.test/" + "x" * 2000, "http://h.test:99999/", "http://[::1/", "//h.test/", "http://h.test\\.x/"],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        UrlRules(frozenset({"h.test"})).check(url)


def test_hosts_are_matched_whole() -> None:
    rules = UrlRules(frozenset({"a.gov.cn", "*.b.gov.cn"}))
    assert [rules.allows_host(host) for host in ("a.gov.cn", "x.b.gov.cn", "y.x.b.gov.cn")] == [True, True, True]
    denied = ("b.gov.cn", "xa.gov.cn", "x.a.gov.cn", "a.gov.cn.evil.test", "xb.gov.cn", "evilb.gov.cn")
    assert not any(rules.allows_host(host) for host in denied)


@given(st.text(max_size=60))
def test_no_link_however_odd_breaks_or_escapes_the_rules(href: str) -> None:
    url = joined("https://portal.test/list/index.html", href)
    if url is not None:
        parsed = parse(url)
        assert parsed.scheme in ("http", "https")
        assert not parsed.userinfo
        assert joined(url, url) == url


def test_one_page_has_one_spelling() -> None:
    base = "https://Portal.test/list/index.html"
    spellings = [
        "../a.html",
        "/a.html#top",
        " https://PORTAL.test:443/a.html",
        "/a.html;jsessionid=0A1B",
        "/li\nst/../a.html",
    ]
    assert {joined(base, href) for href in spellings} == {"https://portal.test/a.html"}
