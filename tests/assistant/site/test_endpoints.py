"""What the citizen page is told, and the files it is made of."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.site.pages import Pages
from assistant.site.service import SiteService, load_texts
from knowledge.errors import SnapshotUnavailable
from tests.assistant.fakes import FakeIndex
from tests.assistant.test_app import assert_error


def test_the_page_is_told_what_is_published(http: TestClient) -> None:
    site = http.get("/api/v1/site").json()
    assert site["assistant_name"] == "全全"
    assert site["counts"] == {"guides": 1, "departments": 1, "questions": 40}
    assert site["departments"] == [{"name": "公安分局", "count": 1}]
    assert site["life_events"] == [{"name": "来泉务工", "item_ids": ["GA-015"]}]
    assert "示例数据" in site["notice"]


def test_a_suggestion_that_is_not_published_is_left_out(http: TestClient) -> None:
    assert {one["item_id"] for one in http.get("/api/v1/site").json()["suggestions"]} == {"GA-015"}


def test_every_starting_suggestion_names_an_item_of_the_sample_knowledge_base() -> None:
    suggestions = load_texts().suggestions
    assert 3 <= len(suggestions) <= 6
    for suggestion in suggestions:
        assert (files("knowledge") / "data" / "guides" / f"{suggestion.item_id}.json").is_file()


def test_a_board_that_is_not_open_says_what_to_do_instead() -> None:
    boards = load_texts().boards
    assert [board.id for board in boards] == ["services", "video", "openness", "doors"]
    for board in boards:
        assert board.available == (board.message == "")
        assert board.available or "12345" in board.message


def test_every_shipped_page_and_module_is_served_with_its_type(http: TestClient) -> None:
    kinds = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
    names = Pages("web_widget").names()
    assert any(name.endswith(".js") for name in names)
    for name in names:
        response = http.get(f"/widget/{name}")
        assert response.status_code == 200
        assert response.headers["content-type"] == kinds.get(Path(name).suffix, response.headers["content-type"])
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["cache-control"] == "no-cache"


def test_a_browser_that_has_a_module_is_not_sent_it_again(http: TestClient) -> None:
    name = next(name for name in Pages("web_widget").names() if name.endswith(".js"))
    tag = http.get(f"/widget/{name}").headers["etag"]
    again = http.get(f"/widget/{name}", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get(f"/widget/{name}", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/widget/../pyproject.toml",
        "/widget/%2e%2e/pyproject.toml",
        "/widget/..%2f..%2f..%2fetc%2fpasswd",
        "/widget//etc/passwd",
        "/widget/%00",
        "/widget/__init__.py",
        "/widget/README.md",
        "/widget/package.json",
        "/widget/",
        "/widget/site",
        "/docs/__init__.py",
        "/docs/../site.yaml",
        "/docs/..%2fsite.yaml",
    ],
)
def test_nothing_but_the_shipped_files_can_be_read(http: TestClient, path: str) -> None:
    assert_error(http.get(path), 404, "not_found")


def test_an_edited_file_is_served_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "edited_pages"
    package.mkdir()
    (package / "__init__.py").touch()
    page = package / "page.js"
    page.write_text("1")
    (package / "link.js").symlink_to("/etc/hostname")
    monkeypatch.syspath_prepend(tmp_path)
    pages = Pages("edited_pages")
    assert pages.names() == ["page.js"]
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    before = pages.respond("page.js", request)
    page.write_text("22")
    after = pages.respond("page.js", request)
    assert (before.body, after.body) == (b"1", b"22")
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize("streaming", [True, False])
def test_the_page_is_told_whether_answers_stream(streaming: bool) -> None:
    service = SiteService(FakeIndex, load_texts(), streaming=streaming)
    assert service.site().streaming is streaming


def test_without_a_model_and_without_knowledge_nothing_streams(http: TestClient) -> None:
    def nothing() -> FakeIndex:
        raise SnapshotUnavailable("none")

    assert http.get("/api/v1/site").json()["streaming"] is False
    assert SiteService(nothing, load_texts(), streaming=True).site().streaming is False
