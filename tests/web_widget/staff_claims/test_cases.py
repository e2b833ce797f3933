"""Persons, cases and hand-overs in a real browser: nothing is recognised before both sides were looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.staff.conftest import OpenDesk
from tests.web_widget.staff_claims.service import CASE, HANDOVER_ID, PERSON, Service
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _at(open_desk: OpenDesk, hash_: str, name: str = "周监管", state: str = "under_review") -> tuple[Page, Service]:
    colleague = open_desk(name, hash_="#nowhere")
    colleague.expected_faults += ("status of 409",)
    page = colleague.page
    service = Service(page, state)
    page.evaluate("hash => { location.hash = hash }", hash_)
    expect(page.locator("h1")).not_to_have_text("这里没有您能用的栏目")
    return page, service


def test_a_person_is_found_read_and_made_a_case(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, "#persons")
    expect(page.locator(".notice")).to_contain_text("由人决定")
    page.locator(".document").click()
    expect(page.locator(".side").first).to_contain_text("对其有利的情况")
    expect(page.locator(".kinds")).to_contain_text("投诉终止，举报照样核查。")
    expect(page.locator(".edges")).to_contain_text("全库有 2 件用这个电话")
    page.get_by_role("button", name="建立案件").click()
    dialog = page.locator("[data-dialog]")
    dialog.get_by_role("button", name="建立", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("请写事实。")
    dialog.get_by_label("事实").fill("两个月内 12 件。")
    dialog.get_by_role("button", name="建立", exact=True).click()
    expect(page).to_have_url(re.compile(f"#cases/{CASE}$"))
    assert service.sent[0][1]["person_id"] == PERSON


def test_nothing_is_recognised_before_what_speaks_for_the_person_was_ticked(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, f"#cases/{CASE}")
    page.locator("summary", has_text="第一人认定").click()
    page.get_by_label("说明（写进经过）").first.fill("核对了台账。")
    send = page.get_by_role("button", name="确定第一人认定")
    send.click()
    expect(page.get_by_role("alert").filter(has_text="还差 2 条")).to_be_visible()
    for box in page.get_by_label("这一条我看过了").all():
        box.check()
    send.click()
    expect(page.get_by_role("alert").filter(has_text="至少一条")).to_be_visible()
    page.get_by_label("认定以这一条为依据：短时间内投诉很多").check()
    send.click()
    assert service.sent == []
    page.locator("[data-dialog]").get_by_role("button", name="第一人认定").click()
    expect(page.locator("[data-live]")).to_contain_text("一人已认定")
    (seen, first), (recognise, second) = service.sent
    assert (seen, recognise) == (f"cases/{CASE}/seen", f"cases/{CASE}/recognise")
    assert (first["version"], second["version"]) == (3, 4)
    assert second["against_seen"] == ["verified", "small"]
    assert (second["factors"], second["note"]) == (["volume"], "核对了台账。")


def test_a_refusal_keeps_what_was_written(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, f"#cases/{CASE}", state="confirmed")
    service.refusal = {"code": "stale_version", "message": "别人刚刚改过，请重新读取。"}
    page.locator("summary", has_text="准备移送").click()
    page.get_by_label("说明（写进经过）").first.fill("移送公安。")
    page.get_by_role("button", name="确定准备移送").click()
    expect(page.get_by_role("alert").filter(has_text="请选接收单位。")).to_be_visible()
    page.get_by_label("公安").check()
    page.get_by_role("button", name="确定准备移送").click()
    expect(page.locator("[data-live]")).to_have_text("别人刚刚改过，请重新读取。")
    expect(page.get_by_label("说明（写进经过）").first).to_have_value("移送公安。")
    service.refusal = None
    page.get_by_role("button", name="确定准备移送").click()
    expect(page.locator("[data-live]")).to_contain_text("认定为疑似恶意索赔")
    assert service.sent[-1][1] == {"version": 3, "note": "移送公安。", "to": ["police"]}


def test_the_identity_is_shown_with_a_reason_and_gone_when_the_dialog_closes(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, f"#cases/{CASE}")
    page.get_by_role("button", name="查看完整身份").click()
    dialog = page.locator("[data-dialog]")
    dialog.get_by_role("button", name="查看", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("请写明为什么要看。")
    dialog.get_by_label("为什么要看").fill("核对身份")
    dialog.get_by_role("button", name="查看", exact=True).click()
    expect(dialog).to_contain_text("10000000001")
    page.keyboard.press("Escape")
    expect(page.locator("html")).not_to_contain_text("10000000001")
    assert service.sent == [(f"cases/{CASE}/reveal", {"note": "核对身份"})]


def test_a_complaint_is_decided_by_itself_and_a_broken_record_is_told(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, "#cases")
    service.case["chain"] = {"whole": False, "length": 3, "head": None, "reason": "第 2 条内容被改过。"}
    page.locator(".document").click()
    expect(page.get_by_role("alert").filter(has_text="第 2 条内容被改过。")).to_be_visible()
    page.locator("summary", has_text="处理一件投诉").click()
    page.get_by_label("哪一件").select_option("12315:T1")
    page.get_by_label("怎么处理").select_option("ended")
    page.get_by_label("理由（写进经过）").fill("双方达不成一致。")
    page.get_by_role("button", name="确定处理一件投诉").click()
    expect(page.locator("[data-live]")).to_contain_text("审核中")
    path, body = service.sent[0]
    assert (path, body["complaint"], body["decision"]) == (f"cases/{CASE}/decide_complaint", "12315:T1", "ended")


def test_an_officer_of_another_authority_receives_what_was_handed_over(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, "#joint", name="吴警官")
    expect(page.locator("[data-nav] a")).to_have_text(["移送协同"])
    expect(page.locator(".document")).to_contain_text("期限 2026-11-20")
    page.locator(".document").click()
    expect(page.locator(".history")).to_contain_text("请审查。")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载材料包").click()
    assert download.value.suggested_filename == f"{HANDOVER_ID}.docx"
    page.get_by_role("button", name="签收", exact=True).click()
    expect(page.locator("[data-live]")).to_contain_text("受理审查")
    assert service.sent == [(f"joint/{HANDOVER_ID}/receive", {"version": 2, "note": ""})]
    page.evaluate("location.hash = '#cases'")
    expect(page.get_by_role("heading", name="这里没有您能用的栏目")).to_be_visible()


def test_an_officer_reads_that_the_recognition_fell(open_desk: OpenDesk) -> None:
    page, service = _at(open_desk, "#cases", name="周监管")
    service.handover["case_text"] = "认定已经撤销。"
    page.evaluate("location.hash = '#joint'")
    expect(page.locator(".document")).to_contain_text("认定已经撤销。")
    page.locator(".document").click()
    expect(page.locator("main .notice", has_text="认定已经撤销。")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_no_serious_fault_and_it_fits(
    open_desk: OpenDesk, node_tool: Callable[[str], Path], tmp_path: Path, width: int, dark: bool
) -> None:
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("周监管", width=width, dark=dark, hash_="#nowhere")
    page = colleague.page
    Service(page)
    for hash_ in ("#persons", f"#persons/{PERSON}", "#cases", f"#cases/{CASE}", "#joint", f"#joint/{HANDOVER_ID}"):
        page.evaluate("hash => { location.hash = hash }", hash_)
        page.wait_for_function(
            "hash => document.querySelector('main h1, main .notice') && location.hash === hash", arg=hash_
        )
        expect(page.locator("main .notice.calm")).to_be_visible()
        for box in page.locator("main details > summary").all():
            if box.is_visible():
                box.click()
        page.screenshot(path=tmp_path / f"{width}{hash_.replace('/', '-')}.png", full_page=True)
        assert _serious_faults(page, axe) == []
        assert colleague.overflow() == 0, hash_
