"""A policy-library site: what its lists and sitemaps name, and what becomes of it from run to run."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ingest.documents.html_charset import decode_page
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, Reply, Seen, gzip_bomb, page, versioned
from tests.ingest.sources.sources import Office, office

Site = dict[str, Any]
DOWN = Reply(status=500)


def links(*hrefs: str, following: str = "") -> Reply:
    """A list page."""
    items = "".join(f'<li><a href="{href}">关于印发第 {number} 号办法的通知</a>' for number, href in enumerate(hrefs))
    more = f'<a href="{following}">下一页 &gt;</a>' if following else ""
    return page(f"<ul>{items}</ul><a href='/about.html'>关于我们</a>{more}")


def sitemap(*urls: str, modified: str = "") -> Reply:
    """A sitemap."""
    day = f"<lastmod>{modified}</lastmod>" if modified else ""
    entries = "".join(f"<url><loc>{url}</loc>{day}</url>" for url in urls)
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Reply(body.encode(), headers={"Content-Type": "application/xml"})


@pytest.fixture
def site(server: FaultyServer) -> Site:
    """The settings of a library with one list."""
    return {
        "kind": "site",
        "name": "library",
        "lists": [{"url": f"{server.url}/list/index.html", "links": r"/doc/\d+\.html$"}],
    }


@pytest.fixture
def mapped(server: FaultyServer) -> Site:
    """The settings of a library with a sitemap."""
    return {"kind": "site", "name": "library", "sitemaps": [f"{server.url}/sitemap.xml"], "include": [r"/doc/"]}


@pytest.fixture
def library(tmp_path: Path, clock: FakeClock, site: Site) -> Office:
    """An office that reads the library with a list."""
    return office(tmp_path, clock, **site)


def documents(server: FaultyServer, numbers: Iterable[int]) -> None:
    server.routes |= {
        f"/doc/{number}.html": versioned(f"<h1>{number}</h1>".encode(), f'"{number}"') for number in numbers
    }


def names(library: Office) -> list[str]:
    return [file.name.removeprefix("library/policies/") for file in library.offering().files]


def asked(server: FaultyServer, before: int = 0) -> list[str]:
    return [path for path in server.paths[before:] if path.startswith("/doc/")]


def test_list_pages_lead_to_documents_and_to_their_attachments(server: FaultyServer, library: Office) -> None:
    documents(server, (1, 2, 3))
    server.routes |= {
        "/list/index.html": links("../doc/1.html", "../doc/2.html", following="index_2.html"),
        "/list/index_2.html": links("../doc/2.html", "/doc/3.html", "http://elsewhere.test/doc/4.html"),
        "/doc/3.html": page(
            '<a href="/files/附件1.docx">附件</a><a href="/files/photo.jpg">图</a><a href="/doc/9.html">'
        ),
        "/files/%E9%99%84%E4%BB%B61.docx": Reply(b"PK", headers={"Content-Type": "application/msword"}),
    }
    report = library.refresh()
    assert (report.outcome, report.problems) == ("complete", ())
    assert names(library) == ["doc/1.html", "doc/2.html", "doc/3.html", "files/附件1.docx"]
    offering = library.offering()
    assert {file.kind for file in offering.files} == {"policy_document"}
    assert offering.files[0].url == f"{server.url}/doc/1.html"
    assert (offering.problems, offering.held) == ((), frozenset())
    assert "/about.html" not in server.paths


def test_lists_that_number_their_pages_by_script_are_read_to_their_end(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, site: Site
) -> None:
    site["lists"][0]["page_url"] = f"{server.url}/list/index_{{page}}.html"
    documents(server, range(1, 6))
    server.routes |= {
        "/list/index.html": links("../doc/1.html", "../doc/2.html"),
        "/list/index_1.html": links("../doc/3.html", "../doc/4.html"),
        "/list/index_2.html": links("../doc/5.html"),
    }
    library = office(tmp_path, clock, **site)
    report = library.refresh()
    assert (report.outcome, report.problems) == ("complete", ())
    assert len(names(library)) == 5
    assert "/list/index_3.html" in server.paths  # and its 404 is the end, not a fault


def test_a_next_page_that_is_the_page_itself_ends_the_list(server: FaultyServer, library: Office) -> None:
    documents(server, (1,))
    server.routes["/list/index.html"] = links("../doc/1.html", following="index.html#")
    assert library.refresh().outcome == "complete"
    assert server.paths.count("/list/index.html") == 1


def test_sitemaps_are_read_packed_nested_and_as_text(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, mapped: Site
) -> None:
    documents(server, (1, 2, 3))
    index = "".join(
        f"<sitemap><loc>{server.url}/{name}</loc></sitemap>" for name in ("a.xml.gz", "b.txt", "sitemap.xml")
    )
    server.routes |= {
        "/sitemap.xml": Reply(f"<sitemapindex>{index}</sitemapindex>".encode()),
        "/a.xml.gz": Reply(gzip.compress(sitemap(f"{server.url}/doc/1.html", f"{server.url}/news/1.html").body)),
        "/b.txt": Reply(f"{server.url}/doc/2.html\n{server.url}/doc/3.html\nhttp://10.0.0.1/doc/4.html\n".encode()),
    }
    library = office(tmp_path, clock, **mapped)
    assert library.refresh().outcome == "complete"
    assert names(library) == ["doc/1.html", "doc/2.html", "doc/3.html"]


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><urlset><url><loc>&c;</loc></url></urlset>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (ENTITIES, "有实体或 DTD 声明，可能是攻击"),
        (OUTSIDE, "有实体或 DTD 声明，可能是攻击"),
        (b"<urlset><url><loc>", "不是正确的 XML"),
        (gzip_bomb(60 << 20), "超过 50 MB"),
        (gzip.compress(b"<urlset/>")[:-3], "没有传完就断了"),
        (b"hello", "没有网址"),
        (b"<a>" + b"<b/>" * 1_100_000, "不像站点地图"),
    ],
    ids=["billion laughs", "outside entity", "torn", "bomb", "torn gzip", "no addresses", "millions of elements"],
)
def test_a_hostile_sitemap_is_one_line_and_withdraws_nothing(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, mapped: Site, body: bytes, told: str
) -> None:
    documents(server, (1,))
    server.routes["/sitemap.xml"] = sitemap(f"{server.url}/doc/1.html")
    library = office(tmp_path, clock, **mapped)
    library.refresh()
    server.routes["/sitemap.xml"] = Reply(body)
    clock.pass_by(days=1)
    report = library.refresh()
    problems = " ".join((report.message, *(problem.reason for problem in report.problems)))
    assert told in problems
    assert report.outcome != "complete"
    assert names(library) == ["doc/1.html"]


def test_what_the_sitemap_calls_unchanged_is_not_asked_for_but_for_a_week(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, mapped: Site
) -> None:
    documents(server, (1, 2))
    server.routes["/sitemap.xml"] = sitemap(*(f"{server.url}/doc/{n}.html" for n in (1, 2)), modified="2026-11-01")
    library = office(tmp_path, clock, **mapped)
    library.refresh()
    for days, expected in ((1, []), (7, ["/doc/1.html", "/doc/2.html"])):
        clock.pass_by(days=days)
        before = len(server.paths)
        library.refresh()
        assert asked(server, before) == expected
    server.routes["/sitemap.xml"] = sitemap(*(f"{server.url}/doc/{n}.html" for n in (1, 2)), modified="2026-12-01")
    before = len(server.paths)
    clock.pass_by(days=1)
    assert library.refresh().counts["unchanged"] >= 2  # asked, and answered 304
    assert len(asked(server, before)) == 2


def test_a_page_that_is_gone_is_withdrawn_when_a_second_run_confirms_it(
    server: FaultyServer, library: Office, clock: FakeClock
) -> None:
    documents(server, (1, 2, 3))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html", "../doc/3.html")
    library.refresh()
    del server.routes["/doc/2.html"]
    clock.pass_by(days=1)
    report = library.refresh()
    assert [problem.file for problem in report.problems] == ["library/policies/doc/2.html"]
    assert "先保留" in report.problems[0].reason
    assert names(library) == ["doc/1.html", "doc/2.html", "doc/3.html"]
    clock.pass_by(days=1)
    assert library.refresh().counts["withdrawn"] == 1
    assert names(library) == ["doc/1.html", "doc/3.html"]
    documents(server, (2,))
    clock.pass_by(days=1)
    library.refresh()
    assert names(library) == ["doc/1.html", "doc/2.html", "doc/3.html"]


def test_a_page_that_comes_back_was_never_withdrawn(server: FaultyServer, library: Office, clock: FakeClock) -> None:
    documents(server, (1, 2, 3))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html", "../doc/3.html")
    gone = server.routes["/doc/2.html"]
    for route in (gone, Reply(status=404), gone, Reply(status=404)):
        server.routes["/doc/2.html"] = route
        clock.pass_by(days=1)
        assert library.refresh().counts["withdrawn"] == 0
    assert len(names(library)) == 3


def test_a_page_that_is_gone_and_listed_no_more_is_withdrawn_at_once(
    server: FaultyServer, library: Office, clock: FakeClock
) -> None:
    documents(server, (1, 2, 3))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html", "../doc/3.html")
    library.refresh()
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html")
    del server.routes["/doc/3.html"]
    clock.pass_by(days=1)
    library.refresh()
    assert names(library) == ["doc/1.html", "doc/2.html"]


def test_a_page_that_is_listed_no_more_stays_while_it_is_there(
    server: FaultyServer, library: Office, clock: FakeClock
) -> None:
    documents(server, (1, 2))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html")
    library.refresh()
    server.routes["/list/index.html"] = links("../doc/2.html")
    clock.pass_by(days=1)
    assert library.refresh().outcome == "complete"
    assert names(library) == ["doc/1.html", "doc/2.html"]


def test_a_page_that_leads_to_the_front_page_is_gone(server: FaultyServer, library: Office, clock: FakeClock) -> None:
    documents(server, (1, 2, 3))
    server.routes |= {"/list/index.html": links("../doc/1.html", "../doc/2.html", "../doc/3.html"), "/": page("首页")}
    library.refresh()
    server.routes["/doc/1.html"] = Reply(status=302, headers={"Location": "/"})
    for _ in range(2):
        clock.pass_by(days=1)
        library.refresh()
    assert names(library) == ["doc/2.html", "doc/3.html"]


def test_a_site_that_loses_more_than_half_withdraws_nothing_unless_told_to(
    server: FaultyServer, library: Office, clock: FakeClock
) -> None:
    documents(server, range(1, 5))
    server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, 5)))
    library.refresh()
    for number in (1, 2, 3):
        del server.routes[f"/doc/{number}.html"]
    for _ in range(3):
        clock.pass_by(days=1)
        report = library.refresh()
    assert "4 个文件中有 3 个不见了" in report.problems[-1].reason
    assert len(names(library)) == 4
    clock.pass_by(days=1)
    library.refresh(allow_shrink=True)
    assert names(library) == ["doc/4.html"]


def test_a_site_that_is_down_withdraws_nothing_and_says_how_old_the_mirror_is(
    server: FaultyServer, library: Office, clock: FakeClock
) -> None:
    documents(server, (1, 2))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html")
    library.refresh()
    server.routes = {"/robots.txt": DOWN}
    clock.pass_by(days=3)
    assert library.refresh().outcome == "failed"
    assert names(library) == ["doc/1.html", "doc/2.html"]
    (problem,) = library.offering().problems
    assert "这个来源没有抓到" in problem.reason
    assert "沿用 3 天前抓取的内容" in problem.reason


def test_a_site_never_fetched_whole_holds_back_what_is_published(server: FaultyServer, library: Office) -> None:
    assert library.offering().held == {"library"}
    assert "还没有抓取过" in library.offering().problems[0].reason
    documents(server, (1,))
    server.routes |= {"/list/index.html": links("../doc/1.html", following="more.html"), "/list/more.html": DOWN}
    assert library.refresh().outcome == "partial"
    assert names(library) == ["doc/1.html"]
    assert library.offering().held == {"library"}


def test_one_bad_page_is_one_line_and_stops_no_other(server: FaultyServer, library: Office) -> None:
    documents(server, (1, 4))
    server.routes |= {
        "/list/index.html": links(*(f"../doc/{number}.html" for number in range(1, 5))),
        "/doc/2.html": DOWN,
        "/doc/3.html": Reply(b"GIF", headers={"Content-Type": "video/mp4"}),
    }
    report = library.refresh()
    assert report.outcome == "complete"
    assert [(problem.file, problem.reason.partition("（")[0]) for problem in report.problems] == [
        ("library/policies/doc/2.html", "网站暂时出错或太忙"),
        ("library/policies/doc/3.html", "不是网页或文件，而是 video/mp4"),
    ]
    assert names(library) == ["doc/1.html", "doc/4.html"]


def test_what_robots_txt_forbids_is_one_line_however_many_pages_it_is(server: FaultyServer, library: Office) -> None:
    server.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /doc/"),
        "/list/index.html": links(*(f"../doc/{number}.html" for number in range(30))),
    }
    report = library.refresh()
    (problem,) = report.problems
    assert problem.reason.startswith("有 30 个网址：127.0.0.1 的 robots.txt 不允许抓取这个网址（如 ")
    assert asked(server) == []


def test_a_crawl_that_was_killed_goes_on_where_it_was(
    server: FaultyServer, library: Office, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(server, range(1, 7))
    server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, 7)))

    class Killed(BaseException):
        pass

    def die(seen: Seen) -> Reply:
        clock.sleep = lambda seconds: (_ for _ in ()).throw(Killed())  # type: ignore[method-assign]
        return DOWN

    server.routes["/doc/4.html"] = die
    with pytest.raises(Killed):
        library.refresh()
    del clock.sleep
    documents(server, (4,))
    before = len(server.paths)
    assert library.refresh().outcome == "complete"
    assert server.paths[before:] == ["/doc/4.html", "/doc/5.html", "/doc/6.html"]
    assert len(names(library)) == 6


def test_a_large_site_is_fetched_over_several_runs(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, site: Site
) -> None:
    documents(server, range(1, 8))
    server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, 8)))
    library = office(tmp_path, clock, **site, limit=3)
    for expected, outcome in ((3, "partial"), (6, "partial"), (7, "complete")):
        report = library.refresh()
        assert (len(names(library)), report.outcome) == (expected, outcome)
        assert library.offering().held == (frozenset() if outcome == "complete" else {"library"})
        clock.pass_by(hours=1)
    assert sorted(asked(server)) == sorted(f"/doc/{number}.html" for number in range(1, 8))


def test_runs_on_different_days_begin_with_what_was_never_had(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, site: Site
) -> None:
    documents(server, range(1, 6))
    server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, 6)))
    library = office(tmp_path, clock, **site, limit=3)
    library.refresh()
    clock.pass_by(days=1)
    library.refresh()
    assert len(names(library)) == 5


def test_the_pages_of_a_host_that_dies_are_one_line(server: FaultyServer, library: Office) -> None:
    server.routes |= {f"/doc/{number}.html": DOWN for number in range(1, 21)}
    server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, 21)))
    report = library.refresh()
    assert report.outcome == "partial"
    assert len(report.problems) == 6  # five pages, and the host
    assert len(set(asked(server))) == 5


def test_depth_and_patterns_decide_what_is_followed(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, mapped: Site
) -> None:
    server.routes |= {
        "/sitemap.xml": sitemap(f"{server.url}/doc/1.html", f"{server.url}/doc/old/1.html"),
        "/doc/1.html": page('<a href="2.html">二</a><a href="/news/1.html">新闻</a><a href="http://evil.test/doc/1">'),
        "/doc/2.html": page('<a href="3.html">三</a>'),
        "/doc/3.html": page("三"),
    }
    library = office(tmp_path, clock, **mapped, depth=1, exclude=["/old/"])
    library.refresh()
    assert names(library) == ["doc/1.html", "doc/2.html"]
    assert names(library.reopened(**mapped, exclude=["/doc/2"])) == ["doc/1.html"]


def test_a_page_in_gbk_that_claims_utf8_is_found_and_read(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, site: Site
) -> None:
    site["lists"][0] |= {"links": "/doc/", "next": None}
    text = "<html><a href='/doc/1.html'>关于印发惠企政策的通知</a><a href='/list/2.html'>下一页</a></html>"
    wrong = {"Content-Type": "text/html; charset=UTF-8"}
    server.routes |= {
        "/list/index.html": Reply(text.encode("gbk"), headers=wrong),
        "/list/2.html": Reply("<a href='/doc/2.html'>第二条</a>".encode("gbk"), headers=wrong),
        "/doc/1.html": Reply("<p>第一条　奖励十万元。</p>".encode("gbk"), headers=wrong),
        "/doc/2.html": Reply("<p>二</p>".encode("gbk"), headers=wrong),
    }
    library = office(tmp_path, clock, **site)
    library.refresh()
    first, second = library.offering().files
    assert first.charset == second.charset == "utf-8"  # as the server says, right or wrong
    assert decode_page(first.name, first.read(), first.charset)[0] == "<p>第一条　奖励十万元。</p>"


def test_two_addresses_never_get_one_name(server: FaultyServer, tmp_path: Path, clock: FakeClock, mapped: Site) -> None:
    paths = [
        "/doc/a.html",
        "/doc/a.HTML",
        "/doc/a",
        "/doc/a/",
        "/doc/a.html?p=1",
        "/doc/a.html?p=2",
        "/doc/%2e%2e/b",
        "/doc/a%00",
    ]
    server.routes |= {path: page(path) for path in paths}
    server.routes |= {"/sitemap.xml": sitemap(*(f"{server.url}{path}" for path in paths))}
    library = office(tmp_path, clock, **mapped)
    library.refresh()
    found = names(library)
    assert len(set(found)) == len(found) >= 7
    assert all(name.isprintable() and "/." not in name and not name.startswith((".", "/")) for name in found)


def test_a_damaged_entry_holds_the_source_back_and_is_mended(
    server: FaultyServer, library: Office, clock: FakeClock, tmp_path: Path, site: Site
) -> None:
    documents(server, (1, 2))
    server.routes["/list/index.html"] = links("../doc/1.html", "../doc/2.html")
    library.refresh()
    library = library.reopened(**site)  # a process of later
    next(tmp_path.rglob("pages/*.json")).write_text("{")
    offering = library.offering()
    assert offering.files == ()
    assert offering.held == {"library"}
    assert "损坏" in offering.problems[0].reason
    server.routes["/list/index.html"], lists = DOWN, server.routes["/list/index.html"]
    assert library.refresh().outcome == "failed"
    assert library.offering().held == {"library"}  # what the damaged entry told of is not withdrawn
    server.routes["/list/index.html"] = lists
    clock.pass_by(days=1)
    library.refresh()
    assert names(library) == ["doc/1.html", "doc/2.html"]
    assert library.offering().held == frozenset()


def test_a_mirror_that_another_process_changes_is_read_again(
    server: FaultyServer, library: Office, clock: FakeClock, site: Site
) -> None:
    documents(server, (1, 2, 3))
    server.routes["/list/index.html"] = links("../doc/1.html")
    watching = library.reopened(**site)
    for count in (1, 2, 3):
        server.routes["/list/index.html"] = links(*(f"../doc/{number}.html" for number in range(1, count + 1)))
        clock.pass_by(days=1)
        library.refresh()
        assert len(names(watching)) == len(names(watching)) == count


def test_old_content_is_thrown_away(server: FaultyServer, library: Office, clock: FakeClock, tmp_path: Path) -> None:
    server.routes["/list/index.html"] = links("../doc/1.html")
    for version in range(4):
        server.routes["/doc/1.html"] = page(f"version {version}")
        library.refresh()
        clock.pass_by(days=2000)
    assert len(list(tmp_path.rglob("objects/*/*"))) == 2  # the list and the newest version


def test_a_mirror_that_grows_old_says_so(server: FaultyServer, library: Office, clock: FakeClock) -> None:
    documents(server, (1,))
    server.routes["/list/index.html"] = links("../doc/1.html")
    library.refresh()
    clock.pass_by(days=10)
    (problem,) = library.offering().problems
    assert problem.reason == "很久没有重新抓取，沿用 10 天前抓取的内容"
    assert library.offering().held == frozenset()
