"""投诉分析 in a real browser, over the real service and the shipped sample register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web_widget.staff.conftest import OpenDesk
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_an_officer_reads_figures_filters_them_and_saves_the_list_of_traders(open_desk: OpenDesk) -> None:
    page = open_desk("周监管", hash_="#analysis").page
    figures = page.locator(".figures").first
    expect(figures).to_contain_text("600 件")
    assert page.locator(".plot svg").count() == 2
    page.get_by_label("类别").select_option("lawsuit")
    expect(figures).not_to_contain_text("600 件")
    page.get_by_label("类别").select_option("")
    expect(figures).to_contain_text("600 件")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载名单").click()
    assert download.value.suggested_filename == "集中投诉商户.csv"


def test_a_trader_opens_the_network_around_it_with_the_same_in_words(open_desk: OpenDesk) -> None:
    page = open_desk("周监管", hash_="#analysis").page
    row = page.get_by_role("region", name="被集中投诉的商户").locator("tbody tr").first
    name = row.locator("a").inner_text()
    row.locator("a").click()
    expect(page.get_by_role("heading", name=f"{name} 周围的联系")).to_be_visible()
    assert page.locator(".plot .knot").count() > 1
    page.get_by_text("用文字看联系").click()
    expect(page.locator(".plot .data table")).to_contain_text("件")


def test_similar_cases_are_found_by_words(open_desk: OpenDesk) -> None:
    page = open_desk("周监管", hash_="#analysis").page
    words = page.get_by_label("把投诉的话粘贴在这里")
    words.fill("太短")
    page.get_by_role("button", name="查找相似的").click()
    expect(page.locator("[data-live]")).to_contain_text("至少写 10 个字")
    words.fill("买的食品标签上没有标注营养成分表，要求退款并赔偿一千元。")
    page.get_by_role("button", name="查找相似的").click()
    expect(page.locator("article.panel").first).to_contain_text("相似")


def test_an_analyst_sees_masked_names_only(open_desk: OpenDesk) -> None:
    page = open_desk("郑分析", hash_="#analysis").page
    expect(page.locator("[role=status]").first).to_contain_text("少于 5 的数字不显示")
    assert page.locator("[data-nav] a").all_inner_texts() == ["投诉分析"]


@pytest.mark.parametrize("name", ["陈经办", "吴警官", "李编辑"])
def test_others_get_no_analysis(open_desk: OpenDesk, name: str) -> None:
    page = open_desk(name, hash_="#analysis").page
    expect(page.get_by_role("heading", name="这里没有您能用的栏目")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_no_serious_fault_and_it_fits(
    open_desk: OpenDesk, node_tool: Callable[[str], Path], width: int, dark: bool
) -> None:
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("周监管", hash_="#analysis", width=width, dark=dark)
    expect(colleague.page.locator(".plot svg").first).to_be_visible()
    assert _serious_faults(colleague.page, axe) == []
    assert colleague.overflow() <= 0
    assert colleague.unexpected() == []
