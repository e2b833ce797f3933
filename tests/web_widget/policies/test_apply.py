"""Applying: prefilled, kept, checked, sent once, followed, urged, taken back; notices."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.web_widget.policies.conftest import APPLY_PAGE, SHOE_PAGE, OpenReader, Reader
from tests.web_widget.policies.fake_benefits import NUMBER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAPERS = ("增产奖励申请表", "上年度审计报告")


def _paper(reader: Reader, name: str) -> Locator:
    return reader.page.locator(".paper", has_text=name)


def _send_papers(reader: Reader) -> None:
    for name in PAPERS:
        file: FilePayload = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": name.encode()}
        reader.page.get_by_label(name).set_input_files(file)
        expect(_paper(reader, name).locator(".sent")).to_contain_text("和您电脑上的文件一致")


def _fill(reader: Reader) -> None:
    reader.page.get_by_label("工业总产值").fill("５，２００")
    reader.page.get_by_label("联系人").fill("林榛")
    reader.page.get_by_label("联系电话").fill("13905951234")
    reader.page.get_by_role("checkbox").check()


def _submit(reader: Reader) -> None:
    reader.page.get_by_role("button", name="提交申请").click()


def _applied(open_reader: OpenReader) -> Reader:
    reader = open_reader(APPLY_PAGE).sign_in()
    _send_papers(reader)
    _fill(reader)
    _submit(reader)
    expect(reader.page.get_by_role("heading", name="申请已提交")).to_be_focused()
    return reader


def test_applying_asks_to_sign_in_and_goes_on_where_it_was(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE)
    expect(reader.page.locator(".sign-in-first")).to_contain_text("申报要先登录")
    reader.sign_in()
    expect(reader.page.get_by_role("heading", name="申报：规上企业增产奖励")).to_be_focused()


def test_the_form_is_filled_from_the_portrait_with_source_and_date(open_reader: OpenReader) -> None:
    reader = open_reader(SHOE_PAGE).sign_in()
    reader.page.get_by_role("button", name="去申报：规上企业增产奖励").click()
    growth = reader.page.get_by_label("营业收入增速")
    expect(growth).to_have_value("28")
    field = reader.page.locator("[data-field=field-revenue_growth]")
    expect(field.locator(".hint")).to_have_text("来源：统计年报，2026年6月30日")
    growth.fill("30")
    expect(field.locator(".changed")).to_have_text("您改过，原来是 28%")
    expect(reader.page.get_by_label("行业代码")).to_have_count(0)


def test_faults_are_summed_up_at_the_top_and_said_beside_each_field(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    reader.page.get_by_label("工业总产值").fill("很多")
    _submit(reader)
    expect(reader.page.get_by_role("heading", name="有几处要改")).to_be_focused()
    links = reader.page.locator(".fault-summary a")
    expect(links).to_have_count(6)
    links.first.click()
    value = reader.page.get_by_label("工业总产值")
    expect(value).to_be_focused()
    expect(value).to_have_attribute("aria-invalid", "true")
    expect(reader.page.locator("#field-output_value-error")).to_contain_text("请填数字")
    value.fill("5200")
    expect(reader.page.locator("#field-output_value-error")).to_have_text("")
    assert reader.desk.bodies == []


def test_an_application_is_sent_with_its_papers_and_followed(open_reader: OpenReader) -> None:
    reader = _applied(open_reader)
    (body,) = reader.desk.bodies
    assert body["form"] == {"fields": {"output_value": 5200}, "contact_name": "林榛", "contact_phone": "13905951234"}
    assert sorted(body["documents"]) == sorted(reader.desk.uploads)
    reader.page.get_by_role("button", name="看办理进度").click()
    steps = reader.page.locator(".steps li")
    expect(steps).to_have_count(6)
    expect(steps.first).to_have_attribute("data-step", "done")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    reader.page.get_by_text("交的材料").click()
    expect(reader.page.locator(".documents li")).to_have_count(2)
    reader.page.get_by_text("填报内容").click()
    expect(reader.page.locator(".section dl")).to_contain_text("5200万元（系统里的：没有填）")


def test_a_closed_browser_loses_nothing(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    _send_papers(reader)
    _fill(reader)
    expect(reader.page.locator(".saved")).to_contain_text("草稿已自动保存")
    reader.page.close()
    reader.page = reader.page.context.new_page()
    reader.open(APPLY_PAGE)
    expect(reader.page.locator(".restored")).to_contain_text("已恢复")
    expect(reader.page.get_by_label("联系人")).to_have_value("林榛")
    expect(reader.page.locator(".sent")).to_have_count(2)
    reader.page.get_by_role("button", name="不要草稿").click()
    expect(reader.page.get_by_label("联系人")).to_have_value("")
    expect(reader.page.locator(".restored")).to_have_count(0)


def test_a_lost_answer_is_tried_again_under_the_same_name(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    reader.expected_faults = ("Failed to load resource",)
    _send_papers(reader)
    _fill(reader)
    reader.page.route("**/benefits/applications", lambda route: (route.fetch(), route.abort()))
    _submit(reader)
    expect(reader.page.locator(".fault-summary")).to_contain_text("暂时连不上服务")
    reader.page.unroute_all()
    _submit(reader)
    expect(reader.page.get_by_role("heading", name="申请已提交")).to_be_visible()
    first, second = reader.desk.bodies
    assert first["submit_id"] == second["submit_id"]
    assert len(reader.desk.applications) == 1


def test_pressing_twice_sends_once(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    _send_papers(reader)
    _fill(reader)
    release = reader.holds_back("/benefits/applications")
    _submit(reader)
    expect(reader.page.get_by_role("button", name="正在提交…")).to_be_visible()
    reader.page.get_by_role("button", name="正在提交…").dispatch_event("click")
    release()
    expect(reader.page.get_by_role("heading", name="申请已提交")).to_be_visible()
    assert len(reader.desk.bodies) == 1


def test_a_measure_that_is_under_way_leads_to_its_progress(open_reader: OpenReader) -> None:
    reader = _applied(open_reader)
    reader.open(APPLY_PAGE)
    expect(reader.page.locator(".apply")).to_contain_text("您已经申请过")
    reader.page.get_by_role("button", name="看办理进度").click()
    expect(reader.page.locator(".apply-head")).to_contain_text(NUMBER)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("空.pdf", b"", "空的"), ("病毒.exe", b"MZ", "收不了")],
)
def test_a_file_that_cannot_be_taken_is_said_before_it_is_sent(
    open_reader: OpenReader, name: str, content: bytes, words: str
) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    reader.page.get_by_label(PAPERS[0]).set_input_files(file)
    expect(_paper(reader, PAPERS[0]).locator(".error")).to_contain_text(words)
    assert reader.desk.uploads == {}


def test_an_upload_that_fails_can_be_chosen_again_and_one_that_came_removed(open_reader: OpenReader) -> None:
    reader = open_reader(APPLY_PAGE).sign_in()
    reader.fails("/benefits/uploads", 413)
    file: FilePayload = {"name": "表.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    reader.page.get_by_label(PAPERS[0]).set_input_files(file)
    expect(_paper(reader, PAPERS[0]).locator(".error")).to_contain_text("没有传上去")
    reader.page.unroute_all()
    _send_papers(reader)
    expect(_paper(reader, PAPERS[0]).locator(".error")).to_have_text("")
    reader.page.get_by_role("button", name=f"删除{PAPERS[0]}").click()
    expect(_paper(reader, PAPERS[0]).locator(".sent")).to_have_count(0)


def test_urging_is_recorded_once_and_says_when_it_can_be_done_again(open_reader: OpenReader) -> None:
    reader = _applied(open_reader)
    reader.open(f"/policies?view=applications&number={NUMBER}0")
    expect(reader.page.locator(".urge")).to_contain_text("还可以催 3 次")
    reader.page.get_by_label("想说的话").fill("等了很久")
    reader.page.get_by_role("button", name="催一催").click()
    expect(reader.page.locator(".urge")).to_contain_text("已催 1 次，还可以催 2 次")
    expect(reader.page.get_by_role("button", name="催一催")).to_have_count(0)


def test_taking_back_is_asked_first(open_reader: OpenReader) -> None:
    reader = _applied(open_reader)
    reader.open("/policies?view=applications")
    reader.page.get_by_role("link", name="规上企业增产奖励").click()
    reader.page.get_by_role("button", name="撤回申请").click()
    sheet = reader.page.get_by_role("dialog", name="要撤回这份申请吗？")
    expect(sheet.get_by_role("button", name="不撤回")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".state")).to_have_text("已提交")
    reader.page.get_by_role("button", name="撤回申请").click()
    sheet.get_by_role("button", name="撤回申请").click()
    expect(reader.page.locator(".state")).to_have_text("已撤回")


def test_what_came_back_says_why_and_is_sent_again_as_it_was_filled(open_reader: OpenReader) -> None:
    reader = _applied(open_reader)
    (sent,) = reader.desk.applications.values()
    note = {
        "at": "2026-11-23T02:00:00Z",
        "action": "return",
        "action_text": "退回补正",
        "who": "张",
        "note": "没有盖章",
    }
    sent["history"].append(note)
    sent |= {"state": "returned", "state_text": "退回补正", "actions": ["resubmit", "withdraw"]}
    reader.open(f"/policies?view=applications&number={sent['number']}")
    expect(reader.page.locator(".reason")).to_have_text("工作人员说明：没有盖章")
    reader.page.get_by_role("button", name="补正后再提交").click()
    expect(reader.page.locator(".apply-head .reason")).to_contain_text("没有盖章")
    expect(reader.page.get_by_label("联系人")).to_have_value("林榛")
    expect(reader.page.locator(".sent")).to_have_count(2)
    reader.page.get_by_role("checkbox").check()
    _submit(reader)
    expect(reader.page.get_by_role("heading", name="申请已提交")).to_be_visible()
    assert "measure_id" not in reader.desk.bodies[-1]


def test_no_applications_and_an_unknown_number_are_said(open_reader: OpenReader) -> None:
    reader = open_reader("/policies?view=applications").sign_in()
    reader.expected_faults = ("404",)
    expect(reader.page.locator(".mine")).to_contain_text("还没有申请")
    reader.open("/policies?view=applications&number=QY9")
    expect(reader.page.locator(".failure")).to_contain_text("没有找到这份申请")
    expect(reader.page.get_by_role("button", name="再试一次")).to_have_count(0)


def test_a_session_that_ended_asks_to_sign_in_again(open_reader: OpenReader) -> None:
    reader = open_reader().sign_in()
    reader.expected_faults = ("401",)
    reader.page.route(
        "**/benefits/applications",
        lambda route: route.fulfill(status=401, json={"error": {"code": "sign_in_required", "message": "请先登录。"}}),
    )
    reader.page.get_by_role("link", name="我的申请").click()
    expect(reader.page.locator(".sign-in-first")).to_contain_text("请先登录")


def test_notices_are_read_and_kinds_of_them_refused(open_reader: OpenReader) -> None:
    reader = open_reader("/policies?view=notices").sign_in()
    card = reader.page.locator(".notice-card", has_text="新政策")
    expect(card.locator(".tag")).to_have_text("未读")
    card.get_by_role("button", name="知道了").click()
    expect(card.locator(".tag")).to_have_count(0)
    switch = reader.page.get_by_role("switch", name="适合本企业的新政策")
    expect(switch).to_be_checked()
    switch.focus()
    switch.press("Space")
    expect(reader.page.locator("[data-live]")).to_contain_text("以后不再收到：适合本企业的新政策")
    reader.open("/policies?view=notices")
    expect(reader.page.get_by_role("switch", name="适合本企业的新政策")).not_to_be_checked()
    reader.fails("/push/opt-out")
    reader.page.get_by_role("switch", name="适合本企业的新政策").click()
    expect(reader.page.locator(".switch .error").first).to_contain_text("系统出了点问题")
    expect(reader.page.get_by_role("switch", name="适合本企业的新政策")).not_to_be_checked()
