"""The matching over HTTP: strict bodies, one error shape, a work sheet without formulas."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.accounts.person import Person
from assistant.edge import handlers
from assistant.edge.rate_limit import RateLimiter, parse_rate
from assistant.matching import endpoints
from assistant.matching.service import MatchService
from assistant.matching.workbook import harmless
from tests.assistant.matching.stand_ins import MEASURES, OTHER, SHOE, document, portrait, service


def client(matching: MatchService, rate: str = "off", person: Person | None = None) -> TestClient:
    def who(_request: Request) -> Person | None:
        return person

    app = FastAPI()
    handlers.install(app)
    app.include_router(endpoints.router(matching, RateLimiter(parse_rate(rate)), RateLimiter(parse_rate(rate)), who))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def http() -> Iterator[TestClient]:
    with client(service()) as connected:
        yield connected


def post(http: TestClient, **body: Any) -> Any:
    return http.post("/api/v1/policies/match", json=body)


def test_a_company_is_matched_by_name_or_code(http: TestClient) -> None:
    by_name, by_code = post(http, company="榛柏熙鞋业").json(), post(http, company=SHOE.lower()).json()
    assert by_name == by_code
    assert by_name["company"]["credit_code"] == SHOE
    assert by_name["company"]["district"] == "鲤城区"
    assert (by_name["on"], by_name["scope"], by_name["sample"]) == ("2026-11-23", "public", True)
    assert by_name["matches"][0]["measure_id"] == "P001-1"
    assert by_name["total"] == 120000
    assert by_name["candidates"] == []


def test_an_unknown_company_has_the_one_error_shape(http: TestClient) -> None:
    reply = post(http, company="泉州查无此企业有限公司")
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] == "company_not_found"


def test_companies_of_like_name_are_candidates() -> None:
    with client(service(portrait(), portrait("石狮榛柏熙鞋业有限公司", OTHER, district="石狮市"))) as http:
        reply = post(http, company="榛柏熙")
        assert reply.status_code == 200
        assert [one["district"] for one in reply.json()["candidates"]] == ["鲤城区", "石狮市"]
        assert reply.json()["matches"] == []
        listed = http.get("/api/v1/companies", params={"q": "榛柏熙"}).json()["companies"]
        assert [one["credit_code"] for one in listed] == [SHOE, OTHER]
        assert http.get("/api/v1/policies/match.xlsx", params={"company": "榛柏熙"}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {}, {"company": ""}, {"company": 5}, {"company": None}, {"company": ["榛柏熙"]}, {"company": "榛" * 201},
        {"company": "榛柏熙", "on": "明天"}, {"company": "榛柏熙", "on": "0001-01-01"}, {"company": "\u0000"},
        {"company": "榛柏熙", "on": "9999-12-31"}, {"company": "榛柏熙", "on": 1e308},
    ],
)  # fmt: skip
def test_what_is_not_acceptable_is_refused(http: TestClient, body: dict[str, Any]) -> None:
    reply = http.post("/api/v1/policies/match", json=body)
    assert reply.status_code == 422
    assert set(reply.json()["error"]) == {"code", "message", "request_id"}


def test_only_strict_json_is_read(http: TestClient) -> None:
    twice = http.post(
        "/api/v1/policies/match", content='{"company":"a","company":"b"}', headers={"Content-Type": "application/json"}
    )
    assert twice.status_code == 400
    assert http.post("/api/v1/policies/match", data={"company": "榛柏熙"}).status_code == 415


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(company=st.text(max_size=220), on=st.none() | st.dates().map(str) | st.text(max_size=12))
def test_nothing_sent_makes_a_500(http: TestClient, company: str, on: str | None) -> None:
    assert post(http, company=company, on=on).status_code in (200, 404, 422)
    params = {"q": company.encode("utf-8", "replace").decode()}
    assert http.get("/api/v1/companies", params=params).status_code in (200, 422)


def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    with client(service(), rate="2/minute") as http:
        assert [post(http, company=SHOE).status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_of_it_is_kept_by_a_cache(http: TestClient) -> None:
    assert post(http, company=SHOE).headers["cache-control"] == "no-store"
    assert http.get("/api/v1/policies/match.xlsx", params={"company": SHOE}).headers["cache-control"] == "no-store"


def test_the_work_sheet_has_three_pages_marked_as_sample() -> None:
    with client(service(), person=Person("1", "甲", "company", SHOE)) as http:
        reply = http.get("/api/v1/policies/match.xlsx", params={"company": SHOE})
    assert reply.headers["content-type"] == endpoints.XLSX
    assert "filename*=UTF-8''" in reply.headers["content-disposition"]
    book = load_workbook(io.BytesIO(reply.content))
    assert book.sheetnames == ["可以享受", "差一点", "需补数据"]
    for sheet in book:
        assert "样例数据" in sheet["A2"].value
    rows = list(book["可以享受"].iter_rows(min_row=5, values_only=True))
    assert rows[0][:3] == ("P001-3 奖励", 960000, "是")
    assert "还差 150 万元" in str(next(book["差一点"].iter_rows(min_row=5, values_only=True))[1])
    assert [row[1] for row in book["需补数据"].iter_rows(min_row=5, values_only=True)] == ["纳税额", "需人工核对"]


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "奖励\x07"])
def test_no_cell_of_the_work_sheet_is_a_formula(title: str) -> None:
    hostile = MEASURES[0].model_copy(update={"title": title, "documents": (title,)})
    _, file = service(documents=(document(hostile),)).workbook(SHOE)
    for sheet in load_workbook(io.BytesIO(file)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))
    assert harmless("正常的文字") == "正常的文字"
