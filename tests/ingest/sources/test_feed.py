"""Guides over paged JSON: every shape of paging, and every way in which a listing can lie or break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.problems import RejectedFile
from ingest.sources.mirror import MirrorBusy
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, Reply, Seen, versioned
from tests.ingest.sources.sources import Office, guides, json_reply, office, pages_of

Feed = dict[str, Any]


@pytest.fixture
def feed(server: FaultyServer) -> Feed:
    """The settings of a numbered feed."""
    return {
        "kind": "feed",
        "name": "portal",
        "url": f"{server.url}/guides",
        "items": "data",
        "id": "code",
        "paging": {"style": "page"},
    }


@pytest.fixture
def portal(tmp_path: Path, clock: FakeClock, feed: Feed) -> Office:
    """An office that reads the numbered feed."""
    return office(tmp_path, clock, **feed)


def names(portal: Office) -> list[str]:
    return [file.name for file in portal.offering().files]


def expected(count: int) -> list[str]:
    return [f"portal/guides/GA-{number:03}.json" for number in range(1, count + 1)]


def test_numbered_pages_are_read_to_the_empty_one(server: FaultyServer, portal: Office) -> None:
    server.routes |= pages_of(guides(5), 2)
    report = portal.refresh()
    assert (report.outcome, report.counts["offered"]) == ("complete", 5)
    assert names(portal) == expected(5)
    assert json.loads(portal.contents()["portal/guides/GA-002.json"]) == guides(5)[1]
    assert server.paths == ["/guides?page=1", "/guides?page=2", "/guides?page=3", "/guides?page=4"]
    offering = portal.offering()
    assert {file.kind for file in offering.files} == {"guide_document"}
    assert offering.files[0].url == f"{server.url}/guides?page=1"
    assert (offering.problems, offering.held) == ((), frozenset())


def test_a_total_spares_the_empty_page(server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed) -> None:
    server.routes |= pages_of(guides(4), 2, total="4")
    assert office(tmp_path, clock, **feed, total="total").refresh().outcome == "complete"
    assert server.paths == ["/guides?page=1", "/guides?page=2"]


def offset_route(seen: Seen) -> Reply:
    start = int(seen.path.partition("offset=")[2].partition("&")[0])
    return json_reply(guides(5)[start : start + 2])


@pytest.mark.parametrize(
    ("settings", "routes"),
    [
        (
            {"paging": {"style": "next", "field": "links.next"}},
            {
                "/guides": json_reply({"data": guides(2), "links": {"next": "/more?p=2"}}),
                "/more?p=2": json_reply({"data": guides(5)[2:], "links": {"next": None}}),
            },
        ),
        (
            {"paging": {"style": "link"}, "items": ""},
            {
                "/guides": Reply(json.dumps(guides(2)).encode(), headers={"Link": '</more>; rel="next"'}),
                "/more": json_reply(guides(5)[2:]),
            },
        ),
        (
            {"paging": {"style": "cursor", "field": "meta.cursor"}},
            {
                "/guides": json_reply({"data": guides(3), "meta": {"cursor": "x/1"}}),
                "/guides?cursor=x%2F1": json_reply({"data": guides(5)[3:], "meta": {"cursor": ""}}),
            },
        ),
        ({"paging": {"style": "offset", "size": 2}, "items": ""}, {"/guides": offset_route}),
        ({"paging": {"style": "single"}, "items": ""}, {"/guides": json_reply(guides(5), "gb18030")}),
    ],
    ids=["next in the body", "Link header", "cursor", "offset", "single page in GBK"],
)
def test_other_shapes_of_paging_give_the_same(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed, settings: Feed, routes: dict[str, Any]
) -> None:
    server.routes |= routes
    portal = office(tmp_path, clock, **(feed | settings))
    assert portal.refresh().outcome == "complete"
    assert names(portal) == expected(5)
    assert json.loads(portal.contents()["portal/guides/GA-005.json"]) == guides(5)[4]


def test_unchanged_pages_are_not_sent_again_and_a_changed_item_is_seen(server: FaultyServer, portal: Office) -> None:
    def serve(version: str, *records: dict[str, Any]) -> None:
        body = json.dumps({"data": records}).encode()
        server.routes["/guides?page=1"] = versioned(body, f'"{version}"', "application/json")
        server.routes["/guides?page=2"] = json_reply({"data": []})

    serve("1", *guides(2))
    portal.refresh()
    stamps = {file.name: file.stamp for file in portal.offering().files}
    portal.clock.pass_by(days=1)
    report = portal.refresh()
    assert (report.counts["unchanged"], report.counts.get("fetched", 0)) == (2, 0)
    assert {file.name: file.stamp for file in portal.offering().files} == stamps
    serve("2", guides(2)[0], guides(2, 收费="40元")[1])
    portal.clock.pass_by(days=1)
    portal.refresh()
    changed = {file.name for file in portal.offering().files if file.stamp != stamps[file.name]}
    assert changed == {"portal/guides/GA-002.json"}


def test_an_item_that_is_listed_no_more_is_withdrawn(server: FaultyServer, portal: Office) -> None:
    server.routes |= pages_of(guides(5), 10)
    portal.refresh()
    server.routes |= pages_of(guides(4), 10)
    portal.clock.pass_by(days=1)
    assert portal.refresh().counts["withdrawn"] == 1
    assert names(portal) == expected(4)


def test_a_feed_that_shrinks_to_zero_withdraws_nothing_unless_told_to(server: FaultyServer, portal: Office) -> None:
    server.routes |= pages_of(guides(5), 10)
    portal.refresh()
    server.routes |= pages_of([], 10)
    portal.clock.pass_by(days=1)
    report = portal.refresh()
    assert [problem.reason for problem in report.problems] == [
        "接口这次少了 5 条中的 5 条，超过一半，先不撤下；确实要撤下请用 fetch --allow-shrink"
    ]
    assert names(portal) == expected(5)
    portal.clock.pass_by(days=1)
    assert portal.refresh(allow_shrink=True).counts["withdrawn"] == 5
    assert names(portal) == []


def test_a_first_listing_without_records_is_a_failure_and_is_asked_again(server: FaultyServer, portal: Office) -> None:
    server.routes |= pages_of([], 10)
    assert portal.refresh().message == "接口里一条记录也没有"
    assert portal.offering().held == {"portal"}
    server.routes |= pages_of(guides(1), 10)
    assert portal.refresh().outcome == "complete"


def test_a_failure_in_the_middle_withdraws_nothing_and_the_next_run_goes_on_from_there(
    server: FaultyServer, portal: Office
) -> None:
    server.routes |= pages_of(guides(6), 2)
    portal.refresh()
    server.routes |= pages_of(guides(5, 收费="免费"), 2) | {"/guides?page=3": Reply(status=500)}
    portal.clock.pass_by(days=1)
    report = portal.refresh()
    assert report.outcome == "failed"
    assert report.message.startswith("第 3 页：网站暂时出错或太忙（500）")
    assert names(portal) == expected(6)
    (problem,) = portal.offering().problems
    assert problem.file == "portal"
    assert "沿用 1 天前抓取的内容" in problem.reason
    server.routes |= pages_of(guides(5, 收费="免费"), 2)
    before = len(server.paths)
    assert portal.refresh().outcome == "complete"
    assert server.paths[before:] == ["/guides?page=3", "/guides?page=4"]
    assert names(portal) == expected(5)


def test_what_was_begun_long_ago_begins_anew(server: FaultyServer, portal: Office) -> None:
    server.routes |= pages_of(guides(4), 2) | {"/guides?page=2": Reply(status=500)}
    portal.refresh()
    server.routes |= pages_of(guides(4), 2)
    portal.clock.pass_by(hours=7)
    before = len(server.paths)
    portal.refresh()
    assert server.paths[before] == "/guides?page=1"


def test_a_login_page_in_place_of_data_is_not_kept(server: FaultyServer, portal: Office) -> None:
    login = Reply(b"<html>please sign in</html>", headers={"Content-Type": "text/html"})
    server.routes |= pages_of(guides(2), 2) | {"/guides?page=2": login}
    assert "返回的是网页，不是数据" in portal.refresh().message
    server.routes |= pages_of(guides(2), 2)
    assert portal.refresh().outcome == "complete"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"data": [', "不是正确的 JSON"),
        (b'{"records": []}', "找不到记录列表"),
        (b'{"data": 5}', "找不到记录列表"),
        (b'{"data": ' + b"[" * 100_000, "不是正确的 JSON|套得太深"),
        (b'{"data": [' + b"[" * 200 + b"]" * 200 + b"]}", "套得太深"),
        (b'{"data": [' + b"9" * 5000 + b"]}", "不是正确的 JSON"),
        (b"\xff\xfe\xff", "编码认不出来|不是正确"),
    ],
)
def test_what_is_no_page_of_the_feed_is_told(server: FaultyServer, portal: Office, body: bytes, told: str) -> None:
    import re

    server.routes["/guides?page=1"] = Reply(body)
    report = portal.refresh()
    assert report.outcome == "failed"
    assert re.search(told, report.message)


def test_paging_that_goes_in_a_circle_is_told_and_not_resumed(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed
) -> None:
    server.routes["/guides"] = json_reply({"data": guides(2), "next": "/guides?again"})
    server.routes["/guides?again"] = json_reply({"data": guides(4)[2:], "next": "/guides"})
    portal = office(tmp_path, clock, **(feed | {"paging": {"style": "next"}}))
    assert "下一页又回到了前面的网址" in portal.refresh().message
    server.routes["/guides?again"] = json_reply({"data": guides(4)[2:], "next": ""})
    assert portal.refresh().outcome == "complete"


def test_a_server_that_ignores_the_page_number_is_noticed(server: FaultyServer, portal: Office) -> None:
    server.routes["/guides"] = json_reply({"data": guides(2)})
    assert "分页在打转" in portal.refresh().message
    assert len(server.paths) == 2


def test_pages_without_end_end(server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed) -> None:
    def route(seen: Seen) -> Reply:
        return json_reply({"data": [{"code": seen.path}]})

    server.routes["/guides"] = route
    assert "超过了 3 页" in office(tmp_path, clock, **feed, max_pages=3).refresh().message


def test_a_next_page_elsewhere_is_refused(server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed) -> None:
    server.routes["/guides"] = json_reply({"data": guides(1), "next": "http://169.254.169.254/latest"})
    portal = office(tmp_path, clock, **(feed | {"paging": {"style": "next"}}))
    assert "不在允许访问的网站名单" in portal.refresh().message


@pytest.mark.parametrize(
    ("records", "total", "told"),
    [
        (guides(3), 4, "接口说共有 4 条，实际给了 3 条；这次不撤下任何事项"),
        ([*guides(3), {"事项名称": "没有编号"}], 4, "有 1 条记录没有编号（code），没有采用；这次不撤下任何事项"),
    ],
)
def test_a_listing_that_does_not_add_up_updates_but_withdraws_nothing(
    server: FaultyServer,
    tmp_path: Path,
    clock: FakeClock,
    feed: Feed,
    records: list[dict[str, Any]],
    total: int,
    told: str,
) -> None:
    portal = office(tmp_path, clock, **feed, total="total")
    server.routes |= pages_of(guides(5), 10, total=5)
    portal.refresh()
    server.routes |= pages_of([record | {"收费": "免费"} for record in records], 10, total=total)
    clock.pass_by(days=1)
    report = portal.refresh()
    assert (report.outcome, [problem.reason for problem in report.problems]) == ("partial", [told])
    assert names(portal) == expected(5)
    assert "免费" in portal.contents()["portal/guides/GA-001.json"].decode()


def test_a_record_that_contradicts_itself_is_a_rejection_of_that_record_alone(
    server: FaultyServer, portal: Office
) -> None:
    body = b'{"data": [{"code": "GA-001", "fee": 1, "fee": 2}, {"code": "GA-002"}, {"code": "GA-003"}]}'
    again = b'{"data": [{"code": "GA-003", "fee": 9}, {"code": "GA-004"}]}'
    server.routes |= {
        "/guides?page=1": Reply(body),
        "/guides?page=2": Reply(again),
        "/guides?page=3": json_reply({"data": []}),
    }
    portal.refresh()
    fates = {}
    for file in portal.offering().files:
        try:
            fates[file.name] = file.read().decode()[:1]
        except RejectedFile as error:
            assert error.problem.file == file.name
            fates[file.name] = error.problem.reason
    assert fates == {
        "portal/guides/GA-001.json": "同一处有个字段写了两遍，不知道以哪个为准",
        "portal/guides/GA-002.json": "{",
        "portal/guides/GA-003.json": "同一次列表里给了两份不同的内容，不知道以哪份为准",
        "portal/guides/GA-004.json": "{",
    }


def test_ids_cannot_leave_their_folder_or_collide(server: FaultyServer, portal: Office) -> None:
    ids = ["../../etc/passwd", "a/b", "a b", "a_b", "A-1", "a\u202eb", "x" * 150, "公安/户政 1", ".hidden", "\ud800"]
    server.routes["/guides?page=2"] = json_reply({"data": []})
    server.routes["/guides?page=1"] = Reply(json.dumps({"data": [{"code": name} for name in ids]}).encode())
    portal.refresh()
    found = names(portal)
    assert len(set(found)) == len(found) == 8  # the one that reads backwards and the half character have no usable id
    assert all(name.startswith("portal/guides/") and "/." not in name and name.isprintable() for name in found)
    assert all(len(file.read()) > 0 for file in portal.offering().files)


def test_only_changes_are_asked_for_between_two_whole_listings(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed
) -> None:
    since = {"parameter": "since", "form": "iso", "full_every_hours": 24}
    portal = office(tmp_path, clock, **feed, since=since, deleted="deleted")
    server.routes |= pages_of(guides(5), 10)
    portal.refresh()

    def changes(seen: Seen) -> Reply:
        first = [{"code": "GA-002", "deleted": True}, {"code": "GA-006", "事项名称": "新事项"}]
        return json_reply({"data": first if "page=1" in seen.path else []})

    server.routes["/guides"] = changes
    clock.pass_by(hours=1)
    before = len(server.paths)
    assert portal.refresh().counts["withdrawn"] == 1
    assert server.paths[before] == "/guides?since=2026-11-23T07%3A55%3A00Z&page=1"
    assert names(portal) == [name for name in expected(6) if "GA-002" not in name]
    clock.pass_by(hours=24)
    before = len(server.paths)
    portal.refresh()
    assert server.paths[before] == "/guides?page=1"
    assert names(portal) == expected(5)


def test_a_secret_comes_from_the_environment_and_is_in_no_file(
    server: FaultyServer, tmp_path: Path, clock: FakeClock, feed: Feed
) -> None:
    token = {"variable": "QUANQUAN_SOURCE_PORTAL"}
    server.routes |= pages_of(guides(1), 10)
    settings = feed | {"token": token, "private_hosts": ["127.0.0.1"]}
    assert "QUANQUAN_SOURCE_PORTAL 没有设置" in office(tmp_path, clock, **settings).refresh().message
    assert server.seen == []
    portal = office(tmp_path, clock, {"QUANQUAN_SOURCE_PORTAL": "hush-hush"}, **settings)
    assert portal.refresh().outcome == "complete"
    assert server.seen[-1].headers["authorization"] == "Bearer hush-hush"
    assert not any(b"hush" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_two_fetches_of_one_source_do_not_meet(server: FaultyServer, portal: Office) -> None:
    from ingest.sources.feed import FeedSource

    (source,) = portal.sources.sources
    assert isinstance(source, FeedSource)
    with source.mirror.lock():
        assert portal.refresh().message == "另一个程序正在抓取这个来源，请等它结束后再试"
        with pytest.raises(MirrorBusy), source.mirror.lock():
            raise AssertionError("two held the lock")


def test_damaged_content_is_a_rejection_and_is_mended_by_the_next_fetch(
    server: FaultyServer, portal: Office, tmp_path: Path
) -> None:
    body = json.dumps({"data": guides(2)}).encode()
    server.routes["/guides?page=1"] = versioned(
        body, '"1"', "application/json"
    )  # would say 304 if asked whether it changed
    server.routes["/guides?page=2"] = json_reply({"data": []})
    portal.refresh()
    for path in tmp_path.rglob("objects/*/*"):
        path.write_bytes(b"rot")
    with pytest.raises(RejectedFile, match="已损坏"):
        portal.contents()
    portal.clock.pass_by(days=1)
    assert portal.refresh().outcome == "complete"
    assert len(portal.contents()) == 2


def test_a_damaged_list_of_items_holds_everything_back(server: FaultyServer, portal: Office, tmp_path: Path) -> None:
    server.routes |= pages_of(guides(2), 10)
    portal.refresh()
    next(tmp_path.rglob("items.json")).write_text("{")
    assert portal.offering().held == {"portal"}
    portal.clock.pass_by(days=1)
    portal.refresh()
    assert portal.offering().held == frozenset()


def test_a_feed_in_our_own_format_is_told_apart(server: FaultyServer, portal: Office) -> None:
    ours = dict.fromkeys(("id", "code", "name", "department", "conditions", "materials", "legal_basis"), "GA-001")
    server.routes |= pages_of([ours], 10)
    portal.refresh()
    assert [file.kind for file in portal.offering().files] == ["guide"]
