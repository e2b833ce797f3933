"""办件进度: looking up, the limit in words, urging, rating, every way to find nothing; the factor is kept nowhere."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.guests import REFUSED, Guest, OpenGuest
from tests.web_widget.progress.fake_applications import DONE, LATE, NOT_FOUND, OPEN, PAUSED, VERIFY, Cases

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _look(page: Page, number: str = OPEN, verify: str = VERIFY) -> None:
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("验证信息后四位").fill(verify)
    page.get_by_role("button", name="查进度").click()


def test_a_case_is_told_with_its_limit_stages_next_step_and_whom_to_ask(open_guest: OpenGuest) -> None:
    page = open_guest("/progress").page
    _look(page, f" {OPEN.lower()} ", "１２３ｘ")
    expect(page.get_by_role("heading", name="食品经营许可（新办）")).to_be_focused()
    expect(page.locator(".limit-words")).to_have_text("还剩 4 个工作日")
    expect(page.locator(".limit")).to_contain_text("最迟 2026 年 11 月 30 日（星期一）办好")
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("审查正在办")
    expect(page.locator(".next")).to_contain_text("会先打电话约时间")
    expect(page.get_by_role("link", name="电话 0595-22000000")).to_have_attribute("href", "tel:059522000000")
    expect(page.locator(".sample-mark")).to_be_visible()


@pytest.mark.parametrize(
    ("number", "standing", "words"),
    [
        (LATE, "over", "已经超过承诺时限 3 个工作日"),
        (DONE, "finished", "用了 5 个工作日，比承诺的早 5 个工作日"),
        (PAUSED, "paused", "还剩 8 个工作日，现在暂停计时"),
    ],
)
def test_how_it_stands_is_said_in_words(open_guest: OpenGuest, number: str, standing: str, words: str) -> None:
    page = open_guest(f"/progress?number={number}").page
    expect(page.get_by_label("验证信息后四位")).to_be_focused()
    _look(page, number)
    expect(page.locator(".limit")).to_have_attribute("data-standing", standing)
    expect(page.locator(".limit-words")).to_contain_text(words)
    if standing == "over":
        expect(page.locator(".limit")).to_contain_text("到 2026 年 11 月 19 日（星期四）就应当办好")


def test_the_factor_is_put_into_no_address_history_or_storage(open_guest: OpenGuest) -> None:
    guest = open_guest("/progress")
    _look(guest.page)
    expect(guest.page.locator("#case-title")).to_be_visible()
    assert guest.page.url == f"{guest.base}/progress?number={OPEN}"
    kept = guest.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie, document.title])"
    )
    assert VERIFY not in kept
    guest.page.reload()
    expect(guest.page.get_by_label("办件编号")).to_have_value(OPEN)
    expect(guest.page.get_by_label("验证信息后四位")).to_have_value("")


def test_what_is_missing_is_said_at_its_box(open_guest: OpenGuest) -> None:
    page = open_guest("/progress").page
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_label("办件编号")).to_be_focused()
    expect(page.locator("#number-error")).to_have_text("请写办件编号。")
    expect(page.locator("#verify-error")).to_have_text("请写后四位。")
    page.get_by_label("办件编号").fill(OPEN)
    expect(page.locator("#number-error")).to_have_text("")


def test_an_unknown_number_and_a_wrong_factor_read_the_same_until_both_are_locked(open_guest: OpenGuest) -> None:
    guest = open_guest("/progress")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    said = []
    for number, verify in [(OPEN, "0000"), ("LC000000000000", VERIFY)]:
        _look(page, number, verify)
        expect(page.locator("[data-result] h2")).to_be_focused()
        said.append(page.locator("[data-result]").inner_text())
    assert said[0] == said[1]
    assert NOT_FOUND in said[0]
    for _ in range(4):
        with page.expect_response(re.compile("/api/v1/applications/")):
            page.get_by_role("button", name="查进度").click()
    expect(page.locator(".locked")).to_contain_text("大约 10 分钟以后可以再试")
    expect(page.get_by_label("办件编号")).to_have_value("LC000000000000")


@pytest.mark.parametrize("status", [0, 500, 503])
def test_nothing_typed_is_lost_while_the_case_system_is_away(open_guest: OpenGuest, status: int) -> None:
    guest = open_guest("/progress")
    guest.fails("/api/v1/applications/**", status, "case_system_unavailable", "办件系统正在维护，请稍后再试。")
    _look(guest.page)
    expect(guest.page.get_by_role("heading", name="暂时查不了")).to_be_focused()
    expect(guest.page.get_by_label("验证信息后四位")).to_have_value(VERIFY)
    guest.works_again("/api/v1/applications/**")
    guest.page.get_by_role("button", name="再试一次").click()
    expect(guest.page.locator("#case-title")).to_be_focused()


def test_one_tap_urges_and_the_history_says_by_when_it_is_answered(open_guest: OpenGuest, cases: Cases) -> None:
    page = open_guest("/progress").page
    _look(page)
    page.get_by_role("button", name="催一催").click()
    expect(page.get_by_role("heading", name="催办", exact=True)).to_be_focused()
    expect(page.locator(".urge-history")).to_contain_text("等答复，11月20日 10:00 前答复")
    expect(page.locator(".urge-history")).to_contain_text("催办，已经记下")
    expect(page.locator(".why-not")).to_have_text("已经催过，请等部门答复。")
    expect(page.locator("[data-live]")).to_contain_text("两个工作日内答复")
    assert re.fullmatch(r"[0-9a-f]{32}", cases.sent[0]["submit_id"])
    _look(page, LATE)
    expect(page.locator(".urge-history")).to_contain_text("催办，转给鲤城区市场监督管理局")
    expect(page.locator(".answer")).to_contain_text("现场核查安排在下周一。")


def test_a_finished_case_is_rated_with_reasons_and_a_low_one_is_followed_up(
    open_guest: OpenGuest, cases: Cases
) -> None:
    page = open_guest("/progress").page
    _look(page, DONE)
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#rating-error")).to_have_text("请先选一个总的感觉。")
    page.get_by_label("不满意", exact=True).check()
    page.get_by_label("办得慢").check()
    page.get_by_role("group", name="总的感觉").get_by_label("不满意", exact=True).press("ArrowUp")
    page.get_by_label("不满意", exact=True).check()
    page.get_by_label("跑了好几趟").check()
    page.locator("#rating-text").fill("材料说了三遍")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="好差评")).to_be_focused()
    expect(page.locator(".given")).to_contain_text("您的评价：不满意")
    expect(page.locator(".given")).to_contain_text("跑了好几趟")
    expect(page.locator(".given")).to_contain_text("部门正在核实")
    assert cases.sent == [{"verify": VERIFY, "score": 2, "reasons": ["errands"], "text": "材料说了三遍"}]
    cases.cases[DONE]["rating"]["followup"] = {"state": "done", "answer": "已整改，一次说清。"}
    page.get_by_role("button", name="刷新").click()
    expect(page.locator(".given .answer")).to_contain_text("已整改，一次说清。")


def test_the_printed_page_has_the_case_and_nothing_to_press(open_guest: OpenGuest) -> None:
    page = open_guest("/progress").page
    _look(page)
    expect(page.locator("#case-title")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".limit-words")).to_be_visible()
    expect(page.get_by_text("电话 0595-22000000")).to_be_visible()
    for gone in (".look-up", ".tools", ".urge form"):
        expect(page.locator(gone)).to_be_hidden()


def test_hostile_words_stay_words(open_guest: OpenGuest, cases: Cases) -> None:
    evil = "<img src=x onerror=alert(1)>"
    cases.cases[OPEN] |= json.loads(json.dumps({"item_name": evil, "next_text": evil, "state_text": evil}))
    page = open_guest("/progress").page
    _look(page)
    expect(page.locator("#case-title")).to_have_text(evil)
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_no_serious_fault_it_fits_and_fingers_hit(
    open_guest: OpenGuest, axe: str, width: int, dark: bool
) -> None:
    guest: Guest = open_guest("/progress", width=width, dark=dark)
    guest.expected_faults = (REFUSED,)
    assert guest.axe_faults(axe) == []
    for number in (OPEN, LATE, DONE, "LC000000000000"):
        _look(guest.page, number)
        expect(guest.page.locator("[data-result] h2")).to_be_focused()
        assert guest.axe_faults(axe) == []
        assert guest.small_things() == []
        assert guest.overflow() <= 0
    guest.page.evaluate("document.documentElement.style.setProperty('--text', '24px')")
    assert guest.overflow() <= 0
