"""Reporting: step by step, kept while it is written, sent once; receipt, look-up, supplement, questionnaire."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.web_widget.claims.fake_reports import CODE, RECEIPT, Reports
from tests.web_widget.guests import REFUSED, Guest, OpenGuest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAFT = {"reporter_company": "鲤城区山海食品店", "contact_name": "林海", "contact_phone": "13905950000"}
WHOLE = DRAFT | {
    "happened_on": "2026-11-20",
    "channel": "12315",
    "description": "买了三十包，说标签不对。",
    "demands": "要求十倍赔偿。",
}
PICTURE: FilePayload = {"name": "聊天记录.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\nwords"}


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2)).to_have_text(words)


def _next(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def _saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text("已保存")


def _who(page: Page) -> None:
    page.get_by_label("企业名称").fill(DRAFT["reporter_company"])
    page.get_by_label("联系人").fill(DRAFT["contact_name"])
    page.get_by_label("联系电话").fill("１３９ ０５９５ ００００")


def test_a_report_goes_from_the_first_step_to_the_receipt(open_guest: OpenGuest, reports: Reports) -> None:
    page = open_guest("/claims").page
    expect(page.get_by_text("受法律保护")).to_be_visible()
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_role("heading", name="我们是谁")).to_be_focused()
    _who(page)
    _next(page)
    _title(page, "发生了什么")
    page.get_by_role("button", name="昨天").click()
    page.get_by_label("12315 平台投诉或举报").check()
    page.get_by_label("事情经过").fill(WHOLE["description"])
    _next(page)
    page.get_by_label("付了多少钱").fill("1,280.50元")
    _next(page)
    page.get_by_label("投诉、举报或案件编号").fill("12315-1\n12315-2")
    _next(page)
    page.get_by_label("对方要求什么").fill(WHOLE["demands"])
    _next(page)
    _title(page, "证据")
    page.locator("#evidence").set_input_files([PICTURE])
    expect(page.locator(".evidence .sent")).to_contain_text("和您设备上的文件一致")
    expect(page.locator(".evidence")).to_contain_text("没有发现病毒")
    _next(page)
    _title(page, "核对、提交")
    expect(page.locator(".check")).to_contain_text("12315 平台投诉或举报")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".fault-summary")).to_contain_text("同意就勾上")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已经收到您的反映")).to_be_focused()
    expect(page.locator(".slip")).to_have_text([RECEIPT, CODE])
    page.emulate_media(media="print")
    expect(page.locator(".slip").last).to_be_visible()
    expect(page.get_by_role("button", name="复制")).to_be_hidden()
    page.emulate_media(media="screen")
    (held,) = reports.drafts.values()
    assert held["fields"]["contact_phone"] == "139 0595 0000"
    assert held["fields"]["paid"] == "1280.50"
    assert held["fields"]["case_numbers"] == ["12315-1", "12315-2"]
    page.reload()
    expect(page.locator(".slip").last).to_have_text(CODE)
    assert len({each["submit_id"] for each in reports.submitted}) == 1
    assert page.evaluate("localStorage.length") == 0


def test_a_closed_browser_loses_nothing(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest("/claims?view=report")
    page = guest.page
    page.get_by_role("button", name="开始填写").click()
    _who(page)
    _saved(page)
    kept = page.evaluate("JSON.stringify(localStorage)")
    # The words are with the service; the browser holds the way to them only.
    assert DRAFT["reporter_company"] not in kept
    page.get_by_label("企业名称").fill("鲤城区山海食品商行")
    page.close()
    later = guest.page.context.new_page()
    later.goto(f"{guest.base}/claims")
    expect(later.locator(".begun")).to_contain_text("草稿保留到")
    later.get_by_role("button", name="接着填").click()
    expect(later.get_by_label("企业名称")).to_have_value("鲤城区山海食品商行")
    _saved(later)
    assert len(reports.drafts) == 1


def test_beginning_anew_deletes_what_was_written_after_asking(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest("/claims")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    page.get_by_role("button", name="开始填写").click()
    _who(page)
    _saved(page)
    page.get_by_role("link", name="我要反映").click()
    page.route("**/drafts/*", lambda route: route.abort() if route.request.method == "DELETE" else route.continue_())
    page.get_by_role("button", name="重新填").click()
    page.get_by_role("button", name="删掉，重新填").click()
    expect(page.locator(".gone")).to_contain_text("没有删成")
    page.unroute("**/drafts/*")
    page.get_by_role("button", name="重新填").click()
    page.get_by_role("button", name="删掉，重新填").click()
    _title(page, "我们是谁")
    expect(page.get_by_label("企业名称")).to_have_value("")
    assert reports.drafts == {}


def _answer_lost(route: Route) -> None:
    """The service takes the report; nobody hears of it."""
    route.fetch()
    route.abort()


def _sent_unheard(open_guest: OpenGuest, reports: Reports) -> Guest:
    """A whole report that was sent from the last screen, its answer lost on the way."""
    guest = open_guest(f"/claims?draft={reports.add(WHOLE)}")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    expect(page.get_by_label("联系人")).to_have_value("林海")
    guest.open("/claims?view=report&step=check")
    page.route("**/api/v1/claims", _answer_lost)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="网")).to_be_visible()
    assert len(reports.submitted) == 1
    return guest


@pytest.mark.parametrize("path", ["/claims", "/claims?view=report&step=check"])
def test_a_lost_answer_loses_no_receipt_whatever_is_opened_next(
    open_guest: OpenGuest, reports: Reports, path: str
) -> None:
    guest = _sent_unheard(open_guest, reports)
    page = guest.page
    guest.open(path)  # still no answer: the way to the receipt is kept
    expect(page.locator(".gone, .begun, .failure").first).to_be_visible()
    page.unroute("**/api/v1/claims")
    page.reload()
    expect(page.get_by_role("heading", name="已经收到您的反映")).to_be_visible()
    expect(page.locator(".slip")).to_have_text([RECEIPT, CODE])
    page.reload()
    expect(page.locator(".slip")).to_have_text([RECEIPT, CODE])
    assert len({each["submit_id"] for each in reports.submitted}) == 1
    assert page.evaluate("localStorage.length") == 0


def test_words_written_after_a_lost_answer_do_not_hide_the_receipt(open_guest: OpenGuest, reports: Reports) -> None:
    guest = _sent_unheard(open_guest, reports)
    page = guest.page
    page.unroute("**/api/v1/claims")
    page.get_by_role("link", name="我们是谁").first.click()
    page.get_by_label("联系人").fill("林小海")
    page.get_by_role("link", name="核对、提交").first.click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".slip")).to_have_text([RECEIPT, CODE])


def test_a_draft_that_was_sent_from_elsewhere_is_said(open_guest: OpenGuest, reports: Reports) -> None:
    draft_id = reports.add(WHOLE)
    guest = open_guest(f"/claims?draft={draft_id}")
    guest.expected_faults = (REFUSED,)
    expect(guest.page.get_by_label("联系人")).to_have_value("林海")
    reports.submitted.append({"draft_id": draft_id, "submit_id": "elsewhere-elsewhere"})
    guest.open("/claims")
    expect(guest.page.locator(".gone")).to_contain_text("请用回执编号查处理情况")
    assert guest.page.evaluate("localStorage.length") == 0


def test_a_link_opens_a_draft_and_its_secret_leaves_the_address(open_guest: OpenGuest, reports: Reports) -> None:
    draft_id = reports.add(DRAFT)
    guest = open_guest(f"/claims?draft={draft_id}")
    expect(guest.page.get_by_label("企业名称")).to_have_value(DRAFT["reporter_company"])
    assert draft_id not in guest.page.url
    guest.page.reload()
    expect(guest.page.get_by_label("联系人")).to_have_value("林海")
    guest.open(f"/claims?draft={reports.add(DRAFT | {'contact_name': '陈山'})}")
    guest.page.get_by_role("button", name="接着填原来那份").click()
    expect(guest.page.get_by_label("联系人")).to_have_value("林海")


def test_a_draft_that_is_no_more_is_said_and_a_new_one_can_be_begun(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest("/claims?draft=" + "0" * 32)
    guest.expected_faults = (REFUSED,)
    page = guest.page
    expect(page.locator(".gone")).to_contain_text("请用回执编号查处理情况")
    assert page.url == f"{guest.base}/claims"
    page.get_by_role("button", name="开始填写").click()
    _who(page)
    _saved(page)
    reports.drafts.clear()
    guest.open("/claims?view=report")
    expect(page.locator(".gone")).to_be_visible()
    expect(page.get_by_role("button", name="开始填写")).to_be_visible()


def test_what_cannot_be_saved_is_held_here_and_saved_later(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest("/claims")
    guest.fails("/api/v1/claims/drafts", 0)
    page = guest.page
    page.get_by_role("button", name="开始填写").click()
    _who(page)
    expect(page.locator(".saved")).to_contain_text("先记在这台设备上")
    page.reload()
    expect(page.get_by_label("企业名称")).to_have_value(DRAFT["reporter_company"])
    guest.works_again("/api/v1/claims/drafts")
    page.get_by_label("联系人").fill("林海洋")
    _saved(page)
    (held,) = reports.drafts.values()
    assert held["fields"]["contact_name"] == "林海洋"


def test_two_windows_that_edit_one_draft_come_together(open_guest: OpenGuest, reports: Reports) -> None:
    draft_id = reports.add(DRAFT)
    guest = open_guest(f"/claims?draft={draft_id}")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    expect(page.get_by_label("联系人")).to_have_value("林海")
    reports.drafts[draft_id] |= {"version": 5, "fields": DRAFT | {"contact_name": "陈山", "demands": "赔钱"}}
    page.get_by_label("企业名称").fill("山海商行")
    _saved(page)
    expect(page.get_by_label("联系人")).to_have_value("陈山")
    fields = reports.drafts[draft_id]["fields"]
    assert (fields["reporter_company"], fields["contact_name"], fields["demands"]) == ("山海商行", "陈山", "赔钱")


def test_a_draft_that_expired_is_saved_anew(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest(f"/claims?draft={reports.add(DRAFT)}")
    guest.expected_faults = (REFUSED,)
    expect(guest.page.get_by_label("联系人")).to_have_value("林海")
    reports.drafts.clear()
    guest.page.get_by_label("联系人").fill("陈山")
    _saved(guest.page)
    (held,) = reports.drafts.values()
    assert held["fields"] == DRAFT | {"contact_name": "陈山"}


def test_what_is_wrong_is_said_at_the_field_and_in_a_summary_that_has_the_focus(open_guest: OpenGuest) -> None:
    page = open_guest("/claims").page
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("联系电话").fill("123")
    _next(page)
    expect(page.locator(".fault-summary h3")).to_be_focused()
    expect(page.locator(".fault-summary li")).to_have_count(3)
    expect(page.locator("#contact_phone-error")).to_contain_text("11 位手机号")
    page.get_by_role("link", name="企业名称：请写企业名称。").click()
    expect(page.get_by_label("企业名称")).to_be_focused()
    page.keyboard.type("山海")
    expect(page.locator("#reporter_company-error")).to_have_text("")


def test_the_last_step_lists_what_is_missing_anywhere_and_leads_there(open_guest: OpenGuest, reports: Reports) -> None:
    draft_id = reports.add(DRAFT | {"happened_on": "2026-11-20", "channel": "court", "description": "起诉"})
    page = open_guest(f"/claims?draft={draft_id}").page
    page.get_by_role("link", name="核对、提交").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("link", name="对方要求什么：请写对方要求什么。").click()
    expect(page.get_by_label("对方要求什么")).to_be_focused()
    page.go_back()
    _title(page, "核对、提交")
    assert reports.submitted == []


def test_evidence_that_is_refused_says_why_and_what_was_sent_can_be_taken_back(
    open_guest: OpenGuest, reports: Reports
) -> None:
    guest = open_guest(f"/claims?draft={reports.add(WHOLE)}")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    page.get_by_role("link", name="证据", exact=True).click()
    bad: FilePayload = {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    lying: FilePayload = {"name": "b.png", "mimeType": "image/png", "buffer": b"MZ"}
    empty: FilePayload = {"name": "c.png", "mimeType": "image/png", "buffer": b""}
    reports.scan = "infected"
    page.locator("#evidence").set_input_files([bad, lying, empty, PICTURE])
    rows = page.locator(".evidence > li")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("这种文件不能传")
    expect(rows.nth(1)).to_contain_text("这个文件不是")
    expect(rows.nth(2)).to_contain_text("是空的")
    expect(rows.nth(3)).to_contain_text("查出病毒")
    page.get_by_role("button", name="删掉聊天记录.png").click()
    expect(rows).to_have_count(3)
    (held,) = reports.drafts.values()
    assert held["files"] == []


def test_a_report_waits_for_its_files(open_guest: OpenGuest, reports: Reports) -> None:
    page = open_guest(f"/claims?draft={reports.add(WHOLE)}").page
    page.get_by_role("link", name="证据", exact=True).click()
    waiting: list[Route] = []
    page.route("**/files", lambda route: waiting.append(route))
    page.locator("#evidence").set_input_files([PICTURE])
    page.get_by_role("button", name="不传了聊天记录.png").click()
    expect(page.locator(".evidence > li")).to_have_count(0)
    page.locator("#evidence").set_input_files([PICTURE])
    expect(page.get_by_role("progressbar", name="正在传聊天记录.png")).to_be_visible()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".fault-summary")).to_contain_text("还有文件正在传")
    with page.expect_response("**/files"):
        waiting[-1].continue_()
    page.get_by_role("link", name="证据", exact=True).click()
    expect(page.locator(".evidence .sent")).to_be_visible()
    page.get_by_role("link", name="核对、提交").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".slip").first).to_have_text(RECEIPT)


def test_a_lost_answer_to_sending_is_asked_for_again_under_the_same_name(
    open_guest: OpenGuest, reports: Reports
) -> None:
    guest: Guest = open_guest(f"/claims?draft={reports.add(WHOLE)}")
    page = guest.page
    page.get_by_role("link", name="核对、提交").click()
    page.get_by_role("checkbox").check()
    guest.fails("/api/v1/claims", 500)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("form > .error")).to_contain_text("系统出了点问题")
    guest.works_again("/api/v1/claims")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".slip").first).to_have_text(RECEIPT)
    assert re.fullmatch(r"[0-9a-f]{32}", reports.submitted[0]["submit_id"])


def test_status_is_looked_up_and_added_to_and_the_code_is_kept_nowhere(open_guest: OpenGuest, reports: Reports) -> None:
    guest = open_guest(f"/claims?view=status&receipt={RECEIPT}")
    guest.expected_faults = (REFUSED,)
    page = guest.page
    page.get_by_label("查询码").fill("wrong")
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_role("alert").filter(has_text="没有查到")).to_be_visible()
    page.get_by_label("查询码").fill(CODE.lower())
    page.get_by_role("button", name="查一查").click()
    expect(page.locator(".found-status .state")).to_have_text("请您补充")
    expect(page.locator(".asked")).to_contain_text("付款是哪一天？")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator("#supplement-error")).to_have_text("请写要补充的内容。")
    page.get_by_label("要补充的内容").fill("11 月 18 日付的。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator(".asked .answer")).to_contain_text("11 月 18 日付的。")
    assert reports.supplements == [{"code": CODE, "text": "11 月 18 日付的。"}]
    page.locator("#evidence").set_input_files([PICTURE])
    expect(page.locator(".evidence .sent")).to_contain_text("和您设备上的文件一致")
    assert len(reports.status["files"]) == 2
    assert CODE not in page.url
    assert CODE not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")


def test_the_questionnaire_is_drawn_from_the_service(open_guest: OpenGuest, reports: Reports) -> None:
    page = open_guest("/claims?view=questionnaire").page
    page.get_by_label("大概几次").fill("几次")
    page.get_by_role("button", name="提交问卷").click()
    expect(page.locator(".fault-summary li")).to_have_count(4)
    page.get_by_label("企业名称").fill("山海商行")
    page.get_by_label("10 人以下").check()
    page.get_by_label("惠企政策申报").check()
    page.get_by_label("应对反复索赔").check()
    page.get_by_label("大概几次").fill("１２")
    page.get_by_role("button", name="提交问卷").click()
    expect(page.get_by_role("heading", name="问卷已经收到，谢谢您")).to_be_focused()
    (sent,) = reports.answers
    assert sent.pop("submit_id")
    assert sent == {
        "version": "2026-11",
        "company": "山海商行",
        "answers": {"size": "micro", "needs": ["policy", "claims"], "count": 12},
    }


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_no_serious_fault_it_fits_and_fingers_hit(
    open_guest: OpenGuest, reports: Reports, axe: str, width: int, dark: bool
) -> None:
    guest = open_guest("/claims", width=width, dark=dark)
    page = guest.page

    def fine() -> None:
        assert guest.axe_faults(axe) == []
        assert guest.small_things() == []
        assert guest.overflow() <= 0

    fine()
    guest.open(f"/claims?draft={reports.add(WHOLE)}")
    for step in ("我们是谁", "发生了什么", "买了什么", "对方的信息", "提了什么要求", "证据", "核对、提交"):
        page.get_by_role("link", name=step).click()
        _title(page, step)
        if step == "证据":
            page.locator("#evidence").set_input_files([PICTURE])
            expect(page.locator(".evidence .sent")).to_be_visible()
        fine()
    page.get_by_role("button", name="提交", exact=True).click()
    fine()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".slip").first).to_be_visible()
    fine()
    page.get_by_role("link", name="去查处理情况").click()
    page.get_by_label("查询码").fill(CODE)
    page.get_by_role("button", name="查一查").click()
    expect(page.locator(".found-status")).to_be_visible()
    fine()
    page.get_by_role("link", name="企业问需").click()
    _title(page, "企业问需问卷")
    page.get_by_role("button", name="提交问卷").click()
    fine()
    page.evaluate("document.documentElement.style.setProperty('--text', '24px')")
    assert guest.overflow() <= 0
