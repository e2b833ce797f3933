"""Whatever goes wrong, the citizen keeps the words, gets a retry, and has another way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import CHAT, GUIDE, LOST_CARD, SITE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ERROR = {"error": {"code": "x", "message": "这句话太长了。", "request_id": "1"}}
HOSTILE = (
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script>\u202e反的字\u202d {{7*7}} javascript:alert(1)'
)


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    """A citizen whose browser notes failed requests, as it must here."""
    visitor = open_page()
    visitor.expected_faults = ("Failed to load resource",)
    return visitor


def _ask_in_vain(visitor: Visitor, text: str = LOST_CARD) -> None:
    visitor.box.fill(text)
    visitor.box.press("Enter")
    expect(visitor.failure).to_be_visible()


def test_unreachable_server_offers_retry_and_hotline(visitor: Visitor) -> None:
    visitor.page.route(CHAT, lambda route: route.abort())
    _ask_in_vain(visitor)
    expect(visitor.questions.last).to_contain_text(LOST_CARD)
    expect(visitor.failure.locator("a.call")).to_have_attribute("href", "tel:12345")
    visitor.page.unroute(CHAT)
    visitor.failure.get_by_role("button", name="再试一次").click()
    expect(visitor.reply(0).locator(".words")).to_contain_text("身份证")
    expect(visitor.failure).to_have_count(0)
    expect(visitor.questions).to_have_count(1)
    assert len({asked["ask_id"] for asked in visitor.asked}) == 1  # the service can tell that it is the same question


def test_being_offline_is_said(visitor: Visitor) -> None:
    visitor.page.context.set_offline(True)
    _ask_in_vain(visitor)
    expect(visitor.failure).to_contain_text("网络好像断开了")
    visitor.page.context.set_offline(False)
    visitor.failure.get_by_role("button", name="再试一次").click()
    visitor.reply(0)


def test_silent_server_is_given_up_after_a_while(open_page: OpenPage) -> None:
    visitor = open_page(path="")
    visitor.page.clock.install()
    visitor.open()
    visitor.page.route(CHAT, lambda route: None)
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".pending")).to_be_visible()
    visitor.page.clock.run_for(6_000)
    expect(visitor.page.locator(".pending")).to_contain_text("还在查")
    visitor.page.clock.run_for(10_000)
    expect(visitor.failure).to_contain_text("等了很久")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_server_fault_is_not_blamed_on_the_citizen(visitor: Visitor, status: int) -> None:
    visitor.page.route(CHAT, lambda route: route.fulfill(status=status, body="<h1>oops</h1>"))
    _ask_in_vain(visitor)
    expect(visitor.failure).to_contain_text("不是您的操作有误")


def test_too_many_questions_says_how_long_to_wait(visitor: Visitor) -> None:
    visitor.page.clock.install()
    visitor.page.route(CHAT, lambda route: route.fulfill(status=429, json=ERROR, headers={"Retry-After": "12"}))
    _ask_in_vain(visitor)
    expect(visitor.failure).to_contain_text("请等12秒")
    retry = visitor.failure.get_by_role("button", name="再试一次")
    expect(retry).to_be_disabled()
    visitor.page.clock.run_for(13_000)
    expect(retry).to_be_enabled()


def test_refused_question_shows_the_servers_reason(visitor: Visitor) -> None:
    visitor.page.route(CHAT, lambda route: route.fulfill(status=422, json=ERROR))
    _ask_in_vain(visitor)
    expect(visitor.failure).to_contain_text("这句话太长了。")


@pytest.mark.parametrize("body", ["", "[]", "null", '{"text": 5}', '{"outcome": "answered"}', "<html>"])
def test_reply_of_no_known_shape_is_a_failure_not_a_crash(visitor: Visitor, body: str) -> None:
    visitor.page.route(CHAT, lambda route: route.fulfill(status=200, body=body, content_type="application/json"))
    _ask_in_vain(visitor)


def test_next_question_after_a_failure_keeps_the_first_in_sight(visitor: Visitor) -> None:
    visitor.page.route(CHAT, lambda route: route.abort())
    _ask_in_vain(visitor, "第一句")
    visitor.page.unroute(CHAT)
    visitor.ask(LOST_CARD)
    expect(visitor.questions.first).to_contain_text("第一句")
    expect(visitor.questions.first).to_contain_text("没有送到")
    expect(visitor.failure).to_have_count(0)


def test_guide_that_cannot_be_opened_is_said_and_can_be_tried_again(visitor: Visitor) -> None:
    reply = visitor.ask("身份证丢了补办要多少钱")
    visitor.page.route(GUIDE, lambda route: route.abort())
    reply.locator("button.source").first.click()
    expect(visitor.page.locator(".note")).to_contain_text("暂时打不开")
    visitor.page.unroute(GUIDE)
    visitor.open_card(reply)


def test_page_and_conversation_work_while_the_site_texts_do_not_come(open_page: OpenPage) -> None:
    visitor = open_page(path="")
    visitor.expected_faults = ("Failed to load resource",)
    visitor.page.route(SITE, lambda route: route.abort())
    visitor.open()
    expect(visitor.page.locator(".greeting")).to_contain_text("我是全全")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("政务服务智能助手")
    visitor.ask(LOST_CARD)


def test_hostile_words_are_shown_as_words(visitor: Visitor) -> None:
    visitor.answers(
        text=HOSTILE,
        citations=[{"title": HOSTILE, "section": HOSTILE, "source_id": HOSTILE, "url": "javascript:window.hit=1"}],
        suggestions=[{"text": HOSTILE, "item_id": HOSTILE, "facet": None}],
        actions=[{"kind": "call", "label": HOSTILE, "number": "javascript:window.hit=1"}, {"kind": "boom"}],
    )
    reply = visitor.ask(HOSTILE)
    expect(visitor.questions.last).to_contain_text("<img src=x")
    expect(reply.locator(".words")).to_contain_text("<script>window.hit=1</script>")
    assert visitor.page.locator(".message img, .message script, .message a").count() == 0
    assert visitor.page.evaluate("window.hit") is None


def test_hostile_guide_is_shown_as_words(visitor: Visitor) -> None:
    def spoiled(route: Route) -> None:
        card = route.fetch().json()
        card["name"] = card["summary"] = HOSTILE
        card["materials"][0]["name"] = card["places"][0]["phone"] = HOSTILE
        card["faq"], card["online"], card["related"] = "none", None, [{"item_id": "x", "name": 5}]
        route.fulfill(json=card)

    reply = visitor.ask("身份证丢了补办要多少钱")
    visitor.page.route(GUIDE, spoiled)
    card = visitor.open_card(reply)
    expect(card.locator(".card-title")).to_contain_text("<img src=x")
    assert card.locator("img, script").count() == 0
    assert visitor.page.evaluate("window.hit") is None


def test_endless_words_do_not_widen_the_page(open_page: OpenPage) -> None:
    visitor = open_page(width=320, height=640)
    long = "W" * 450
    visitor.answers(
        text=long, citations=[{"title": long, "section": long, "source_id": "x"}], suggestions=[{"text": long}]
    )
    reply = visitor.ask(long)
    assert visitor.overflow() <= 0
    log = visitor.page.locator(".log")
    assert log.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    expect(reply).to_be_visible()
