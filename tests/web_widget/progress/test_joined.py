"""The page before the real service: what both sides were written against, they also do together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web_widget.guests import REFUSED, Guest, guests

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LATE, LATE_FACTOR = "LC2026000110", "5510"
DONE, DONE_FACTOR = "LC2026000114", "5514"


@pytest.fixture
def guest(browser: Browser, live_server: str) -> Iterator[Guest]:
    """Somebody on a phone, before the real service."""
    with guests(browser, live_server) as start:
        yield start("/progress", width=390)


def _look(page: Page, number: str, verify: str) -> None:
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("验证信息后四位").fill(verify)
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("#case-title")).to_be_focused()


def test_the_case_to_try_is_there(guest: Guest) -> None:
    guest.page.get_by_role("button", name="替我填上").click()
    guest.page.get_by_role("button", name="查进度").click()
    expect(guest.page.locator("#case-title")).to_be_focused()
    expect(guest.page.locator(".limit-words")).to_contain_text("个工作日")
    expect(guest.page.locator(".sample-mark")).to_be_visible()


def test_a_late_case_is_urged_and_a_finished_one_is_rated(guest: Guest) -> None:
    page = guest.page
    _look(page, LATE, LATE_FACTOR)
    expect(page.locator(".limit-words")).to_contain_text("已经超过承诺时限")
    page.get_by_label("想说的话").fill("等着用")
    page.get_by_role("button", name="催一催").click()
    expect(page.locator(".urge-history")).to_contain_text("等答复")
    expect(page.locator(".urge-history")).to_contain_text("等着用")
    _look(page, DONE, DONE_FACTOR)
    page.get_by_label("非常不满意").check()
    page.locator(".reasons input").first.check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".given")).to_contain_text("您的评价：非常不满意")
    expect(page.locator(".given")).to_contain_text("部门正在核实")


def test_a_wrong_factor_and_an_unknown_number_read_the_same(guest: Guest) -> None:
    guest.expected_faults = (REFUSED,)
    page = guest.page
    said = []
    for number in ("LC2026000105", "LC2026999999"):
        page.get_by_label("办件编号").fill(number)
        page.get_by_label("验证信息后四位").fill("0000")
        page.get_by_role("button", name="查进度").click()
        expect(page.locator(".not-found h2")).to_be_focused()
        said.append(page.locator("[data-result]").inner_text())
    assert said[0] == said[1]
