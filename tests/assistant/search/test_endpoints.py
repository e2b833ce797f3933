"""Search over HTTP."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient


def test_results_lay_open_what_made_their_rank(http: TestClient) -> None:
    found = http.get("/api/v1/search", params={"q": "身份证丢了咋整", "k": 3}).json()
    assert found["query"] == found["normalized"] == "身份证丢了咋整"
    assert found["took_ms"] >= 0
    assert found["results"] == [
        {
            "item_id": "GA-015",
            "name": "居民身份证补领（丢失）",
            "score": 1.0,
            "confidence": 0.9,
            "signals": {"bm25": 1.0},
        }
    ]


@pytest.mark.parametrize("query", ["-" * 33, "😀", "%FF%FE", "' OR 1=1", "\u202e", "AND OR NOT ()*?"])
def test_odd_queries_are_searched_like_any_other(http: TestClient, query: str) -> None:
    assert http.get("/api/v1/search", params={"q": query}).status_code == 200


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=600), k=st.integers() | st.text(max_size=5))
def test_no_query_makes_a_500(http: TestClient, query: str, k: int | str) -> None:
    params = {"q": query.encode("utf-8", "replace").decode(), "k": str(k).encode("utf-8", "replace").decode()}
    assert http.get("/api/v1/search", params=params).status_code in (200, 422)
