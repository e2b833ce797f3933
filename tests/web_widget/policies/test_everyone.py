"""Everyone can use the company's pages: axe finds no serious fault, they fit, and fingers hit what they aim at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web_widget.policies.conftest import APPLY_PAGE, PUBLICITY_PAGE, SHOE_PAGE, OpenReader, Reader

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS = [(1280, False), (390, False), (390, True)]
VIEWS = [SHOE_PAGE, APPLY_PAGE, "/policies?view=notices", PUBLICITY_PAGE]
TARGETS = "button:visible, a[href]:visible, summary:visible, input[type=text]:visible, select:visible"


@pytest.fixture
def faults(node_tool: Callable[[str], Path]) -> Callable[[Reader], list[str]]:
    """Ask axe for the serious and critical faults of a reader's page."""
    axe = node_tool("axe-core/axe.min.js").read_text()

    def find(reader: Reader) -> list[str]:
        reader.page.evaluate(axe)
        found = reader.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]

    return find


def _visit(reader: Reader, path: str) -> None:
    reader.open(path)
    expect(reader.page.locator(".result, .application-form, .notices, .payments")).to_be_visible()
    reader.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_axe_finds_no_serious_fault_and_nothing_scrolls_sideways(
    open_reader: OpenReader, faults: Callable[[Reader], list[str]], width: int, dark: bool
) -> None:
    reader = open_reader(width=width, dark=dark)
    reader.page.get_by_role("combobox").press_sequentially("鞋业")
    expect(reader.page.get_by_role("option")).to_have_count(2)
    reader.page.keyboard.press("ArrowDown")
    assert faults(reader) == []
    reader.page.keyboard.press("Escape")
    reader.sign_in()
    for path in VIEWS:
        _visit(reader, path)
        assert faults(reader) == []
        assert reader.overflow() <= 0
    reader.open(APPLY_PAGE)
    reader.page.get_by_role("button", name="提交申请").click()
    assert faults(reader) == []


def test_targets_are_large_enough_and_no_text_is_small(open_reader: OpenReader) -> None:
    reader = open_reader(width=390).sign_in()
    small = []
    for path in VIEWS:
        _visit(reader, path)
        for target in reader.page.locator(TARGETS).all():
            box = target.bounding_box()
            assert box is not None
            if min(box["height"], box["width"]) < 44:
                small.append((path, target.inner_text(), box))
        small += reader.page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter((node) => node.checkVisibility()
            && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
            && parseFloat(getComputedStyle(node).fontSize) < 16).map((node) => node.className || node.localName)"""
        )
    assert small == []


@pytest.mark.parametrize("width", [320, 768])
def test_large_text_fits(open_reader: OpenReader, width: int) -> None:
    reader = open_reader(width=width).sign_in()
    for path in VIEWS:
        _visit(reader, path)
        reader.page.evaluate("document.documentElement.style.setProperty('--text', '24px')")
        assert reader.overflow() <= 0


def test_the_first_stop_of_the_keyboard_leads_past_the_head(reader: Reader) -> None:
    reader.page.keyboard.press("Tab")
    expect(reader.page.get_by_role("link", name="跳到正文")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("main")).to_be_focused()


def test_every_page_says_that_its_data_are_samples(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    expect(reader.page.locator(".sample")).to_contain_text("示例数据")
    expect(reader.page.locator("footer")).to_contain_text("仅供演示")
