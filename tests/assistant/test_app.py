"""What holds for every route: the error shape, request ids, headers, limits, and the description of the API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.edge.body import UPLOADS, most_bytes
from assistant.pipeline.context import TurnInput
from tests.assistant.fakes import Bench

CHAT = "/api/v1/chat"


def assert_error(response: Any, status: int, code: str | None = None) -> str:
    """Check the one shape; return the message."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "request_id"}
    assert body["error"]["request_id"] == response.headers["x-request-id"]
    assert re.fullmatch(r"[a-z_]+", body["error"]["code"])
    assert re.search(r"[一-鿿]", body["error"]["message"])
    if code is not None:
        assert body["error"]["code"] == code
    return str(body["error"]["message"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/api/v1/chat/", 404, "not_found"),
        ("GET", "/api/v1/guides/XX-999", 404, "not_found"),
        ("GET", "/api/v1/guides/%00", 404, "not_found"),
        ("GET", "/api/v1/guides/%ff%fe", 404, "not_found"),
        ("GET", f"/api/v1/guides/{'9' * 500}", 422, "invalid_request"),
        ("GET", "/api/v1/guides?audience=%E7%8C%AB", 422, "invalid_request"),
        ("GET", f"/api/v1/guides?department={'x' * 101}", 422, "invalid_request"),
        ("GET", "/api/v1/search", 422, "invalid_request"),
        ("GET", "/api/v1/search?q=", 422, "invalid_request"),
        ("GET", "/api/v1/search?q=%00%01", 422, "invalid_request"),
        ("GET", f"/api/v1/search?q={'x' * 501}", 422, "invalid_request"),
        ("GET", "/api/v1/search?q=a&k=0", 422, "invalid_request"),
        ("GET", "/api/v1/search?q=a&k=51", 422, "invalid_request"),
        ("GET", "/api/v1/search?q=a&k=NaN", 422, "invalid_request"),
        ("GET", f"/api/v1/search?q=a&k={'9' * 5000}", 422, "invalid_request"),
        ("GET", CHAT, 405, "method_not_allowed"),
        ("DELETE", "/api/v1/guides", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
        ("POST", "/metrics", 405, "method_not_allowed"),
        ("BREW", "/api/v1/site", 405, "method_not_allowed"),
        ("GET", "/widget/nothing.js", 404, "not_found"),
        ("GET", "/docs/nothing.js", 404, "not_found"),
    ],
)
def test_every_failure_has_the_one_shape(http: TestClient, method: str, path: str, status: int, code: str) -> None:
    assert_error(http.request(method, path), status, code)


def test_every_described_route_describes_its_failures_in_the_one_shape(http: TestClient) -> None:
    api = http.get("/openapi.json").json()
    failures = [
        reply["content"]["application/json"]["schema"]
        for path, methods in api["paths"].items()
        for operation in methods.values()
        for status, reply in operation["responses"].items()
        if status >= "400" and path.startswith("/api/")
    ]
    assert len(failures) > 15
    assert {json.dumps(schema) for schema in failures} == {'{"$ref": "#/components/schemas/ErrorBody"}'}


def test_a_surprise_is_a_500_in_the_one_shape_and_tells_nothing(make_bench: Callable[..., Bench]) -> None:
    def fail(_turn: TurnInput) -> None:
        raise RuntimeError("13800138000 secret")

    with TestClient(create_app(make_bench(before=fail).assistant)) as http:
        response = http.post(CHAT, json={"text": "身份证丢了"})
    assert_error(response, 500, "internal")
    assert "secret" not in response.text
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_without_a_snapshot_the_citizen_is_told_so(make_bench: Callable[..., Bench]) -> None:
    with TestClient(create_app(make_bench(published=False).assistant)) as http:
        assert "12345" in assert_error(http.post(CHAT, json={"text": "身份证丢了"}), 503, "knowledge_unavailable")
        assert_error(http.get("/api/v1/guides"), 503, "knowledge_unavailable")
        assert_error(http.get("/api/v1/search?q=a"), 503, "knowledge_unavailable")
        assert http.get("/readyz").status_code == 503
        assert http.get("/healthz").status_code == 200
        assert http.get("/api/v1/site").json()["hotline"]["number"] == "12345"


@pytest.mark.parametrize("given", ["trace-12345.abc", "550e8400-e29b-41d4-a716-446655440000"])
def test_a_plain_request_id_is_kept(http: TestClient, given: str) -> None:
    assert http.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "has space in it", "13800138000", "a-35050219900307123X", "<b>id</b>"]
)
def test_a_strange_or_personal_request_id_is_replaced(http: TestClient, given: str) -> None:
    made = http.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/v1/site", "/docs"])
