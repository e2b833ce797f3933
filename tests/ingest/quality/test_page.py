"""The page and the sheet: everything escaped, nothing fetched, readable by eye, keyboard and screen reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest.quality.html import report_page
from ingest.quality.model import QualityReport
from ingest.quality.sheet import HEADER, report_sheet
from knowledge.models import Origin, Position
from tests.browsing import PATIENCE_MS
from tests.ingest.quality.base import POLICY, SOUND, fee, guide, passages, records
from tests.ingest.quality.test_report import report_of

HOSTILE = "<script>alert(1)</script>\"'&\u202e=cmd|'/c calc'!A1"
BAD_FEE = {"fee": fee(20, "每证40元")}


class Parsed(HTMLParser):
    """Tags with their attributes, and the text that a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def report() -> QualityReport:
    """Two departments, all three severities, a place of each kind."""
    married = guide(id="MZ-001", name="结婚登记", department="民政局", aliases=("领证",), visits=0, **BAD_FEE)
    origins = {
        "GA-015": Origin(record_id="GA-015", file="补领.pdf", sha256="0" * 64, fields={"fee": Position(page=2)}),
        "MZ-001": Origin(record_id="MZ-001", file="m", url="https://www.example.gov.cn/m.html", sha256="0" * 64),
    }
    known = records(guide(aliases=(), legal_basis=(), **BAD_FEE), married, policies=(POLICY,), passages=passages())
    return report_of(known, origins=origins)


def test_hostile_names_are_text_and_nothing_else() -> None:
    hostile = guide(name=HOSTILE, department=HOSTILE, **BAD_FEE)
    page = Parsed(report_page(report_of(records(hostile)), "src"))
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in page.text
    names = {name for name, _ in page.tags}
    assert not names & {"script", "img", "iframe", "object", "link", "form"}
    assert not [attribute for _, attributes in page.tags for attribute in attributes if attribute.startswith("on")]


def test_the_page_fetches_nothing_and_forbids_itself_to() -> None:
    page = Parsed(report_page(report_of(records(guide(**BAD_FEE)))))
    (policy,) = (one for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")
    assert not [attributes for _, attributes in page.tags if "src" in attributes or "style" in attributes]


def test_places_are_linked_where_they_can_be_opened(report: QualityReport) -> None:
    linked = {str(one["href"]) for one in Parsed(report_page(report, "../资料")).all("a") if "rel" in one}
    assert linked == {
        "../资料/%E8%A1%A5%E9%A2%86.pdf#page=2",
        "../资料/%E8%A1%A5%E9%A2%86.pdf",
        "https://www.example.gov.cn/m.html",
    }
    unlinked = {str(one["href"]) for one in Parsed(report_page(report)).all("a") if "rel" in one}
    assert unlinked == {"https://www.example.gov.cn/m.html"}


def test_every_anchor_leads_to_a_heading(report: QualityReport) -> None:
    page = Parsed(report_page(report))
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    anchors = {str(one["href"])[1:] for one in page.all("a") if str(one["href"]).startswith("#")}
    assert anchors == {"rows", "d-1", "d-2"}
    assert anchors <= set(ids)


def test_a_sound_base_says_so_on_the_page() -> None:
    assert "没有发现问题" in Parsed(report_page(report_of(records(SOUND)))).text


def test_the_sheet_opens_in_excel_and_runs_nothing() -> None:
    report = report_of(records(guide(name='=HYPERLINK("http://x","y")', department="@SUM(A1)", **BAD_FEE)))
    data = report_sheet(report)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(header) == HEADER
    assert len(rows) == len(report.rows)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    assert rows[0][1] == "'@SUM(A1)"


# In a browser


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, report: QualityReport, tmp_path: Path) -> Any:
    """Open the page from the disk; whatever the browser complains of fails the test."""
    (tmp_path / "report.html").write_text(report_page(report, "."), "utf-8")
    complaints: list[str] = []
    contexts = []

    def start(width: int = 1280, **looks: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", **looks)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if "report.html" not in request.url else None)
        page.goto((tmp_path / "report.html").as_uri())
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


browser_test = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class TestInABrowser:
    pytestmark = browser_test

    @pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
    def test_axe_finds_no_fault_and_nothing_scrolls_sideways(
        self,
        opened: Open,
        node_tool: Callable[[str], Path],
        width: int,
        scheme: str,
    ) -> None:
        page = opened(width=width, color_scheme=scheme)
        for part in page.locator("details").all():
            part.evaluate("node => { node.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate(node_tool("axe-core/axe.min.js").read_text())
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(fault["id"], node["target"]) for fault in found for node in fault["nodes"]] == []

    def test_rows_are_filtered_by_severity_with_the_keyboard_alone(self, opened: Open, report: QualityReport) -> None:
        page = opened()
        expect(page.locator("article:visible")).to_have_count(len(report.rows))
        page.get_by_role("radio", name="全部").focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="错误")).to_be_checked()
        expect(page.locator("article:visible")).to_have_count(report.counts["错误"])
        page.get_by_role("radio", name="建议").check()
        expect(page.locator("article:visible")).to_have_count(report.counts["建议"])
        expect(page.locator("section:visible")).to_have_count(1)

    def test_a_departments_name_leads_to_its_rows(self, opened: Open) -> None:
        page = opened()
        page.get_by_role("link", name="民政局").click()
        expect(page.get_by_role("heading", name="民政局")).to_be_in_viewport()

    def test_paper_shows_every_row_and_no_controls(self, opened: Open, report: QualityReport) -> None:
        page = opened()
        page.emulate_media(media="print")
        expect(page.locator("fieldset")).to_be_hidden()
        expect(page.locator("article:visible")).to_have_count(len(report.rows))
