"""On any page: two lines of HTML, untouched by the host's styles, as a part of the page or as a launcher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.test_accessibility import _serious_faults
from tests.web_widget.visitor import LOST_CARD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DEMO = "/widget/demo/embed.html"
LOOK = """node => { const style = getComputedStyle(node);
  return ["display", "color", "fontSize", "fontStyle", "lineHeight", "letterSpacing", "textTransform", "textAlign",
    "direction", "textIndent", "wordBreak", "visibility"].map((name) => style[name]); }"""


def test_hostile_host_styles_change_nothing(open_page: OpenPage) -> None:
    plain, hostile = open_page(), open_page(path=DEMO)
    for selector in (".name", ".greeting .words p", ".chip", "textarea", ".hint", ".panel"):
        inside = hostile.page.locator("#inline").locator(selector).first
        assert inside.evaluate(LOOK) == plain.page.locator(selector).first.evaluate(LOOK), selector


def test_embedded_assistant_answers(open_page: OpenPage) -> None:
    visitor = open_page(path=DEMO)
    inline = visitor.page.locator("#inline")
    inline.get_by_label("您想问什么").fill(LOST_CARD)
    inline.get_by_label("您想问什么").press("Enter")
    expect(inline.locator("[data-outcome] .words")).to_contain_text("身份证")


def _launch(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="问全全").click()


def test_launcher_opens_the_panel_and_escape_closes_it(open_page: OpenPage) -> None:
    visitor = open_page(path=DEMO)
    floating = visitor.page.locator("#float")
    expect(floating.locator(".panel")).to_be_hidden()
    _launch(visitor)
    expect(floating.locator("textarea")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(floating.locator(".panel")).to_be_hidden()
    expect(floating.locator(".launcher")).to_be_focused()
    expect(floating.locator(".launcher")).to_have_attribute("aria-expanded", "false")


def test_attribute_opens_and_closes_the_panel(open_page: OpenPage) -> None:
    visitor = open_page(path=DEMO)
    floating = visitor.page.locator("#float")
    visitor.page.evaluate("document.querySelector('#float').setAttribute('open', '')")
    expect(floating.locator(".panel")).to_be_visible()
    floating.get_by_role("button", name="关闭对话").click()
    expect(floating.locator(".panel")).to_be_hidden()
    assert visitor.page.locator("#float[open]").count() == 0


def test_floating_panel_fills_a_phone_and_has_no_serious_fault(
    open_page: OpenPage, node_tool: Callable[[str], Path]
) -> None:
    visitor = open_page(path=DEMO, width=390, height=844)
    _launch(visitor)
    box = visitor.page.locator("#float .panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert _serious_faults(visitor.page, node_tool("axe-core/axe.min.js")) == []


@pytest.fixture
def host_page(live_server: str) -> Iterator[str]:
    """Address of a page of another origin that embeds the widget by its two lines, and nothing else."""
    html = (
        f'<!doctype html><title>host</title><script type="module" src="{live_server}/widget/index.js"></script>'
        "<quanquan-assistant></quanquan-assistant>"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_page_of_another_origin_talks_to_the_modules_origin(open_page: OpenPage, host_page: str) -> None:
    visitor = open_page(path="")
    visitor.expected_faults = ("favicon", "404")
    visitor.page.goto(host_page)
    expect(visitor.ask(LOST_CARD).locator(".words")).to_contain_text("身份证")
    visitor.open_card(visitor.replies.first)


def test_theme_attribute_wins_over_the_system(open_page: OpenPage) -> None:
    visitor = open_page()
    panel = visitor.page.locator(".panel")
    light = panel.evaluate("node => getComputedStyle(node).backgroundColor")
    visitor.page.evaluate("document.querySelector('quanquan-assistant').setAttribute('theme', 'dark')")
    assert panel.evaluate("node => getComputedStyle(node).backgroundColor") != light


def test_element_that_moves_in_the_page_keeps_its_conversation(visitor: Visitor) -> None:
    visitor.ask(LOST_CARD)
    visitor.page.evaluate("document.querySelector('main').append(document.querySelector('quanquan-assistant'))")
    expect(visitor.questions).to_have_count(1)
    visitor.ask("多久能办好")
