"""The label editor in a real browser: text and labels side by side, deciding, saving, versions, everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web_widget.staff.conftest import Office, OpenDesk
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CLAUSE = "上年度营业收入增速达10%及以上"
"""Words of P001's fifth article."""


def human(body: dict[str, Any]) -> None:
    """Put a clause for a person into the third measure."""
    body["measures"][2]["conditions"]["all"].append({"human": CLAUSE})


@pytest.fixture(scope="module")
def waiting(office: Office) -> Office:
    """P001 with a clause that waits."""
    office.save("王编辑", "P001", human)
    return office


def test_a_stranger_signs_in_and_a_company_finds_no_desk(open_desk: OpenDesk) -> None:
    stranger = open_desk()
    stranger.page.goto(f"{stranger.base}/staff")
    expect(stranger.page.get_by_role("heading", name="请先登录")).to_be_visible()
    stranger.page.get_by_role("button", name="登录").click()
    stranger.page.get_by_label("账号").fill("李编辑")
    stranger.page.get_by_label("密码").fill("错的密码")
    stranger.page.keyboard.press("Enter")
    expect(stranger.dialog.get_by_role("alert")).to_contain_text("账号或者密码不对")
    stranger.sign_in("某企业")
    expect(stranger.page.get_by_role("heading", name="这里没有您能用的栏目")).to_be_visible()


def test_documents_that_need_an_editor_come_first_and_can_be_found(waiting: Office, open_desk: OpenDesk) -> None:
    page = open_desk("李编辑").page
    first = page.locator(".document").first
    expect(first).to_contain_text("鲤城区支持工业企业上规入库若干措施")
    expect(first).to_contain_text("1 处待核对")
    page.get_by_label("只看要处理的").check()
    expect(page.locator(".document").first).to_contain_text("待核对")
    expect(page.locator(".document", has_not=page.locator(".badge.warn"))).to_have_count(0)
    page.get_by_label("只看要处理的").uncheck()
    page.get_by_label("找文件").fill("研发 分段")
    expect(page.locator(".document")).to_have_count(1)


def test_a_label_marks_its_words_and_words_show_their_label(waiting: Office, open_desk: OpenDesk) -> None:
    page = open_desk("李编辑").edit("P001").page
    award = page.locator('[data-key="P001-3/award"]')
    award.hover()
    expect(page.locator("mark.lit", has_text="工业总产值达到5000万元")).to_be_visible()
    mark = page.locator("mark", has_text="企业于2026年12月20日前")
    mark.press("Enter")
    expect(page.locator('[data-key="P001-3/deadline"] input').first).to_be_focused()


def test_a_clause_becomes_a_condition_and_is_saved_as_a_version(open_desk: OpenDesk, office: Office) -> None:
    office.save(
        "王编辑", "P003", lambda body: body["measures"][0]["conditions"]["all"].append({"human": "经营状况良好"})
    )
    page = open_desk("李编辑").edit("P003").page
    page.get_by_role("button", name="改成条件").click()
    clause = page.locator(".clause", has=page.get_by_label("看企业的"))
    clause.get_by_label("看企业的").select_option("tax_paid")
    clause.get_by_label("数值").fill("３００")
    expect(clause.locator(".clause-words")).to_contain_text("纳税额不低于（含） 300 万元")
    page.get_by_role("button", name="核对并保存").click()
    dialog = page.locator("[data-dialog]")
    expect(dialog).to_contain_text("新增条件：纳税额达到 300 万元")
    expect(dialog).to_contain_text("没有标出它所依据的原文")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_have_text("请逐条核对，核对过的打勾。")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_label("改了什么、为什么改").fill("按解读文件，经营状况良好指纳税 300 万元以上")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("[data-live]")).to_contain_text("已保存为第 2 版")
    with office.api("李编辑") as client:
        opened = client.get("/api/v1/labels/P003").json()
    assert opened["measures"][0]["conditions"]["all"][-1] == {"field": "tax_paid", "op": ">=", "value": 300}
    assert [decision["how"] for decision in opened["decisions"]] == ["read"]


