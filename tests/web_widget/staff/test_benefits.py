"""Payment runs and the desk of applications in a real browser, over the real service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.staff.conftest import Office, OpenDesk
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def begin(page: Page, measure: str) -> None:
    """Begin a run."""
    page.get_by_role("button", name="发起一次兑付").click()
    dialog = page.locator("[data-dialog]")
    dialog.get_by_role("button", name="开始").click()
    expect(dialog.get_by_role("alert")).to_have_text("请选一个条款。")
    dialog.get_by_label("哪个条款").select_option(measure)
    dialog.get_by_label("预算，元").fill("1,000,000")
    dialog.get_by_role("button", name="开始").click()


def test_a_run_goes_from_its_beginning_to_publicity(open_desk: OpenDesk) -> None:
    page = open_desk("陈经办", hash_="#runs").page
    begin(page, "P001-1")
    expect(page.get_by_role("heading", level=1, name="首次入规奖励")).to_be_visible()
    expect(page.locator(".steps [aria-current]")).to_contain_text("核对、公示")
    expect(page.get_by_role("region", name="名单")).to_contain_text("泉州榛柏熙鞋业有限公司")
    page.get_by_role("button", name="按冻结的数据重算一遍").click()
    expect(page.locator("[data-live]")).to_have_text("重算一遍，结果完全一样。")
    page.get_by_role("button", name="开始公示").click()
    dialog = page.locator("[data-dialog]")
    expect(dialog).to_contain_text("大家都能看到企业名称和金额")
    dialog.get_by_role("button", name="开始公示").click()
    expect(page.locator(".steps [aria-current]")).to_contain_text("处理异议、批准")
    expect(page.get_by_role("button", name="批准")).to_have_count(0)


def test_a_run_is_cancelled_with_a_reason_only(open_desk: OpenDesk) -> None:
    page = open_desk("陈经办", hash_="#runs").page
    begin(page, "P001-2")
    page.get_by_text("取消这次兑付", exact=True).click()
    page.get_by_role("button", name="确定取消这次兑付").click()
    expect(page.locator("[data-live]")).to_have_text("请写明理由。")
    page.get_by_label("理由").fill("选错了条款")
    page.get_by_role("button", name="确定取消这次兑付").click()
    expect(page.locator(".panel")).to_contain_text("已取消")


def test_an_application_is_accepted_and_returned_with_a_reason(open_desk: OpenDesk, office: Office) -> None:
    number = office.apply("P038-3", "s" * 20)
    page = open_desk("陈经办", hash_="#desk").page
    row = page.locator(".document", has_text=number)
    expect(row).to_contain_text("泉州榛柏熙鞋业有限公司")
    row.click()
    expect(page.locator(".papers")).to_contain_text("数字化改造项目申请表")
    with page.expect_download() as download:
        page.locator(".papers").get_by_role("button").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator("[data-live]")).to_contain_text("已受理")
    page.get_by_text("退回补正", exact=True).click()
    page.get_by_label("理由（企业会看到）").first.fill("合同缺盖章页")
    page.get_by_role("button", name="确定退回补正").click()
    expect(page.locator(".history")).to_contain_text("合同缺盖章页")
    page.get_by_role("link", name="← 申报受理").click()
    page.get_by_label("看哪一步的").select_option("returned")
    expect(page.locator(".document")).to_have_count(1)


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_axe_finds_no_serious_fault_and_it_fits(
    open_desk: OpenDesk, office: Office, node_tool: Callable[[str], Path], width: int, dark: bool
) -> None:
    with office.api("陈经办") as client:
        begun = client.post("/api/v1/benefits/runs", json={"measure_id": "P028-2"})  # the same run where it is there
        assert begun.is_success or begun.status_code == 409, begun.text
        runs = client.get("/api/v1/benefits/runs").json()["runs"]
        run = next(run["id"] for run in runs if run["measure_id"] == "P028-2")  # no other test edits P028's labels
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("陈经办", width=width, dark=dark, hash_=f"#runs/{run}")
    page = colleague.page
    expect(page.get_by_role("region", name="名单")).to_contain_text("有限公司")
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0
    page.get_by_role("link", name="申报受理").click()
    expect(page.get_by_role("heading", level=1, name="申报受理")).to_be_visible()
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0


def test_editors_see_no_money_and_agents_no_labels(open_desk: OpenDesk) -> None:
    links = open_desk("李编辑").page.locator("[data-nav] a")
    expect(links).to_have_text(["政策标签"])
    links = open_desk("陈经办").page.locator("[data-nav] a")
    expect(links).to_have_text(["免申即享兑付", "申报受理", "办件"])
    links = open_desk("林主任").page.locator("[data-nav] a")
    claims = ["企业举报", "投诉分析", "疑似人员", "案件", "移送协同"]
    expect(links).to_have_text(["政策标签", "免申即享兑付", "申报受理", "办件", *claims])
    expect(open_desk("周监管").page.locator("[data-nav] a")).to_have_text(claims)
    expect(open_desk("吴警官").page.locator("[data-nav] a")).to_have_text(["移送协同"])
