"""Everyone can use it: axe finds no serious fault, it fits small screens and large text, and nothing has to move."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.test_choices import CHOICES, HOTLINE, POLICE
from tests.web_widget.test_policies import CITED, POLICY
from tests.web_widget.visitor import LOST_CARD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS = [(1280, 800, False), (1280, 800, True), (390, 844, False), (390, 844, True), (320, 640, False)]
CALLS = [POLICE, HOTLINE]
TARGETS = "button:visible, a[href]:visible, summary:visible, textarea:visible, label.material:visible"


def _serious_faults(page: Page, axe: Path) -> list[str]:
    # Through the browser's own channel, since the page's policy lets no foreign script in.
    page.evaluate(axe.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def _policy_stands(visitor: Visitor, status: str) -> None:
    """Let the service's own P001 have another standing."""
    policy = visitor.page.request.get(f"{visitor.base}/api/v1/policies/P001").json() | {"status": status}
    visitor.page.unroute(POLICY)
    visitor.page.route(POLICY, lambda route: route.fulfill(json=policy))


@pytest.fixture
def faults(node_tool: Callable[[str], Path]) -> Callable[[Visitor], list[str]]:
    """Ask axe for the serious and critical faults of a visitor's page."""
    axe = node_tool("axe-core/axe.min.js")
    return lambda visitor: _serious_faults(visitor.page, axe)


@pytest.mark.parametrize(("width", "height", "dark"), SCREENS)
def test_axe_finds_no_serious_fault(
    open_page: OpenPage, faults: Callable[[Visitor], list[str]], width: int, height: int, dark: bool
) -> None:
    visitor = open_page(width=width, height=height, dark=dark)
    assert faults(visitor) == []
    card = visitor.open_card(visitor.ask(LOST_CARD))
    for section in card.locator("details").all():
        section.evaluate("node => { node.open = true; }")
    assert faults(visitor) == []


def test_axe_sees_a_fault_planted_inside_the_widget(visitor: Visitor, faults: Callable[[Visitor], list[str]]) -> None:
    visitor.box.evaluate("node => { node.id = 'unlabelled'; node.placeholder = ''; }")
    assert any("label" in fault for fault in faults(visitor))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_serious_fault_in_failure_crisis_and_sheets(
    open_page: OpenPage, faults: Callable[[Visitor], list[str]], dark: bool
) -> None:
    visitor = open_page(width=390, height=844, dark=dark)
    visitor.expected_faults = ("Failed to load resource",)
    visitor.answers(
        outcome="crisis", text="您不是一个人。", actions=[{"kind": "call", "label": "报警", "number": "110"}]
    )
    visitor.ask("我不想活了")
    visitor.page.unroute_all()
    visitor.page.route("**/api/v1/chat", lambda route: route.abort())
    visitor.box.fill("你好")
    visitor.box.press("Enter")
    expect(visitor.failure).to_be_visible()
    assert faults(visitor) == []
    visitor.page.get_by_role("button", name="政务服务").click()
    visitor.page.locator(".groups summary").first.click()
    expect(visitor.page.locator(".entry").first).to_be_visible()
    assert faults(visitor) == []
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="视频办").click()
    assert faults(visitor) == []


@pytest.mark.parametrize(("width", "height", "dark"), SCREENS[1:])
def test_axe_finds_no_serious_fault_in_choices_and_policy_files(
    open_page: OpenPage, faults: Callable[[Visitor], list[str]], width: int, height: int, dark: bool
) -> None:
    visitor = open_page(width=width, height=height, dark=dark, path="/?policy=P001#第三条")
    expect(visitor.page.locator("dialog .article.cited")).to_be_visible()
    visitor.page.locator("dialog .measures > summary").click()
    assert faults(visitor) == []
    visitor.page.keyboard.press("Escape")
    for outcome in ("clarify", "answered", "handover"):
        visitor.answers(outcome=outcome, suggestions=CHOICES, actions=CALLS, citations=[CITED])
        reply = visitor.ask("我想开店")
        assert faults(visitor) == []
    visitor.page.unroute_all()
    for status in ("in_force", "ended"):
        _policy_stands(visitor, status)
        visitor.open_card(reply)
        assert faults(visitor) == []
        reply.get_by_role("button", name="收起文件").click()
    assert visitor.page.locator(".log").evaluate("node => node.scrollWidth - node.clientWidth") <= 0


