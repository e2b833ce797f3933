"""The citizen page around the assistant: honest boards, a directory, and a page that works without luck."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_page_says_what_it_is_and_that_its_data_are_samples(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("泉州市鲤城区政务服务智能助手")
    expect(visitor.page.locator(".notice")).to_contain_text("示例数据")
    expect(visitor.page.locator("footer.bottom a.bottom-call")).to_have_attribute("href", "tel:12345")


@pytest.mark.parametrize("board", ["视频办", "政务公开", "数智门牌"])
def test_board_that_is_not_built_says_so_and_offers_another_way(visitor: Visitor, board: str) -> None:
    visitor.page.get_by_role("button", name=board).click()
    sheet = visitor.page.get_by_role("dialog", name=board)
    expect(sheet).to_contain_text(re.compile("还没有(开通|接入)"))
    expect(sheet.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    sheet.get_by_role("button", name="问全全").click()
    expect(sheet).to_be_hidden()
    expect(visitor.box).to_be_focused()


def test_directory_lists_every_guide_and_asks_the_one_picked(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="政务服务").click()
    sheet = visitor.page.get_by_role("dialog", name="政务服务")
    expect(sheet.get_by_role("status")).to_have_text("共164项")
    sheet.get_by_label("找一找").fill("身份证 丢失")
    expect(sheet.locator(".entry")).to_have_count(1)
    sheet.locator(".entry").click()
    expect(sheet).to_be_hidden()
    expect(visitor.reply(0).locator(".source").first).to_contain_text("居民身份证补领（丢失）")
    assert visitor.asked[-1]["item_id"] == "GA-015"


def test_directory_narrows_by_audience_and_groups_by_department(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="政务服务").click()
    sheet = visitor.page.get_by_role("dialog", name="政务服务")
    expect(sheet.locator(".group-name", has_text="新生儿出生")).to_be_visible()
    sheet.get_by_role("radio", name="部门").check()
    expect(sheet.locator(".group-name", has_text="公安分局")).to_be_visible()
    sheet.get_by_role("radio", name="企业").check()
    expect(sheet.get_by_role("status")).not_to_have_text("共164项")
    audiences = set(sheet.locator(".entry-more").all_text_contents())
    assert audiences
    assert all(words.endswith("企业") for words in audiences)


def test_directory_that_does_not_come_is_said(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.expected_faults = ("Failed to load resource",)
    visitor.page.route("**/api/v1/guides", lambda route: route.abort())
    visitor.page.get_by_role("button", name="政务服务").click()
    expect(visitor.page.locator(".found")).to_contain_text("暂时打不开")
    visitor.page.keyboard.press("Escape")
    visitor.page.unroute_all()
    visitor.page.get_by_role("button", name="政务服务").click()
    expect(visitor.page.locator(".found")).to_have_text("共164项")


def test_without_script_the_page_names_the_hotline(open_page: OpenPage) -> None:
    visitor = open_page(path="", java_script_enabled=False)
    visitor.page.goto(visitor.base)
    expect(visitor.page.locator("noscript a")).to_have_attribute("href", "tel:12345")
    expect(visitor.page.locator("noscript a")).to_be_visible()


def test_page_is_served_under_a_policy_without_inline_code(live_server: str) -> None:
    response = httpx.get(live_server)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_page_that_the_browser_kept_is_not_shut_by_its_revalidation(live_server: str) -> None:
    first = httpx.get(live_server)
    again = httpx.get(live_server, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    policies = {response.headers.get("content-security-policy") for response in (first, again)}
    assert policies - {None} == {first.headers["content-security-policy"]}


def test_link_to_a_guide_shows_it_once(open_page: OpenPage) -> None:
    visitor = open_page(path="/?guide=GA-015")
    expect(visitor.reply(0).locator(".card-title")).to_have_text("居民身份证补领（丢失）")
    visitor.page.reload()
    expect(visitor.questions).to_have_count(1)


def test_link_to_an_unknown_guide_says_so_and_leaves_the_conversation_usable(open_page: OpenPage) -> None:
    visitor = open_page(path="/?guide=ZZ-999")
    visitor.expected_faults = ("Failed to load resource",)
    expect(visitor.page.get_by_role("dialog")).to_contain_text("没有找到这份办事指南")
    visitor.page.keyboard.press("Escape")
    visitor.ask("身份证丢了咋整")