def test_every_response_carries_the_protective_headers(http: TestClient, path: str) -> None:
    headers = http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]


def test_a_page_of_another_origin_may_call_the_api_but_not_read_the_operations(http: TestClient) -> None:
    origin = {"Origin": "https://www.example.gov.cn"}
    preflight = http.options(
        CHAT,
        headers=origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    reply = http.post(CHAT, json={"text": "身份证丢了"}, headers=origin)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    assert "access-control-allow-origin" not in http.get("/metrics", headers=origin).headers
    assert_error(http.options(CHAT), 405)


def test_metrics_name_routes_not_paths(http: TestClient) -> None:
    http.get("/api/v1/guides/GA-015")
    http.get("/private/13800138000")
    http.post(CHAT, json={"text": "身份证丢了"})
    text = http.get("/metrics").text
    assert 'quanquan_requests_total{method="GET",route="/api/v1/guides/{item_id}",status="200"} 1.0' in text
    assert 'quanquan_requests_total{method="GET",route="unmatched",status="404"} 1.0' in text
    assert 'quanquan_requests_total{method="POST",route="/api/v1/chat",status="200"} 1.0' in text
    assert 'quanquan_outcomes_total{outcome="answered"} 1.0' in text
    assert "quanquan_turn_seconds_count 1.0" in text
    assert 'quanquan_index_swaps_total{result="loaded"} 1.0' in text
    assert "quanquan_requests_in_flight 1.0" in text
    assert "13800138000" not in text


def test_the_api_is_described_with_its_real_schemas(http: TestClient) -> None:
    api = http.get("/openapi.json").json()
    chat = api["paths"][CHAT]["post"]
    assert set(chat["requestBody"]["content"]["application/json"]["schema"]["properties"]) == {
        "text",
        "session_id",
        "item_id",
        "facet",
        "ask_id",
    }
    assert chat["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Reply")
    assert {"Reply", "GuideCard", "SearchReply", "Site", "ErrorBody"} <= set(api["components"]["schemas"])


def test_the_reference_page_loads_nothing_from_elsewhere(http: TestClient) -> None:
    page = http.get("/docs").text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    for source in sources:
        assert source.startswith(("/", "data:,")), source
        if source.startswith("/docs/"):
            assert http.get(source).status_code == 200
    assert not re.search(r"<script(?![^>]*src=)|style=|<style|\son\w+=", page)


PIECEMEAL = {
    "POST /api/v1/benefits/uploads",
    "POST /api/v1/claims/drafts/{draft_id}/files",
    "POST /api/v1/claims/{receipt}/files",
}
"""Routes that read a file piece by piece and stop at their own limit."""


def fillings(path: str, words: list[str]) -> Iterator[str]:
    """A route's path with every word in each of its places."""
    parts = [words if part.startswith("{") else [part] for part in path.split("/")]
    return ("/".join(each) for each in product(*parts))


def test_only_a_route_that_reads_piece_by_piece_may_get_a_large_body(http: TestClient) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    words = sorted({part for path in [*paths, *UPLOADS] for part in path.split("/")[3:] if part.isalpha()} | {"x"})
    large = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if any(most_bytes(method.upper(), filled) > 1 << 20 for filled in fillings(path, words))
    }
    assert large == PIECEMEAL


@pytest.mark.parametrize("name", ["files", "uploads", "filesfilesfilesfilesfilesfilesfi"])
def test_a_form_called_files_is_no_file(http: TestClient, name: str) -> None:
    body = json.dumps({"fields": {"description": "x" * (1 << 20)}})
    headers = {"Content-Type": "application/json"}
    path = f"/api/v1/claims/drafts/{name}"
    assert_error(http.put(path, content=body, headers=headers), 413)
    assert_error(http.put(f"{path}/files", content=body, headers=headers), 405)
