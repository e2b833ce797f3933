"""The page before the real service: what both sides were written against, they also do together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.web_widget.guests import Guest, guests

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PDF: FilePayload = {"name": "投诉单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\nwords\n%%EOF"}


@pytest.fixture
def guest(browser: Browser, live_server: str) -> Iterator[Guest]:
    """A shopkeeper on a phone, before the real service."""
    with guests(browser, live_server) as start:
        yield start("/claims", width=390)


def test_a_report_is_kept_sent_looked_up_and_added_to(guest: Guest) -> None:
    page = guest.page
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("企业名称").fill("鲤城区山海食品店")
    page.get_by_label("联系人").fill("林海")
    page.get_by_label("联系电话").fill("0595-22000000")
    expect(page.locator(".saved")).to_contain_text("已保存")
    page.reload()
    expect(page.get_by_label("联系人")).to_have_value("林海")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="昨天").click()
    page.get_by_label("打电话").check()
    page.get_by_label("事情经过").fill("买了三十包，说标签不对。")
    page.get_by_role("link", name="提了什么要求").click()
    page.get_by_label("对方要求什么").fill("要求十倍赔偿。")
    page.get_by_label("要求赔付的金额").fill("３，０００元")
    page.get_by_role("button", name="下一步").click()
    page.locator("#evidence").set_input_files([PDF])
    expect(page.locator(".evidence .sent")).to_contain_text("和您设备上的文件一致")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已经收到您的反映")).to_be_focused()
    receipt, code = page.locator(".slip").all_inner_texts()
    page.reload()
    expect(page.locator(".slip")).to_have_text([receipt, code])
    page.get_by_role("link", name="去查处理情况").click()
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查一查").click()
    expect(page.locator(".found-status .state")).to_have_text("已提交")
    page.get_by_label("要补充的内容").fill("对方又打来一次。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator("[data-live]")).to_have_text("补充已经收到。")


def test_the_questionnaire_in_force_can_be_answered(guest: Guest) -> None:
    guest.open("/claims?view=questionnaire")
    page = guest.page
    page.get_by_label("企业名称").fill("山海商行")
    for words in ("10 人以下", "餐饮", "应对反复索赔", "有，一次"):
        page.get_by_label(words).check()
    page.get_by_label("如果赔过钱").fill("1,000")
    page.get_by_role("button", name="提交问卷").click()
    expect(page.get_by_role("heading", name="问卷已经收到，谢谢您")).to_be_focused()
