"""The desk of reports in a real browser, over the real service; only 市场监管 gets in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.web_widget.staff.conftest import Office, OpenDesk
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_report_is_read_its_file_saved_accepted_and_asked_about(open_desk: OpenDesk, office: Office) -> None:
    receipt = office.report("鲤城区山海食品店", "a" * 20, coercion="不给钱就一直举报")
    page = open_desk("周监管", hash_="#reports").page
    row = page.locator(".document", has_text=receipt)
    expect(row).to_contain_text("提到威胁、要挟")
    row.click()
    expect(page.locator(".written")).to_contain_text("要求十倍赔偿。")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载投诉单.pdf").click()
    assert download.value.suggested_filename == "投诉单.pdf"
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator("[data-live]")).to_contain_text("已受理")
    page.get_by_text("请企业补充", exact=True).click()
    page.get_by_role("button", name="确定请企业补充").click()
    expect(page.get_by_role("alert").filter(has_text="请写说明。")).to_be_visible()
    page.get_by_label("要问的问题").fill("付款是哪一天？")
    page.get_by_role("button", name="确定请企业补充").click()
    expect(page.locator(".history").first).to_contain_text("付款是哪一天？")
    expect(page.locator(".history").last).to_contain_text("周监管")


def test_a_lead_of_the_questionnaire_is_handled(open_desk: OpenDesk, office: Office) -> None:
    answers = {"size": "micro", "trade": "catering", "needs": ["claims"], "met_claims": "several"}
    body = {"version": "2026-11", "company": "山海小馆", "contact_phone": "0595-22000000", "answers": answers}
    assert httpx.post(f"{office.url}/api/v1/claims/questionnaire", json=body, timeout=30).status_code == 201
    page = open_desk("林主任", hash_="#reports/leads").page
    row = page.locator(".document", has_text="山海小馆")
    row.get_by_text("处理结果", exact=True).click()
    row.get_by_label("怎么联系的").fill("电话联系，已指导收集证据。")
    row.get_by_role("button", name="发出处理结果").click()
    expect(row).to_contain_text("已指导收集证据")


@pytest.mark.parametrize("name", ["陈经办", "吴警官", "李编辑"])
def test_others_see_no_desk_of_reports_and_get_none_by_its_address(open_desk: OpenDesk, name: str) -> None:
    page = open_desk(name, hash_="#reports").page
    expect(page.get_by_role("heading", name="这里没有您能用的栏目")).to_be_visible()
    expect(page.locator("[data-nav]")).not_to_contain_text("企业举报")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_no_serious_fault_and_it_fits(
    open_desk: OpenDesk, office: Office, node_tool: Callable[[str], Path], width: int, dark: bool
) -> None:
    receipt = office.report("山海商行", f"b{width}" * 5)
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("周监管", width=width, dark=dark, hash_="#reports")
    page = colleague.page
    expect(page.locator(".document", has_text=receipt)).to_be_visible()
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0
    page.locator(".document", has_text=receipt).click()
    expect(page.locator(".written")).to_be_visible()
    for action in page.locator("details.action > summary").all():
        action.click()
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0
