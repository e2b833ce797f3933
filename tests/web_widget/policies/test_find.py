"""Finding: from a typed name to a result, a choice, or clear words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.web_widget.policies.conftest import SHOE_PAGE, OpenReader, Reader
from tests.web_widget.policies.fake_matching import GAP, POOR, SHOE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror='window.hit=1'>"


def _cards(reader: Reader, kind: str = "matches") -> Locator:
    return reader.page.locator(f"[data-list={kind}] .measure")


def test_a_company_is_found_while_one_types_and_chosen_by_keyboard(reader: Reader) -> None:
    box = reader.page.get_by_role("combobox", name="企业名称或统一社会信用代码")
    box.press_sequentially("鞋业")
    options = reader.page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(reader.page.locator("[data-live]")).to_contain_text("找到 2 家")
    expect(options.nth(1)).to_contain_text("曾用名：晋江老名字鞋业")
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "company-option-0")
    box.press("Enter")
    expect(reader.page.get_by_role("heading", name=SHOE["name"])).to_be_focused()
    expect(reader.page).to_have_url(reader.base + SHOE_PAGE)
    expect(options).to_have_count(0)


def test_escape_and_leaving_close_the_suggestions_and_keep_what_was_typed(reader: Reader) -> None:
    box = reader.page.get_by_role("combobox")
    box.press_sequentially("鞋业")
    expect(reader.page.get_by_role("option")).to_have_count(2)
    box.press("Escape")
    expect(reader.page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("鞋业")
    box.press("ArrowDown")
    expect(reader.page.get_by_role("option")).to_have_count(2)
    box.press("Tab")
    expect(reader.page.get_by_role("listbox")).to_be_hidden()


def test_the_same_words_are_asked_once_and_letters_of_an_input_method_never(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url) if "/companies?" in request.url else None)
    box = reader.page.get_by_role("combobox")
    box.evaluate("node => { node.value = 'xie ye'; node.dispatchEvent(new InputEvent('input', {isComposing: true})); }")
    for _ in range(2):
        box.fill("鞋业")
        expect(reader.page.get_by_role("option")).to_have_count(2)
        box.press("Escape")
    assert len(asked) == 1


def test_suggestions_that_do_not_come_leave_the_search_usable(reader: Reader) -> None:
    reader.fails("/api/v1/companies?*")
    box = reader.page.get_by_role("combobox")
    box.press_sequentially(SHOE["name"])
    box.press("Enter")
    expect(_cards(reader)).to_have_count(2)


def test_the_result_shows_the_total_large_and_what_may_be_claimed_first(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    expect(reader.page.locator(".total-sum")).to_have_text("15 万元")
    expect(reader.page.locator(".total-exact")).to_have_text("合计 150,000 元")
    first = _cards(reader).first
    expect(first.locator(".award")).to_have_text("10 万元")
    expect(first.locator(".tag")).to_have_text("免申即享")
    expect(first).to_contain_text("不用申请")
    expect(first.get_by_role("button")).to_have_count(0)
    second = _cards(reader).nth(1)
    expect(second.locator(".deadline")).to_have_text("2026年12月20日截止，还有 27 天")
    second.get_by_text("看材料和政策原文").click()
    expect(second.locator("blockquote")).to_contain_text("给予5万元奖励")
    expect(second.locator(".papers li")).to_have_text(["增产奖励申请表", "上年度审计报告"])


def test_near_misses_say_the_gap_and_the_rest_says_what_it_needs(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    expect(_cards(reader, "near").locator(".gap")).to_have_text(GAP)
    expect(_cards(reader, "near").locator(".award")).to_contain_text("20 万元")
    expect(_cards(reader, "unknown")).to_contain_text("需补数据")
    expect(_cards(reader, "review")).to_contain_text("人工核对：信用良好")
    expect(reader.page.locator(".scope")).to_contain_text("只按公开信息计算")


def test_staff_of_the_company_see_more_and_what_excludes_each_other(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE).sign_in()
    expect(_cards(reader)).to_have_count(5)
    expect(reader.page.locator(".scope")).to_have_count(0)
    excluded = reader.page.locator("[data-measure='P009-1']")
    expect(excluded.locator(".award")).to_have_text("80,000.50 元")
    expect(excluded.locator(".excluded")).to_contain_text("和“首次入规奖励”只能选一项")
    expect(reader.page.locator("[data-measure='P010-1'] .excluded")).to_have_count(0)
    closed = _cards(reader).last
    expect(closed.locator(".deadline")).to_have_text("2025年9月30日已截止")
    expect(closed.get_by_role("button")).to_have_count(0)
    reader.page.get_by_role("button", name="退出").click()
    expect(_cards(reader)).to_have_count(2)


def test_a_wrong_password_is_said_and_nothing_else_is_lost(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    reader.expected_faults = ("401",)
    reader.sign_in("wrong")
    sheet = reader.page.get_by_role("dialog", name="企业登录")
    expect(sheet.get_by_role("alert")).to_have_text("账号或者密码不对，请核对后再试。")
    expect(sheet.get_by_label("密码")).to_be_focused()
    expect(sheet.get_by_label("密码")).to_have_value("")
    reader.page.keyboard.press("Escape")
    expect(_cards(reader)).to_have_count(2)


def test_filters_narrow_every_list_and_can_be_taken_back(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE).sign_in()
    reader.page.get_by_role("radio", name="免申即享").check()
    expect(reader.page.locator(".measure")).to_have_count(1)
    expect(reader.page.locator(".filter-count")).to_have_text("筛选后 1 项，共 8 项")
    reader.page.get_by_role("radio", name="市", exact=True).check()
    expect(reader.page.locator(".lists")).to_contain_text("这样筛选以后没有了")
    reader.page.get_by_role("button", name="看全部").click()
    expect(reader.page.locator(".measure")).to_have_count(8)


def test_several_companies_alike_are_a_choice(open_reader: OpenReader) -> None:
    reader = open_reader("/policies?company=鞋业")
    expect(reader.page.get_by_role("heading", name="您要看哪一家")).to_be_focused()
    reader.page.get_by_role("button", name=SHOE["name"]).click()
    expect(reader.page).to_have_url(reader.base + SHOE_PAGE)
    expect(_cards(reader)).to_have_count(2)
    reader.page.go_back()
    expect(reader.page.locator(".choice")).to_have_count(2)


def test_an_unknown_company_gets_clear_words_and_tips(open_reader: OpenReader) -> None:
    reader = open_reader("")
    reader.expected_faults = ("404",)
    reader.open("/policies?company=没有这家")
    words = reader.page.get_by_role("alert").filter(has_text="没有找到这家企业：没有这家")
    expect(words).to_contain_text("名称相近的有：泉州榛柏熙鞋业有限公司")
    expect(words.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")


def test_nothing_to_claim_is_said_and_an_open_total_is_no_zero(open_reader: OpenReader) -> None:
    reader = open_reader(f"/policies?company={POOR['credit_code']}")
    expect(reader.page.locator(".nothing")).to_contain_text("没有查到能直接领的补贴")
    expect(reader.page.locator(".total-open")).to_have_text("登录后才能算")
    expect(reader.page.locator(".filters")).to_have_count(0)


def test_an_empty_name_is_asked_for_beside_the_box(reader: Reader) -> None:
    reader.page.get_by_role("button", name="查一查").click()
    expect(reader.page.locator("#company-error")).to_contain_text("请先写下企业名称")
    expect(reader.page.get_by_role("combobox")).to_be_focused()


def test_waiting_shows_the_shape_of_what_comes(reader: Reader) -> None:
    release = reader.holds_back("/api/v1/policies/match")
    reader.page.get_by_role("combobox").fill(SHOE["name"])
    reader.page.get_by_role("combobox").press("Enter")
    expect(reader.page.get_by_role("progressbar")).to_be_visible()
    assert reader.page.evaluate("document.getAnimations({subtree: true}).length") == 0
    release()
    expect(_cards(reader)).to_have_count(2)
    expect(reader.page.locator(".skeleton")).to_have_count(0)


def test_a_failure_is_said_in_words_and_can_be_tried_again(open_reader: OpenReader) -> None:
    reader = open_reader("")
    reader.fails("/api/v1/policies/match")
    reader.open(SHOE_PAGE)
    expect(reader.page.locator(".failure")).to_contain_text("不是您的操作有误")
    reader.page.unroute_all()
    reader.page.get_by_role("button", name="再试一次").click()
    expect(_cards(reader)).to_have_count(2)


def test_the_policy_file_opens_over_the_page_at_the_article(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    link = _cards(reader, "near").get_by_role("link", name="打开政策文件")
    expect(link).to_have_attribute("href", re.compile(r"/\?policy=P001#"))
    link.click()
    expect(reader.page.get_by_role("dialog", name="政策文件").locator(".article.cited")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_the_table_is_saved_and_the_address_is_copied(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE, permissions=["clipboard-read", "clipboard-write"])
    with reader.page.expect_download() as saved:
        reader.page.get_by_role("button", name="导出表格").click()
    assert saved.value.suggested_filename == f"政策匹配-{SHOE['name']}.xlsx"
    reader.page.evaluate("Object.defineProperty(navigator, 'share', {value: undefined})")
    reader.page.get_by_role("button", name="分享").click()
    expect(reader.page.locator(".tool-note")).to_contain_text("网址已复制")
    assert reader.page.evaluate("navigator.clipboard.readText()") == reader.base + SHOE_PAGE


def test_a_table_that_does_not_come_is_said(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    reader.fails("/api/v1/policies/match.xlsx?*")
    reader.page.get_by_role("button", name="导出表格").click()
    expect(reader.page.locator(".tool-note")).to_contain_text("系统出了点问题")


def test_paper_has_everything_open_and_nothing_to_press(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE)
    reader.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("[data-measure='P001-3'] blockquote")).to_be_visible()
    assert reader.page.locator("button:visible").count() == 0
    reader.page.emulate_media(media="screen")
    reader.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(reader.page.locator("[data-measure='P001-3'] blockquote")).to_be_hidden()


def test_hostile_words_are_shown_as_words(open_reader: OpenReader) -> None:
    reader = open_reader("")
    row = {"measure_id": HOSTILE, "title": HOSTILE, "document_title": HOSTILE, "award_text": HOSTILE}
    hostile = {"company": {"name": HOSTILE, "credit_code": HOSTILE}, "matches": [row], "near_misses": [row]}
    reader.page.route("**/api/v1/policies/match", lambda route: route.fulfill(json=hostile))
    reader.open("/policies?company=%3Cimg%20src=x%3E")
    expect(_cards(reader)).to_contain_text("<img src=x")
    assert reader.page.locator("[data-view-body] img").count() == 0
    assert reader.page.evaluate("window.hit") is None
