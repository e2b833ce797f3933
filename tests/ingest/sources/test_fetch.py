"""The fetcher against a real server that fails in every way servers fail."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest
from pydantic import SecretStr

from ingest.sources.addresses import AddressRules
from ingest.sources.failures import FetchFailed, Gone, HostDown, Refused
from ingest.sources.fetch import Credential
from ingest.sources.patience import Patience
from ingest.sources.urls import origin_of, parse
from tests.ingest.sources.conftest import LOCAL, FetcherMaker
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, Reply, Seen, gzip_bomb, page, versioned

DOWN = Reply(status=500)


def test_a_server_that_recovers_is_asked_again_with_growing_pauses(
    server: FaultyServer, fetcher_of: FetcherMaker, clock: FakeClock
) -> None:
    server.routes["/a"] = [DOWN, Reply(status=503), Reply(b"good")]
    assert fetcher_of(server.url, obey_robots=False).get(f"{server.url}/a").body == b"good"
    first, second = clock.slept
    assert 0.5 <= first <= 1.0 <= second <= 2.0


def test_a_server_that_stays_broken_is_told_in_one_sentence(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = DOWN
    with pytest.raises(FetchFailed, match="网站暂时出错或太忙（500）（试了 3 次）"):
        fetcher_of(server.url).get(f"{server.url}/a")
    assert server.paths == ["/a"] * 3


def test_a_host_that_fails_again_and_again_is_given_up(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes |= {f"/{number}": DOWN for number in range(4)}
    fetcher = fetcher_of(server.url, patience=Patience(tries=2, failures=3))
    for number in range(3):
        with pytest.raises(FetchFailed):
            fetcher.get(f"{server.url}/{number}")
    with pytest.raises(HostDown, match="连续 3 个网址"):
        fetcher.get(f"{server.url}/3")
    assert "/3" not in server.paths


def test_pages_that_are_not_there_do_not_make_a_host_down(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    fetcher = fetcher_of(server.url, patience=Patience(tries=1, failures=2))
    for number in range(4):
        with pytest.raises(Gone):
            fetcher.get(f"{server.url}/{number}")
    assert server.paths == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    "broken",
    [
        Reply(b"half of it", claims=1000),
        Reply(b"half of it", chunked=True),
        Reply(gzip.compress(b"whole" * 100)[:-12], headers={"Content-Encoding": "gzip"}),
        Reply(b"not packed at all", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["content-length", "chunks", "packed", "wrongly labelled"],
)
def test_a_truncated_body_is_never_taken_for_the_whole(
    server: FaultyServer, fetcher_of: FetcherMaker, broken: Reply
) -> None:
    server.routes["/a"] = [broken, Reply(b"the whole")]
    assert fetcher_of(server.url).get(f"{server.url}/a").body == b"the whole"
    server.routes["/a"] = broken
    with pytest.raises(FetchFailed):
        fetcher_of(server.url).get(f"{server.url}/a")


def test_a_body_that_drips_ends_with_the_time_allowed(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = Reply(pieces=(b"drip",) * 200, pause=0.05)
    with pytest.raises(FetchFailed, match="网站太慢"):
        fetcher_of(server.url, total=0.3, read=5.0, patience=Patience(tries=1)).get(f"{server.url}/a")


def test_a_server_that_says_nothing_ends_with_the_time_between_pieces(
    server: FaultyServer, fetcher_of: FetcherMaker
) -> None:
    server.routes["/a"] = Reply(pieces=(b"late",), pause=3.0)
    with pytest.raises(FetchFailed, match="网站太慢"):
        fetcher_of(server.url, read=0.1, patience=Patience(tries=1)).get(f"{server.url}/a")


def test_a_body_of_100_mb_is_refused_whether_it_is_announced_or_not(
    server: FaultyServer, fetcher_of: FetcherMaker
) -> None:
    huge = 100 << 20
    server.routes["/announced"] = Reply(endless=huge)
    server.routes["/chunked"] = Reply(bytes(3 << 20), chunked=True)
    fetcher = fetcher_of(server.url, largest=1 << 20)
    for path in ("/announced", "/chunked"):
        with pytest.raises(FetchFailed, match="超过 1 MB"):
            fetcher.get(f"{server.url}{path}")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_measured_as_it_unpacks(server: FaultyServer, fetcher_of: FetcherMaker, encoding: str) -> None:
    packed = gzip_bomb(50 << 20) if encoding == "gzip" else zlib.compress(bytes(50 << 20), 9)
    assert len(packed) < 1 << 20
    server.routes["/a"] = Reply(packed, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchFailed, match="超过 1 MB"):
        fetcher_of(server.url, largest=1 << 20).get(f"{server.url}/a")


def test_packed_bodies_are_unpacked(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    bare = zlib.compressobj(wbits=-15)
    forms = {
        "gzip": gzip.compress(b"one") + gzip.compress(b" two") + bytes(10),
        "deflate": zlib.compress(b"one two"),
        "Deflate": bare.compress(b"one two") + bare.flush(),
        "identity": b"one two",
    }
    for encoding, body in forms.items():
        server.routes[f"/{encoding}"] = Reply(body, headers={"Content-Encoding": encoding})
        assert fetcher_of(server.url).get(f"{server.url}/{encoding}").body == b"one two"


def test_a_packing_nobody_asked_for_is_told(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = Reply(b"?", headers={"Content-Encoding": "br"})
    with pytest.raises(FetchFailed, match="没有请求的压缩方式"):
        fetcher_of(server.url).get(f"{server.url}/a")


def test_what_is_unchanged_is_not_sent_again_and_a_change_is(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = versioned(b"first", '"1"')
    fetcher = fetcher_of(server.url)
    first = fetcher.get(f"{server.url}/a")
    assert fetcher.get(f"{server.url}/a", first.validators).unchanged
    server.routes["/a"] = versioned(b"second", '"2"')
    second = fetcher.get(f"{server.url}/a", first.validators)
    assert (second.unchanged, second.body, second.etag) == (False, b"second", '"2"')


def test_a_304_that_nobody_asked_for_is_no_answer(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = Reply(status=304)
    with pytest.raises(FetchFailed, match="不能识别的回应（304）"):
        fetcher_of(server.url).get(f"{server.url}/a")


def test_conditions_are_sent_only_to_the_url_that_gave_them(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes |= {"/old": Reply(status=301, headers={"Location": "/new"}), "/new": versioned(b"x", '"1"')}
    fetcher = fetcher_of(server.url)
    first = fetcher.get(f"{server.url}/old")
    assert fetcher.get(f"{server.url}/old", first.validators).unchanged
    asked = [seen.headers.get("if-none-match") for seen in server.seen if seen.path != "/robots.txt"]
    assert asked == [None, None, None, '"1"']


def test_retry_after_is_honoured(server: FaultyServer, fetcher_of: FetcherMaker, clock: FakeClock) -> None:
    server.routes["/a"] = [Reply(status=429, headers={"Retry-After": "77"}), Reply(b"ok")]
    assert fetcher_of(server.url).get(f"{server.url}/a").body == b"ok"
    assert clock.slept == [77.0]


def test_a_retry_after_of_a_day_ends_the_run_for_that_host(
    server: FaultyServer, fetcher_of: FetcherMaker, clock: FakeClock
) -> None:
    server.routes["/a"] = Reply(status=429, headers={"Retry-After": "Tue, 24 Nov 2026 08:00:00 GMT"})
    with pytest.raises(HostDown, match="要求 1440 分钟后再访问"):
        fetcher_of(server.url).get(f"{server.url}/a")
    assert clock.slept == []


def test_two_requests_to_a_host_are_a_pause_apart(
    server: FaultyServer, fetcher_of: FetcherMaker, clock: FakeClock
) -> None:
    server.routes["/a"] = Reply(b"x")
    fetcher = fetcher_of(server.url, delay=10.0, obey_robots=False)
    fetcher.get(f"{server.url}/a")
    fetcher.get(f"{server.url}/a")
    assert clock.slept == [pytest.approx(10.0, abs=5.0)]


def test_robots_txt_is_obeyed_and_read_once(server: FaultyServer, fetcher_of: FetcherMaker, clock: FakeClock) -> None:
    rules = b"User-agent: quanquan\nDisallow: /private\nCrawl-delay: 20\n\nUser-agent: *\nDisallow: /\n"
    server.routes |= {"/robots.txt": Reply(rules), "/open": Reply(b"x"), "/private/a": Reply(b"secret")}
    fetcher = fetcher_of(server.url)
    fetcher.get(f"{server.url}/open")
    with pytest.raises(Refused, match="robots.txt 不允许"):
        fetcher.get(f"{server.url}/private/a")
    assert [seen.path for seen in server.seen] == ["/robots.txt", "/open"]
    assert clock.slept == [pytest.approx(20.0, abs=10.0)]  # before the first page


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(
    server: FaultyServer, fetcher_of: FetcherMaker
) -> None:
    server.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private"),
        "/open": Reply(status=302, headers={"Location": "/private"}),
        "/private": Reply(b"secret"),
    }
    with pytest.raises(Refused, match="robots.txt 不允许"):
        fetcher_of(server.url).get(f"{server.url}/open")
    assert "/private" not in server.paths


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_everything(
    server: FaultyServer, fetcher_of: FetcherMaker, status: int
) -> None:
    server.routes |= {"/robots.txt": Reply(status=status), "/a": Reply(b"x")}
    assert fetcher_of(server.url).get(f"{server.url}/a").body == b"x"


@pytest.mark.parametrize("reply", [DOWN, Reply(status=429), Reply(b"User", claims=100)])
def test_a_robots_txt_that_cannot_be_read_just_now_allows_nothing(
    server: FaultyServer, fetcher_of: FetcherMaker, reply: Reply
) -> None:
    server.routes |= {"/robots.txt": reply, "/a": Reply(b"x")}
    with pytest.raises(HostDown, match="按规矩这次不抓取"):
        fetcher_of(server.url).get(f"{server.url}/a")
    assert server.paths == []


def test_redirects_in_a_circle_end(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes |= {
        "/a": Reply(status=302, headers={"Location": "/b"}),
        "/b": Reply(status=307, headers={"Location": "/a"}),
    }
    with pytest.raises(FetchFailed, match="转来转去超过 5 次"):
        fetcher_of(server.url).get(f"{server.url}/a")
    assert len(server.paths) == 6


def test_cookies_are_neither_kept_nor_sent(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = Reply(b"x", headers={"Set-Cookie": "track=1; Path=/"})
    fetcher = fetcher_of(server.url)
    fetcher.get(f"{server.url}/a")
    fetcher.get(f"{server.url}/a")
    assert len(server.paths) == 2
    assert not any("cookie" in seen.headers for seen in server.seen)


def test_we_say_who_we_are_and_how_to_reach_us(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = Reply(b"x")
    fetcher_of(server.url, contact="mailto:it@example.gov.cn").get(f"{server.url}/a")
    assert {seen.headers["user-agent"] for seen in server.seen} == {"quanquan/1.0 (+mailto:it@example.gov.cn)"}


def test_a_secret_goes_to_its_own_origin_only(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    port = server.url.rpartition(":")[2]
    server.routes |= {
        "/a": Reply(status=302, headers={"Location": f"http://other.test:{port}/b"}),
        "/b": Reply(b"x"),
    }
    credential = Credential(origin_of(parse(server.url)), "Authorization", SecretStr("Bearer hush"))
    fetcher = fetcher_of(
        server.url,
        hosts=frozenset({"other.test"}),
        credential=credential,
        addresses=AddressRules(LOCAL, resolve=lambda host, port: ("127.0.0.1",)),
    )
    fetcher.get(f"{server.url}/a")
    sent = {seen.path: seen.headers.get("authorization") for seen in server.seen if seen.path != "/robots.txt"}
    assert sent == {"/a": "Bearer hush", "/b": None}


def test_the_charset_of_the_header_is_kept_as_it_was_said(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = page("<p>办事指南</p>", "gb18030")
    answer = fetcher_of(server.url).get(f"{server.url}/a")
    assert (answer.media_type, answer.charset, answer.body.decode("gbk")) == (
        "text/html",
        "gb18030",
        "<p>办事指南</p>",
    )


@pytest.mark.parametrize("header", ["", "text/html; charset=\"'\x01", "; charset", "text/html; charset*=x''%ff", "∂/x"])
def test_a_mangled_content_type_is_as_good_as_none(fetcher_of: FetcherMaker, header: str) -> None:
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, headers=[(b"content-type", header.encode())], content=b"x")
    )
    answer = fetcher_of("https://example.test", transport=transport, obey_robots=False).get("https://example.test/")
    assert answer.body == b"x"
    assert answer.charset == ""


def test_an_unreachable_server_is_told(fetcher_of: FetcherMaker) -> None:
    with pytest.raises(FetchFailed, match="连不上网站"):
        fetcher_of("http://127.0.0.1:9", obey_robots=False).get("http://127.0.0.1:9/")


def test_what_the_server_asked_of_us_is_in_the_request(server: FaultyServer, fetcher_of: FetcherMaker) -> None:
    server.routes["/a"] = lambda seen: Reply(seen.headers["accept-encoding"].encode())
    assert fetcher_of(server.url).get(f"{server.url}/a").body == b"gzip, deflate"
    assert isinstance(server.seen[-1], Seen)
