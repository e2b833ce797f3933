"""公示: open to everybody, name by name, and whoever finds something wrong is heard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web_widget.policies.conftest import PUBLICITY_PAGE, OpenReader, Reader

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_every_name_and_sum_can_be_read_without_signing_in(reader: Reader) -> None:
    reader.page.get_by_role("link", name="公示").click()
    expect(reader.page.locator(".application")).to_contain_text("60 家企业，合计 600万元")
    reader.page.get_by_role("link", name="首次入规奖励").click()
    rows = reader.page.locator(".payments tbody tr")
    expect(rows).to_have_count(50)
    reader.page.get_by_role("button", name="再看一些").click()
    expect(rows).to_have_count(60)
    expect(rows.last).to_contain_text("100,000")
    expect(reader.page.get_by_role("button", name="再看一些")).to_have_count(0)


def test_an_objection_is_checked_and_taken_down_once(open_reader: OpenReader) -> None:
    reader = open_reader(PUBLICITY_PAGE)
    send = reader.page.get_by_role("button", name="提交异议")
    send.click()
    expect(reader.page.get_by_label("哪里不对")).to_be_focused()
    expect(reader.page.locator("#objection-contact-error")).to_contain_text("请留下电话")
    reader.page.get_by_label("哪里不对").fill("去年已经入规了")
    reader.page.get_by_label("名单里的序号").fill("６１")
    reader.page.get_by_label("怎么联系您").fill("13905951234")
    send.click()
    expect(reader.page.locator("#objection-line-error")).to_contain_text("1 到 60")
    reader.page.get_by_label("名单里的序号").fill("3")
    send.click()
    expect(reader.page.get_by_text("您的异议已经登记。")).to_be_focused()
    assert reader.desk.objections == [{"text": "去年已经入规了", "contact": "13905951234", "line": 3}]


def test_a_publicity_that_has_ended_is_said(open_reader: OpenReader) -> None:
    reader = open_reader("")
    reader.expected_faults = ("404",)
    reader.open("/policies?view=publicity&number=gone")
    expect(reader.page.locator(".failure")).to_contain_text("已经结束")
