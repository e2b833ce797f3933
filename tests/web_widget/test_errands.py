"""The cards of an application and of a report in the conversation, and the rating of a reply, with a made-up service."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.test_failures import HOSTILE
from tests.web_widget.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CASE: dict[str, Any] = {
    "kind": "application",
    "number": "LC2026000104",
    "item_id": "GA-020",
    "item_name": "普通护照首次申领",
    "department": "公安分局",
    "applicant": "黄*芳",
    "state": "reviewing",
    "state_text": "正在审查",
    "submitted_on": "2026-11-18",
    "promised_days": 7,
    "due_on": "2026-11-27",
    "due_is_estimate": False,
    "days_used": 4,
    "days_left": 3,
    "overdue": False,
    "limit_text": "还剩 3 个工作日",
    "due_text": "最迟 2026 年 11 月 27 日（星期五）办好",
    "stages": [
        {"name": "受理", "status": "done", "at": "2026-11-18", "due_on": None, "note": "现场采集相片"},
        {"name": "审核", "status": "current", "at": None, "due_on": "2026-11-27", "note": ""},
        {"name": "发证", "status": "next", "at": None, "due_on": None, "note": ""},
    ],
    "next_text": "公安分局正在办理。",
    "contact": {"department": "公安分局", "place": "出入境大厅", "phone": "0595-22180617", "hours": "工作日"},
    "can_urge": True,
    "urge_reason": "",
    "urges": {"count": 0, "left": 3, "next_at": None},
    "can_rate": False,
    "rated": None,
    "urging": False,
    "page": "/progress?number=LC2026000104",
    "sample": True,
}
DRAFT = "0123456789abcdef" * 2
CLAIM: dict[str, Any] = {
    "kind": "claim_report",
    "stage": "review",
    "lines": [
        {"label": "企业名称", "value": "泉州某店", "wrong": ""},
        {"label": "联系电话", "value": "138****8000", "wrong": "应是 11 位手机号"},
    ],
    "missing": ["联系人"],
    "files": 0,
    "draft_id": DRAFT,
    "expires_on": "2026-12-24",
    "receipt": None,
    "code": None,
    "next_text": "",
    "page": f"/claims?draft={DRAFT}",
    "sample": True,
}
LEVELS = {
    "levels": [{"score": 5, "label": "非常满意"}, {"score": 1, "label": "非常不满意"}],
    "reasons": {"5": [{"code": "fast", "label": "办得快"}], "1": [{"code": "unclear", "label": "没说清楚"}]},
}


def listens(visitor: Visitor, pattern: str, message: str) -> list[dict[str, Any]]:
    """Answer what is sent to an address, and keep it."""
    sent: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(json={"message": message})

    visitor.page.route(pattern, answer)
    return sent


def test_a_real_application_is_looked_up_and_urged_and_its_reply_rated(visitor: Visitor) -> None:
    visitor.ask("我的办件到哪一步了")
    visitor.ask("LC2026000104")
    reply = visitor.ask("0044")
    card = reply.locator(".card.case")
    expect(card).to_contain_text("普通护照首次申领")
    card.get_by_role("button", name="催办").click()
    expect(card.locator("[role=status]").first).to_contain_text("催")
    reply.get_by_text("评价这个回答").click()
    reply.get_by_label("非常满意").check()
    reply.get_by_role("button", name="提交评价").click()
    expect(reply.locator(".rate")).to_contain_text("谢谢")


def test_a_real_report_is_guided_and_its_draft_opens_as_a_form(visitor: Visitor) -> None:
    reply = visitor.ask("有人买了十箱标签有问题的货来敲诈我们")
    expect(reply).to_contain_text("您的企业（店）叫什么名字")
    card = visitor.ask("泉州榛柏熙鞋业有限公司").locator(".card.claim")
    expect(card).to_contain_text("泉州榛柏熙鞋业有限公司")
    href = str(card.get_by_role("link", name="用表格填写").get_attribute("href"))
    visitor.page.goto(href)
    expect(
        visitor.page.get_by_text("泉州榛柏熙鞋业有限公司").or_(visitor.page.get_by_role("textbox").first).first
    ).to_be_visible()
    assert "draft" not in visitor.page.url  # the secret has left the address


def test_the_card_of_an_application_tells_its_stages_in_words_and_urges_by_one_tap(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    sent = listens(visitor, "**/api/v1/applications/*/urge", "已经催办，两个工作日内答复。")
    heard = "办件编号 LC20******04，核对用的后四位 ****"
    visitor.answers(text="正在审查。", outcome="tool", card=CASE, heard=heard)
    card = visitor.ask("查一下办件 LC2026000104，后四位 0044").locator(".card.case")
    for words in (
        "普通护照首次申领",
        "已完成，2026年11月18日",
        "正在办，期限2026年11月27日",
        "还没到",
        "还剩 3 个工作日",
        "出入境大厅",
        "示例数据",
    ):
        expect(card).to_contain_text(words)
    expect(card.locator("[aria-current=step]")).to_contain_text("审核")
    expect(visitor.questions.first).to_contain_text("****")
    expect(visitor.questions.first).not_to_contain_text("0044")
    assert "0044" not in visitor.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    card.get_by_role("button", name="催办").click()
    expect(card).to_contain_text("两个工作日内答复")
    assert sent[0]["verify"] == "0044"
    assert visitor.overflow() <= 0


def test_after_a_reload_the_signs_are_asked_for_again(visitor: Visitor) -> None:
    sent = listens(visitor, "**/api/v1/applications/*/rating", "谢谢您的评价。")
    visitor.page.route("**/api/v1/ratings/options", lambda route: route.fulfill(json=LEVELS))
    visitor.answers(text="办完了。", outcome="tool", card=CASE | {"can_urge": False, "can_rate": True}, heard="****")
    visitor.ask("0044")
    visitor.open()
    card = visitor.page.locator(".card.case")
    card.get_by_text("评价这次办理").click()
    card.get_by_label("非常满意").check()
    card.get_by_label("办得快").check()
    card.get_by_role("button", name="提交评价").click()
    signs = card.get_by_label("请再写一次后四位")
    signs.fill("12")
    signs.press("Enter")
    expect(card).to_contain_text("请写四位")
    signs.fill("003x")
    signs.press("Enter")
    expect(card).to_contain_text("谢谢您的评价")
    assert sent == [{"verify": "003X", "score": 5, "reasons": ["fast"]}]


def test_the_card_of_a_report_is_changed_by_saying_and_gone_on_with_after_the_browser_was_closed(
    open_page: OpenPage,
) -> None:
    visitor = open_page(width=390, height=844)
    visitor.answers(text="请核对。", outcome="clarify", card=CLAIM)
    card = visitor.ask("确认一下").locator(".card.claim")
    for words in (
        "泉州某店",
        "请改一改：应是 11 位手机号",
        "还差：联系人",
        "草稿保存到2026年12月24日",
        "要由工作人员依法认定",
    ):
        expect(card).to_contain_text(words)
    href = card.get_by_role("link", name="用表格填写").get_attribute("href")
    assert str(href).endswith(f"/claims?draft={DRAFT}")
    card.get_by_role("button", name="修改企业名称").click()
    visitor.reply(1)
    assert visitor.asked[-1]["text"] == "修改企业名称"
    assert visitor.overflow() <= 0
    visitor.page.evaluate("sessionStorage.clear()")
    visitor.open()
    visitor.page.get_by_role("button", name="继续上次没填完的举报").click()
    visitor.reply(0)
    assert visitor.asked[-1]["text"] == f"继续举报 {DRAFT}"


def test_a_sent_report_shows_its_code_and_its_draft_is_no_longer_kept(visitor: Visitor) -> None:
    visitor.answers(text="请核对。", outcome="clarify", card=CLAIM)
    visitor.ask("核对")
    sent = {
        "stage": "sent",
        "receipt": "SP20261124ABCDE",
        "code": "K7M2P9QX",
        "page": "/claims",
        "lines": [],
        "missing": [],
    }
    visitor.page.unroute("**/api/v1/chat")
    visitor.answers(text="已经收到。", outcome="tool", card=CLAIM | sent)
    card = visitor.ask("确认提交").locator(".card.claim")
    expect(card).to_contain_text("K7M2P9QX")
    expect(card).to_contain_text("只显示这一次")
    assert visitor.page.evaluate("localStorage.getItem('quanquan:claim-draft')") is None


def test_a_reply_is_rated_by_keyboard_with_one_control_that_opens(visitor: Visitor) -> None:
    sent = listens(visitor, "**/api/v1/ratings/replies", "谢谢，我们会改进。")
    visitor.page.route("**/api/v1/ratings/options", lambda route: route.fulfill(json=LEVELS))
    visitor.answers(text="好的。")
    reply = visitor.ask("身份证丢了")
    summary = reply.locator(".rate > summary")
    summary.focus()
    summary.press("Enter")
    worst = reply.get_by_label("非常不满意")
    worst.focus()
    worst.press(" ")
    reply.get_by_label("没说清楚").press(" ")
    reply.get_by_role("button", name="提交评价").press("Enter")
    expect(reply.locator(".rate")).to_contain_text("我们会改进")
    assert sent == [{"session_id": "s" * 32, "reply_id": "r" * 32, "score": 1, "reasons": ["unclear"]}]


def test_somebody_in_danger_is_not_asked_for_a_rating(visitor: Visitor) -> None:
    visitor.answers(text="请马上打 110。", outcome="crisis")
    expect(visitor.ask("救命").locator(".rate")).to_have_count(0)


def test_what_is_hostile_in_the_cards_stays_text(visitor: Visitor) -> None:
    stage = {"name": HOSTILE, "status": HOSTILE, "at": HOSTILE, "due_on": HOSTILE, "note": HOSTILE}
    hostile = CASE | {"item_name": HOSTILE, "stages": [stage], "next_text": HOSTILE, "page": "javascript:alert(1)"}
    visitor.answers(text="x", outcome="tool", card=hostile | {"contact": {"phone": HOSTILE, "place": HOSTILE}})
    card = visitor.ask("x").locator(".card.case")
    expect(card.locator(".card-title")).to_contain_text("<img")
    expect(card.locator("img, a")).to_have_count(0)