@pytest.mark.parametrize("width", [320, 360, 390, 768, 901, 1280, 1920])
def test_no_width_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    visitor = open_page(width=width, height=700)
    assert visitor.overflow() <= 0
    card = visitor.open_card(visitor.ask(LOST_CARD))
    for section in card.locator("details").all():
        section.evaluate("node => { node.open = true; }")
    assert visitor.overflow() <= 0
    assert visitor.page.locator(".log").evaluate("node => node.scrollWidth - node.clientWidth") <= 0


@pytest.mark.parametrize("size", [16, 24, 30])
def test_larger_text_fits_a_phone(open_page: OpenPage, size: int) -> None:
    visitor = open_page(width=390, height=844)
    assistant = visitor.page.locator("quanquan-assistant")
    assistant.evaluate("(node, size) => node.style.setProperty('--qq-font-size', `${size}px`)", size)
    visitor.answers(outcome="clarify", suggestions=CHOICES, actions=CALLS, citations=[CITED])
    visitor.open_card(visitor.ask("我想开店"))
    visitor.page.unroute_all()
    reply = visitor.ask(LOST_CARD)
    visitor.open_card(reply)
    assert visitor.overflow() <= 0
    assert visitor.page.locator(".log").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    assert reply.locator(".words").evaluate("node => getComputedStyle(node).fontSize") == f"{size}px"


def test_no_text_is_smaller_than_16_pixels(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    visitor.open_card(visitor.ask(LOST_CARD))
    visitor.answers(outcome="clarify", suggestions=CHOICES, actions=CALLS, citations=[CITED])
    visitor.open_card(visitor.ask("我想开店"))
    small = visitor.page.evaluate(
        """() => { const out = [];
        const walk = (root) => { for (const node of root.querySelectorAll("*")) {
          if (node.shadowRoot) walk(node.shadowRoot);
          const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
          if (own && node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize) < 16) out.push(node.className || node.localName);
        } };
        walk(document.body); return out; }"""
    )
    assert small == []


def test_targets_are_large_enough_for_a_finger(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    visitor.open_card(visitor.ask(LOST_CARD))
    visitor.answers(outcome="clarify", suggestions=CHOICES, actions=CALLS, citations=[CITED])
    visitor.open_card(visitor.ask("我想开店")).locator(".measures > summary").click()
    small = []
    for target in visitor.page.locator(TARGETS).all():
        box = target.bounding_box()
        assert box is not None
        if min(box["height"], box["width"]) < 44:
            small.append((target.inner_text(), box))
    assert small == []


def test_reduced_motion_means_no_motion(open_page: OpenPage) -> None:
    visitor = open_page(reduced_motion="reduce")
    release = visitor.holds_back()
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".pending")).to_be_visible()
    assert visitor.page.evaluate("document.getAnimations({subtree: true}).length") == 0
    assert visitor.page.locator(".dots i").first.evaluate("node => getComputedStyle(node).animationName") == "none"
    assert visitor.page.locator(".log").evaluate("node => getComputedStyle(node).scrollBehavior") == "auto"
    release()
    visitor.reply(0)


def test_waiting_moves_where_motion_is_welcome(open_page: OpenPage) -> None:
    visitor = open_page(reduced_motion="no-preference")
    release = visitor.holds_back()
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    dot = visitor.page.locator(".dots i").first
    expect(dot).to_be_visible()
    assert dot.evaluate("node => getComputedStyle(node).animationName") == "beat"
    release()
    visitor.reply(0)


def test_replies_are_read_aloud_and_cards_are_not(visitor: Visitor) -> None:
    log = visitor.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    reply = visitor.ask(LOST_CARD)
    assert reply.locator(".words").evaluate("node => node.closest('[aria-live]').getAttribute('role')") == "log"
    card = visitor.open_card(reply)
    assert card.evaluate("node => node.closest('[aria-live]').getAttribute('aria-live')") == "off"


def test_forced_colours_keep_the_outlines(open_page: OpenPage) -> None:
    visitor = open_page(forced_colors="active")
    card = visitor.open_card(visitor.ask(LOST_CARD))
    expect(card).to_have_css("border-top-style", "solid")
