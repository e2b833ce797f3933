"""Analysis over HTTP: figures for those who may see them, masked and coarse for analysts, nothing for everybody else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from assistant.state.accounts_models import AuditRow
from tests.assistant.claims.analysis.conftest import ADDRESS, FEW, MANY, NAME, OWN, PHONE, SHOP
from tests.assistant.claims.reports.world import OTHERS, Site

BASE = "/analysis"
TEXT = {"text": "买的糕点没有标明生产日期，要求退款"}
ROUTES = [
    ("GET", "/summary", None),
    ("GET", "/series", None),
    ("GET", "/kinds", None),
    ("GET", "/trades", None),
    ("GET", "/traders", None),
    ("GET", "/traders.csv", None),
    ("GET", f"/network?person={MANY}", None),
    ("POST", "/similar", TEXT),
]
MAY_NOT = [who for who in OTHERS if who != "analyst"]


def _get(town: Site, path: str, who: str = "market") -> Any:
    answer = town.ask(who, "GET", BASE + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _trader(town: Site, name: str) -> str:
    return str(next(one["id"] for one in _get(town, "/traders")["traders"] if one["name"] == name))


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_only_analysts_officers_of_the_market_and_administrators_see_anything(
    town: Site, method: str, path: str, body: Any
) -> None:
    assert town.ask(None, method, BASE + path, json=body).status_code == 401
    for who in MAY_NOT:
        answer = town.ask(who, method, BASE + path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed"), who
    for who in ("analyst", "market", "admin"):
        assert town.ask(who, method, BASE + path, json=body).status_code == 200, who


def test_figures_are_those_of_the_register(town: Site) -> None:
    found = _get(town, "/summary")
    assert (found["total"], found["persons"], found["linked"], found["few_under"]) == (37, 24, True, None)
    assert found["frequent"] == {"least": 10, "persons": 1, "complaints": 12}
    assert found["proposals"] == {"review": 1, "handover": 0} and found["sample"] is False
    assert sum(month["total"] for month in _get(town, "/series")["months"]) == 37
    kinds = {row["kind"]: row for row in _get(town, "/kinds")["kinds"]}
    assert kinds["report"]["total"] == 16 and kinds["complaint"]["outcomes"]["settled"] == 21
    assert _get(town, "/trades?sort=persons")["trades"][0]["name"] == "食品"
    assert _get(town, "/series?trade=鞋服&from=2026-01-01&to=2026-12-31")["months"][0]["total"] == 2


def test_small_counts_are_hidden_from_an_analyst_with_what_would_give_them_away(town: Site) -> None:
    traders = _get(town, "/traders", "analyst")
    assert traders["few"] == {"groups": 1, "complaints": 2} and traders["few_under"] == 5
    assert {one["name"] for one in traders["traders"]} == {SHOP, "鲤城****果店"}, "a person's own shop is masked"
    for one in traders["traders"]:
        hidden = [kind for kind, number in one["kinds"].items() if number is None]
        assert len(hidden) != 1 and all(
            number is None or number == 0 or number >= 5 for number in one["kinds"].values()
        )
    day, month = (
        _get(town, f"/summary?from=2026-02-{first}&to=2026-02-{last}", "analyst")
        for first, last in (("05", "05"), ("01", "28"))
    )
    assert day["total"] == month["total"], "two answers a day apart would tell that day's complaints"


@pytest.mark.parametrize("path", ["/summary", "/series", "/kinds", "/network"])
def test_figures_of_fewer_than_five_persons_are_for_officers_only(town: Site, path: str) -> None:
    small = _trader(town, "泉州试小鞋业有限公司")
    assert town.ask("market", "GET", f"{BASE}{path}?trader={small}").status_code == 200
    answer = town.ask("analyst", "GET", f"{BASE}{path}?trader={small}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "too_few_persons")


@pytest.mark.parametrize("who", ["analyst", "market", "admin"])
@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_no_answer_names_a_person_or_gives_an_identifier_whole(
    town: Site, who: str, method: str, path: str, body: Any
) -> None:
    text = town.ask(who, method, BASE + path, json=body).content.decode("utf-8-sig")
    assert not [held for held in (NAME, PHONE, ADDRESS) if held in text]


def test_an_analyst_sees_no_end_of_a_number_and_nobody_with_few_complaints(town: Site) -> None:
    whole, narrow = (_get(town, f"/network?person={MANY}", who) for who in ("market", "analyst"))
    assert {node["id"] for node in whole["nodes"] if node["kind"] == "person"} == {MANY, FEW}
    assert [node["label"] for node in whole["nodes"] if node["kind"] == "phone"] == ["199****0001"]
    assert {node["id"] for node in narrow["nodes"] if node["kind"] == "person"} == {MANY}
    assert not [node for node in narrow["nodes"] if node["kind"] == "phone"] and narrow["left_out"] > 0
    assert [node["proposal"] for node in narrow["nodes"] if node["centre"]] == ["review"]
    edges = whole["edges"]
    assert edges and all({"from", "to", "kind", "complaints", "why"} == set(edge) for edge in edges)
    unknown, hidden = (town.ask("analyst", "GET", f"{BASE}/network?person={one}") for one in ("R-99999999", FEW))
    assert (unknown.status_code, hidden.status_code) == (404, 404)
    assert _told(unknown) == _told(hidden), "whether somebody is there is not told"


def _told(answer: Any) -> tuple[str, str]:
    error = answer.json()["error"]
    return error["code"], error["message"]


def test_a_trader_is_drawn_with_who_complains(town: Site) -> None:
    picture = _get(town, f"/network?trader={_trader(town, SHOP)}")
    assert picture["nodes"][0]["label"] == SHOP and picture["nodes"][0]["centre"]
    assert {edge["kind"] for edge in picture["edges"]} >= {"complained"}
    small = _trader(town, "泉州试小鞋业有限公司")
    assert town.ask("analyst", "GET", f"{BASE}/network?trader={small}").status_code == 404


def test_similar_cases_tell_how_they_ended_and_not_whose_they_were(town: Site) -> None:
    whole, narrow = (town.ask(who, "POST", f"{BASE}/similar", json=TEXT).json() for who in ("market", "analyst"))
    assert whole["cases"] and whole["outcomes"]["settled"] == 37
    assert "生产日期" in whole["cases"][0]["text"] and whole["cases"][0]["person_id"]
    for case in narrow["cases"]:
        assert (case["text"], case["number"], case["person_id"]) == (None, None, None)
        assert case["outcome_text"] == "调解成功" and case["received_on"].endswith("-01")


def test_the_file_of_traders_opens_in_a_spreadsheet(town: Site) -> None:
    answer = town.ask("market", "GET", f"{BASE}/traders.csv")
    assert answer.headers["content-disposition"].startswith("attachment") and answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][0] == "经营者" and {OWN, SHOP} <= {line[0] for line in lines[1:]}
    narrow = town.ask("analyst", "GET", f"{BASE}/traders.csv").content.decode("utf-8-sig")
    assert OWN not in narrow and "鲤城****果店" in narrow


def test_a_search_finds_what_the_reader_may_see_only(town: Site) -> None:
    assert _get(town, "/traders?q=陈试")["total"] == 1
    assert _get(town, "/traders?q=陈试", "analyst")["total"] == 0


def test_looks_at_persons_are_written_down_without_what_was_typed(town: Site) -> None:
    before = len(_trail(town))
    _get(town, f"/network?person={MANY}")
    town.ask("market", "POST", f"{BASE}/similar", json=TEXT)
    town.ask("market", "GET", f"{BASE}/traders.csv")
    assert [tuple(row) for row in _trail(town)[before:]] == [
        ("claims_network", MANY),
        ("claims_similar", ""),
        ("claims_traders_exported", ""),
    ]


def _trail(town: Site) -> list[Any]:
    with town.world.engine.connect() as connection:
        return list(connection.execute(select(AuditRow.action, AuditRow.subject).order_by(AuditRow.seq)))


def test_a_request_from_a_page_of_another_site_is_refused(town: Site) -> None:
    answer = town.client.request(
        "POST", f"/api/v1/claims{BASE}/similar", json=TEXT, headers={"Cookie": "qq_session=market"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/summary?kind=guilty",
        "/summary?from=2026-13-01",
        "/summary?trader=x",
        "/summary?trader=T-000000000000",
        "/traders?sort=name",
        "/traders?limit=0",
        "/traders?limit=201",
        "/traders?offset=-1",
        f"/traders?q={'试' * 101}",
        "/network",
        f"/network?person={MANY}&trader=T-000000000000",
        "/network?person=R-%00",
        "/network?person=../../etc",
        f"/network?person={MANY}&limit=1000",
    ],
)
def test_what_makes_no_sense_is_refused_in_the_one_shape(town: Site, path: str) -> None:
    answer = town.ask("market", "GET", BASE + path)
    assert answer.status_code in (404, 422) and answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": "短"}, 422),
        ({"text": 5}, 422),
        (TEXT | {"x": 1}, 422),
        (TEXT | {"limit": 21}, 422),
        ([], 422),
    ],
)
def test_a_wrong_comparison_is_refused(town: Site, body: Any, status: int) -> None:
    answer = town.ask("market", "POST", f"{BASE}/similar", json=body)
    assert answer.status_code in (400, status) and answer.json()["error"]["message"]


def test_before_any_import_the_sample_is_marked_as_sample(site: Site) -> None:
    answer = site.ask("analyst", "GET", f"{BASE}/summary").json()
    assert answer["sample"] is True and answer["version"] == "sample"
    first = site.ask("market", "GET", f"{BASE}/traders.csv").content.decode("utf-8-sig").splitlines()[0]
    assert "示例数据" in first
