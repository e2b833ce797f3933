"""A policy match in the conversation: its card, the way to the page, and what a hostile service could put into it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.test_failures import HOSTILE
from tests.web_widget.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHOE = "91350502MAX50L2368"
CARD: dict[str, Any] = {
    "kind": "policy_match",
    "company": "泉州榛柏熙鞋业有限公司",
    "credit_code": SHOE,
    "district": "鲤城区",
    "on": "2026-11-23",
    "total": 100000,
    "total_text": "按公开信息能确定的，预计可得 10 万元，共 1 项。",
    "matches": [{"title": "首次入规奖励", "award_text": "奖励 10 万元", "document_title": "若干措施"}],
    "match_count": 1,
    "near_misses": [{"title": "增产奖励", "text": "还没有高新技术企业资格", "award_text": "做到以后可得 5 万元"}],
    "near_count": 1,
    "unknown_count": 3,
    "page": f"/policies?company={SHOE}",
    "sample": True,
}


def test_a_real_question_about_a_company_shows_its_card_and_the_way_to_the_page(visitor: Visitor) -> None:
    reply = visitor.ask("晋江棠岳坤鞋业能拿什么补贴")
    card = reply.locator(".card.match")
    expect(card).to_contain_text("晋江棠岳坤鞋业股份有限公司")
    expect(card).to_contain_text("示例数据")
    href = card.get_by_role("link", name="查看全部结果").get_attribute("href")
    assert href is not None and "/policies?company=" in href


def test_the_card_says_what_is_to_be_had_what_is_lacking_and_who_sees_the_rest(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    visitor.answers(text="预计可得 10 万元。", outcome="tool", card=CARD)
    card = visitor.ask("榛柏熙鞋业能拿什么补贴").locator(".card.match")
    expect(card).to_have_attribute("aria-label", "政策匹配：泉州榛柏熙鞋业有限公司")
    for words in (
        "2026年11月23日",
        "可以享受（1项）",
        "奖励 10 万元",
        "差一点（1项）",
        "还没有高新技术企业资格",
        "3项",
        "登录以后",
    ):
        expect(card).to_contain_text(words)
    assert visitor.overflow() <= 0


def test_without_a_card_the_page_is_offered_below_the_words(visitor: Visitor) -> None:
    page = {"kind": "open_page", "label": "打开政策匹配页面", "url": "/policies"}
    visitor.answers(text="您的企业叫什么名字？", outcome="clarify", actions=[page])
    link = visitor.ask("我们公司能拿什么补贴").get_by_role("link", name="打开政策匹配页面")
    assert str(link.get_attribute("href")).endswith("/policies")


def test_what_is_hostile_in_a_card_stays_text(visitor: Visitor) -> None:
    row = {"title": HOSTILE, "award_text": HOSTILE, "text": HOSTILE, "document_title": HOSTILE}
    hostile = CARD | {"company": HOSTILE, "total_text": HOSTILE, "matches": [row], "near_misses": [row]}
    visitor.answers(text="x", outcome="tool", card=hostile | {"page": "javascript:alert(1)"})
    card = visitor.ask("x").locator(".card.match")
    expect(card.locator(".card-title")).to_contain_text("<img")
    expect(card.locator("img")).to_have_count(0)
    expect(card.locator("a")).to_have_count(0)
