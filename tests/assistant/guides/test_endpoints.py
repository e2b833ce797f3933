"""Guides over HTTP."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.assistant.fakes import guide


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
