"""Guides over HTTP."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from assistant.guides.service import GuideService
from knowledge.models import Origin, Position
from tests.assistant.fakes import FakeIndex, guide


def test_a_guide_is_given_whole_as_a_card(http: TestClient) -> None:
    response = http.get("/api/v1/guides/GA-015")
    assert response.status_code == 200
    card = response.json()
    assert (card["kind"], card["item_id"], card["board"], card["fee"]["text"]) == (
        "guide",
        "GA-015",
        "个人综窗",
        "40元",
    )
    assert card["materials"] == [material.model_dump() for material in guide().materials]
    assert response.headers["access-control-allow-origin"] == "*"


def test_what_the_departments_document_does_not_say_is_null(http: TestClient) -> None:
    silent = guide(promised_days=None, fee=None, online=None, visits=None, summary="", result="")
    card = json.loads(GuideService(lambda: FakeIndex(guides={"GA-015": silent})).card("GA-015").model_dump_json())
    gaps = {name: card[name] for name in ("promised_days", "fee", "online", "visits", "summary", "result")}
    assert gaps == {"promised_days": None, "fee": None, "online": None, "visits": None, "summary": "", "result": ""}
    described = http.get("/openapi.json").json()["components"]["schemas"]["GuideCard"]["properties"]
    assert {"type": "null"} in described["fee"]["anyOf"]


def test_the_departments_file_and_the_place_of_each_field_are_told() -> None:
    origin = Origin(
        record_id="GA-015",
        file="公安/补领.xlsx",
        url="https://www.qzlc.gov.cn/a.xlsx",
        sha256="0" * 64,
        fields={"fee": Position(sheet="补领", cell="B4"), "name": Position(page=1)},
    )
    card = GuideService(lambda: FakeIndex(origins={"GA-015": origin})).card("GA-015")
    assert card.origin is not None
    assert card.origin.model_dump() == {
        "file": "公安/补领.xlsx",
        "url": "https://www.qzlc.gov.cn/a.xlsx",
        "fields": {"fee": "工作表“补领”，单元格 B4", "name": "第 1 页"},
    }
    assert GuideService(FakeIndex).card("GA-015").origin is None


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 1),
        ("department=公安分局", 1),
        ("department=民政局", 0),
        ("board=个人综窗", 1),
        ("board=社保中心", 0),
        ("audience=个人", 1),
        ("audience=企业", 0),
        ("life_event=来泉务工", 1),
        ("life_event=结婚", 0),
        ("department=公安分局&audience=个人&life_event=来泉务工", 1),
        ("department=", 0),
    ],
)
def test_a_filter_leaves_what_is_asked_for(http: TestClient, query: str, total: int) -> None:
    found = http.get(f"/api/v1/guides?{quote(query, safe='=&')}").json()
    assert found["total"] == len(found["items"]) == total
    for row in found["items"]:
        assert row == {
            "item_id": "GA-015",
            "name": "居民身份证补领（丢失）",
            "department": "公安分局",
            "audience": "个人",
            "board": "个人综窗",
            "life_events": ["来泉务工"],
        }
