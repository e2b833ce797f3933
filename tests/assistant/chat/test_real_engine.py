"""The whole path over the shipped knowledge base: what the issue's citizen sees, and what hostile text does."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

CHAT = "/api/v1/chat"
JSON = {"Content-Type": "application/json"}


def test_a_lost_identity_card_is_answered_with_its_guide(client: TestClient) -> None:
    reply = client.post(CHAT, json={"text": "身份证丢了咋整"}).json()
    assert (reply["outcome"], reply["item_id"]) == ("answered", "GA-015")
    assert reply["card"]["fee"]["amount"] == 40.0
    assert "GA-015" in [citation["source_id"] for citation in reply["citations"]]
    assert 3 <= len(reply["suggestions"]) <= 6


def test_a_tapped_suggestion_is_answered_for_the_item_it_names(client: TestClient) -> None:
    first = client.post(CHAT, json={"text": "身份证丢了咋整"}).json()
    for suggestion in first["suggestions"]:
        body = {"session_id": first["session_id"]} | {name: value for name, value in suggestion.items() if value}
        reply = client.post(CHAT, json=body).json()
        assert reply["outcome"] not in ("error", "refused"), suggestion
        if suggestion["item_id"]:
            assert reply["item_id"] == suggestion["item_id"]


def test_every_starting_suggestion_is_answered(client: TestClient) -> None:
    site = client.get("/api/v1/site").json()
    assert site["counts"]["guides"] == 164
    assert len(site["suggestions"]) == 6
    for suggestion in site["suggestions"]:
        assert client.post(CHAT, json=suggestion).json()["item_id"] == suggestion["item_id"]


def test_every_guide_is_given_as_a_card(client: TestClient) -> None:
    listed = client.get("/api/v1/guides").json()
    assert listed["total"] == 164
    for row in listed["items"]:
        card = client.get(f"/api/v1/guides/{row['item_id']}").json()
        assert (card["name"], card["board"]) == (row["name"], row["board"])


@pytest.mark.parametrize(
    "text",
    [
        "-" * 33,
        "😀🎉",
        "👨‍👩‍👧‍👦" * 40,
        "\u202e\u202d\u2066",
        "\ufeff\u200b\u200d",
        "？！。，",
        "0" * 500,
        "身" * 500,
        "a\u0301" * 250,
        "\U0010ffff" * 100,
        "ﷺ" * 500,
        "{{7*7}} ${jndi:ldap://x} %s %n {0}",
        "<img src=x onerror=alert(1)>",
        "'; DROP TABLE turn; --",
        "..\\..\\etc\\passwd",
        "\t\n" * 100 + "x",
    ],
)
def test_odd_text_gets_a_polite_reply_from_the_real_engine(client: TestClient, text: str) -> None:
    response = client.post(CHAT, json={"text": text})
    if response.status_code != 422:
        assert response.status_code == 200
        reply = response.json()
        assert reply["outcome"] != "error"
        assert reply["text"]
        assert reply["suggestions"]


def test_a_pinned_item_that_is_not_published_gets_a_polite_reply(client: TestClient) -> None:
    reply = client.post(CHAT, json={"text": "要带什么", "item_id": "ZZ-999", "facet": "materials"}).json()
    assert reply["outcome"] != "error"
    assert reply["item_id"] != "ZZ-999"


@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), min_size=1, max_size=80))
def test_no_text_is_a_fault_of_the_real_engine(client: TestClient, text: str) -> None:
    response = client.post(CHAT, content=json.dumps({"text": text}).encode(), headers=JSON)
    assert response.status_code in (200, 422)
    if response.status_code == 200:
        assert response.json()["outcome"] != "error"