def test_a_clause_is_kept_for_a_person_or_dropped_with_a_reason(open_desk: OpenDesk, office: Office) -> None:
    def two(body: dict[str, Any]) -> None:
        body["measures"][0]["conditions"]["all"] += [{"human": "信用良好"}, {"human": "宣示一句"}]

    office.save("王编辑", "P004", two)
    page = open_desk("李编辑").edit("P004").page
    for words in ("信用良好", "宣示一句", "信用良好"):
        page.get_by_role("button", name="去下一处待核对").click()
        expect(page.locator(".human", has_text=words).get_by_role("button").first).to_be_focused()
    kept, dropped = (page.locator(".human", has_text=words) for words in ("信用良好", "宣示一句"))
    kept.get_by_role("button", name="每次由人核对").click()
    expect(kept).to_contain_text("重新处理")
    dropped.get_by_text("这段话不是条件，去掉").click()
    dropped.get_by_role("button", name="去掉").click()
    expect(page.locator("[data-live]")).to_have_text("请先写明去掉的理由。")
    dropped.get_by_label("理由").fill("只是表态")
    dropped.get_by_role("button", name="去掉").click()
    expect(dropped).to_have_count(0)
    page.get_by_text("处理过的原文（1）").click()
    expect(page.locator(".decided")).to_contain_text("已去掉：只是表态")
    expect(page.locator(".save-bar")).not_to_contain_text("待核对")


def test_whoever_is_second_is_told_and_keeps_the_own_edit(open_desk: OpenDesk, office: Office) -> None:
    colleague = open_desk("李编辑").edit("P005")
    colleague.expected_faults += ("status of 409",)
    page = colleague.page
    page.locator('[data-focus$=":title"]').first.fill("我起的名称")

    def theirs(body: dict[str, Any]) -> None:
        body["measures"][0]["documents"] = ["新的申请表"]

    office.save("王编辑", "P005", theirs)
    page.get_by_role("button", name="核对并保存").click()
    dialog = page.locator("[data-dialog]")
    dialog.get_by_label("改了什么、为什么改").fill("改名")
    dialog.get_by_role("button", name="保存", exact=True).click()
    expect(dialog).to_contain_text("王编辑在")
    expect(dialog).to_contain_text("新增材料：新的申请表")
    dialog.get_by_role("button", name="保留我的修改").click()
    expect(page.locator('[data-focus$=":title"]').first).to_have_value("我起的名称")
    page.get_by_role("button", name="核对并保存").click()
    dialog.get_by_label("改了什么、为什么改").fill("改名")
    dialog.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[data-live]")).to_contain_text("已保存为第 2 版")


def test_edits_are_not_left_behind_unasked(open_desk: OpenDesk) -> None:
    page = open_desk("李编辑").edit("P006").page
    page.locator('[data-focus$=":title"]').first.fill("改一半")
    page.get_by_role("link", name="← 政策标签").click()
    dialog = page.locator("[data-dialog]")
    expect(dialog).to_contain_text("有修改还没有保存")
    dialog.get_by_role("button", name="留在这一页").click()
    expect(page.locator('[data-focus$=":title"]').first).to_have_value("改一半")
    page.get_by_role("link", name="← 政策标签").click()
    dialog.get_by_role("button", name="不保存，离开").click()
    expect(page.get_by_role("heading", level=1, name="政策标签")).to_be_visible()


def test_versions_are_compared_and_an_earlier_one_is_restored(open_desk: OpenDesk, office: Office) -> None:
    def renamed(body: dict[str, Any]) -> None:
        body["measures"][0]["title"] = "改过的名称"

    office.save("王编辑", "P007", renamed)
    page = open_desk("李编辑").edit("P007").page
    page.get_by_role("button", name="历次版本").click()
    dialog = page.locator("[data-dialog]")
    dialog.get_by_role("button", name="看改了什么").click()
    expect(dialog.locator(".changes")).to_contain_text("改为“改过的名称”")
    dialog.get_by_role("button", name="恢复…").click()
    dialog.get_by_role("button", name="恢复成这一版").click()
    expect(page.locator("[data-live]")).to_contain_text("已恢复，成为第 2 版")


