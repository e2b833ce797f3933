"""The pages before the real service: what both sides were written against, they also do together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import PATIENCE_MS
from tests.web_widget.policies.conftest import Reader
from tests.web_widget.policies.fake_benefits import Desk
from tests.web_widget.policies.fake_matching import SHOE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def guest(browser: Browser, live_server: str) -> Iterator[Reader]:
    """Somebody who has not signed in, before the real service."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    reader = Reader(context.new_page(), live_server, Desk())
    yield reader.open()
    context.close()
    assert reader.unexpected() == []


def test_a_name_with_a_wrong_character_leads_to_what_public_data_decide(guest: Reader) -> None:
    guest.page.get_by_role("combobox").press_sequentially("榛柏溪鞋业")
    expect(guest.page.get_by_role("option").first).to_contain_text(SHOE["name"])
    guest.page.keyboard.press("ArrowDown")
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_role("heading", name=SHOE["name"])).to_be_focused()
    expect(guest.page.locator(".scope")).to_contain_text("只按公开信息计算")
    expect(guest.page.locator("[data-list=near] .gap").first).to_be_visible()
    expect(guest.page.locator("[data-list=unknown] .why").first).to_contain_text("登录以后可以看")
    words = guest.page.locator("[data-view-body]").inner_text()
    # What only the company's own staff may see is not even in the page.
    assert "营业收入 2,600" not in words
    guest.page.locator("[data-list=near] a.link").first.click()
    expect(guest.page.get_by_role("dialog", name="政策文件").locator(".card-title")).to_be_attached()


def test_what_needs_an_account_asks_for_it_and_publicity_does_not(guest: Reader) -> None:
    guest.expected_faults = ("401",)
    guest.page.get_by_role("link", name="我的申请").click()
    expect(guest.page.locator(".sign-in-first")).to_be_visible()
    guest.sign_in("wrong")
    expect(guest.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("账号或者密码不对")
    guest.page.keyboard.press("Escape")
    guest.page.get_by_role("link", name="公示").click()
    expect(guest.page.get_by_role("heading", name="兑付公示")).to_be_focused()
