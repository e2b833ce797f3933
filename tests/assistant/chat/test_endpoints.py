"""The chat endpoint: the contract, and everything a hostile or clumsy client can send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.assistant.fakes import Bench
from tests.assistant.test_app import assert_error

CHAT = "/api/v1/chat"
JSON = {"Content-Type": "application/json"}


def test_a_reply_keeps_the_contract(http: TestClient) -> None:
    response = http.post(CHAT, json={"text": "身份证丢了要多少钱"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    reply = response.json()
    assert set(reply) == {
        "session_id",
        "reply_id",
        "outcome",
        "text",
        "spoken_text",
        "item_id",
        "facet",
        "facets",
        "confidence",
        "card",
        "citations",
        "suggestions",
        "actions",
        "heard",
        "took_ms",
    }
    assert len(reply["session_id"]) >= 22


def test_a_tapped_suggestion_pins_item_and_facet(http: TestClient, bench: Bench) -> None:
    http.post(CHAT, json={"text": "要带什么？", "item_id": "GA-015", "facet": "materials"})
    assert (bench.engine.seen[-1].item_id, bench.engine.seen[-1].facet) == ("GA-015", "materials")


def test_a_conversation_goes_on_with_its_state(http: TestClient, bench: Bench) -> None:
    first = http.post(CHAT, json={"text": "身份证丢了"}).json()
    second = http.post(CHAT, json={"text": "多少钱", "session_id": first["session_id"]}).json()
    assert second["session_id"] == first["session_id"]
    assert second["reply_id"] != first["reply_id"]
    assert bench.engine.seen[0].state.item_id is None
    assert bench.engine.seen[1].state.item_id == "GA-015"


def test_an_unknown_session_begins_a_new_one(http: TestClient) -> None:
    guessed = "A" * 32
    reply = http.post(CHAT, json={"text": "身份证丢了", "session_id": guessed}).json()
    assert reply["session_id"] != guessed
    assert reply["outcome"] == "answered"


@pytest.mark.parametrize(
    "text",
    [
        "-" * 33,
        "😀🎉👨‍👩‍👧‍👦",
        "\u202e补办\u202c",
        "a" * 500,
        "<script>alert(1)</script>",
        "'; DROP TABLE turn;--",
        "％",
        "\u200b？",
    ],
)
def test_odd_text_gets_a_polite_reply(http: TestClient, bench: Bench, text: str) -> None:
    assert http.post(CHAT, json={"text": text}).status_code == 200
    assert bench.engine.seen[-1].text == text


def test_halves_of_emoji_and_control_characters_are_dropped(http: TestClient, bench: Bench) -> None:
    body = b'{"text": "\\u0000 \\u0007\\ud83d\\u8eab\\u4efd\\u8bc1\\udc4d\\u001b[31m\\u4e22\\u4e86\\n"}'
    assert http.post(CHAT, content=body, headers=JSON).status_code == 200
    assert bench.engine.seen[-1].text == "身份证[31m丢了"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 12345}, "text"),
        ({"text": 10**400}, "text"),
        ({"text": True}, "text"),
        ({"text": ["身份证"]}, "text"),
        ({"text": {"a": 1}}, "text"),
        ({"text": ""}, "请先写下"),
        ({"text": " \n\t\u3000 "}, "请先写下"),
        ({"text": "\x00\x01\x02"}, "请先写下"),
        ({"text": "长" * 501}, "500"),
        ({"text": "a", "session_id": 7}, "session_id"),
        ({"text": "a", "session_id": ""}, "会话编号"),
        ({"text": "a", "session_id": "short"}, "会话编号"),
        ({"text": "a", "session_id": "x" * 65}, "会话编号"),
        ({"text": "a", "session_id": "../../../../etc/passwd"}, "会话编号"),
        ({"text": "a", "session_id": "' OR '1'='1' --          "}, "会话编号"),
        ({"text": "a", "session_id": "身" * 30}, "会话编号"),
        ({"text": "a", "item_id": "nonsense"}, "item_id"),
        ({"text": "a", "item_id": 15}, "item_id"),
        ({"text": "a", "facet": "price"}, "facet"),
        ({"text": "a", "facet": []}, "facet"),
    ],
)
def test_a_wrong_field_is_named_in_plain_words(http: TestClient, bench: Bench, body: dict[str, Any], says: str) -> None:
    assert says in assert_error(http.post(CHAT, json=body), 422, "invalid_request")
    assert bench.engine.seen == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b"{text: 1}",
        b"{'text': 'a'}",
        b'{"text": "a",}',
        b'{"text": NaN}',
        b'{"text": Infinity}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "a", "x": {"k": 1, "k": 2}}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "\xed\xa0\x80"}',
        '{"text": "身份证"}'.encode("gb18030"),
        '{"text": "身份证"}'.encode("utf-16"),
        b'{"text": "a\nb"}',
        b"[" * 16_000,
        b'{"a":' * 3_000,
        b'{"text": ' + b"9" * 10_000 + b"}",
        b"\x00" * 100,
    ],
)
def test_what_is_not_strict_json_is_a_400(http: TestClient, body: bytes) -> None:
    assert_error(http.post(CHAT, content=body, headers=JSON), 400, "malformed_body")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "application/xml",
        "application/jsonx",
    ],
)
def test_what_is_not_announced_as_utf8_json_is_a_415(http: TestClient, content_type: str) -> None:
    response = http.post(CHAT, content=b'{"text": "a"}', headers={"Content-Type": content_type})
    assert_error(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; Charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_json_may_be_announced_in_any_of_its_spellings(http: TestClient, content_type: str) -> None:
    response = http.post(CHAT, content=b'\xef\xbb\xbf{"text": "a"}', headers={"Content-Type": content_type})
    assert response.status_code == 200


def test_a_megabyte_is_refused_announced_or_chunked(http: TestClient, bench: Bench) -> None:
    large = json.dumps({"text": "长" * 350_000}, ensure_ascii=False).encode()

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(large), 4096):
            yield large[start : start + 4096]

    assert_error(http.post(CHAT, content=large, headers=JSON), 413, "payload_too_large")
    assert_error(http.post(CHAT, content=chunks(), headers=JSON), 413, "payload_too_large")
    assert bench.engine.seen == []


def test_unknown_fields_are_left_for_newer_clients(http: TestClient) -> None:
    assert http.post(CHAT, json={"text": "a", "locale": "zh-CN", "channel": {"kind": "kiosk"}}).status_code == 200


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), max_size=600))
def test_no_text_makes_a_500(http: TestClient, text: str) -> None:
    body = json.dumps({"text": text}).encode()
    assert http.post(CHAT, content=body, headers=JSON).status_code in (200, 422)


_JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(st.sampled_from(["text", "session_id", "item_id", "facet", "other"]), _JSON_VALUES)
    | _JSON_VALUES
)
def test_no_json_makes_a_500(http: TestClient, body: object) -> None:
    response = http.post(CHAT, content=json.dumps(body).encode(), headers=JSON)
    assert response.status_code == 200 or 400 <= response.status_code < 500


@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_make_a_500(http: TestClient, body: bytes) -> None:
    assert 400 <= http.post(CHAT, content=body, headers=JSON).status_code < 500