def test_selected_words_become_a_quote(open_desk: OpenDesk) -> None:
    page = open_desk("李编辑").edit("P008").page
    article = page.locator(".article").nth(1)
    article.scroll_into_view_if_needed()
    page.evaluate(
        """() => {
          const piece = document.querySelector('[data-article="1"] [data-start]').firstChild;
          document.getSelection().setBaseAndExtent(piece, 0, piece, 6);
          document.querySelector('.text').dispatchEvent(new PointerEvent('pointerup'));
        }"""
    )
    expect(page.locator("[data-live]")).to_contain_text("选中了“第一条")
    award = page.locator('[data-key="P008-1/award"]')
    award.get_by_role("button", name="用选中的原文").click()
    expect(award.locator("q").last).to_contain_text("第一条")
    award.get_by_placeholder("或者抄一段原文").fill("原文里绝对没有的一句话")
    award.get_by_role("button", name="加为依据").click()
    expect(page.locator("[data-live]")).to_contain_text("原文里没有找到这段话")


def test_a_condition_becomes_alternatives_and_their_opposite(open_desk: OpenDesk) -> None:
    page = open_desk("李编辑").edit("P009").page
    clause = page.locator(".clause").first
    clause.get_by_role("button", name="修改").click()
    clause.get_by_role("button", name="加一条“或者”").click()
    expect(clause.locator(".clause-words")).to_contain_text("符合其中之一")
    clause.locator("li li, .parts > li").last.get_by_role("button", name="去掉这一条").click()
    expect(clause.locator(".clause-words")).not_to_contain_text("其中之一")
    clause.get_by_role("button", name="改为“不属于”").click()
    expect(clause.locator(".clause-words")).to_contain_text("不属于：")
    clause.get_by_role("button", name="改为“属于”").click()
    expect(page.locator(".save-bar")).to_contain_text("没有新的修改")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_axe_finds_no_serious_fault_and_it_fits(
    waiting: Office, open_desk: OpenDesk, node_tool: Callable[[str], Path], width: int, dark: bool
) -> None:
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("李编辑", width=width, dark=dark)
    expect(colleague.page.locator(".document").first).to_be_visible()
    assert _serious_faults(colleague.page, axe) == []
    page = colleague.edit("P001").page
    page.locator(".measure").nth(3).locator("summary").first.click()
    page.get_by_role("button", name="修改").first.click()
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0
    page.get_by_role("button", name="历次版本").click()
    expect(colleague.dialog.locator(".version").first).to_be_visible()
    assert _serious_faults(page, axe) == []


def test_on_a_phone_text_and_labels_are_two_sides(waiting: Office, open_desk: OpenDesk) -> None:
    page = open_desk("李编辑", width=390).edit("P001").page
    text, labels = page.locator(".text-pane"), page.locator(".label-pane")
    expect(labels).to_be_visible()
    expect(text).to_be_hidden()
    page.locator('[data-key="P001-3/award"]').get_by_role("button", name="看原文").click()
    expect(text).to_be_visible()
    expect(page.locator("mark:focus")).to_have_attribute("data-keys", re.compile("P001-3/award"))
    expect(page.locator("mark.lit").first).to_be_visible()
    page.get_by_role("button", name="标签", exact=True).click()
    expect(labels).to_be_visible()


def test_a_sign_in_that_ended_loses_nothing(open_desk: OpenDesk) -> None:
    colleague = open_desk("李编辑").edit("P010")
    page = colleague.page
    page.locator('[data-focus$=":title"]').first.fill("写了一半")
    page.context.clear_cookies()
    page.get_by_role("button", name="核对并保存").click()
    expect(colleague.dialog).to_contain_text("登录已经到时间了")
    colleague.sign_in("李编辑")
    expect(colleague.dialog).to_contain_text("这次改了")
    expect(page.locator('[data-focus$=":title"]').first).to_have_value("写了一半")
