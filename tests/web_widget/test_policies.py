"""Answers from policy files: the file opens where it is cited, says whether it is in force, and is shown as written."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.test_failures import HOSTILE
from tests.web_widget.visitor import LOST_CARD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

POLICY = "**/api/v1/policies/*"
CITED = {
    "title": "《鲤城区支持工业企业上规入库若干措施》（泉鲤政办规〔2025〕1号）",
    "section": "第五条",
    "source_id": "P001",
    "url": "/?policy=P001#第五条",
}


@pytest.fixture(scope="module")
def policy(live_server: str) -> dict[str, Any]:
    """The service's own P001."""
    page: dict[str, Any] = httpx.get(f"{live_server}/api/v1/policies/P001").json()
    return page


def _cited(visitor: Visitor) -> Locator:
    visitor.answers(text="第五条是这样规定的：\n“规上企业增产奖励。”", citations=[CITED])
    reply = visitor.ask("增产奖励多少")
    visitor.page.unroute("**/api/v1/chat")
    return reply


def test_a_real_question_about_a_policy_opens_the_article_it_quotes(visitor: Visitor) -> None:
    reply = visitor.ask("《鲤城区支持工业企业上规入库若干措施》第三条怎么规定")
    expect(reply.locator("blockquote").first).to_contain_text("首次入规奖励")
    card = visitor.open_card(reply)
    expect(card.locator(".article.cited h4")).to_contain_text("第三条")


def test_the_cited_article_is_marked_in_sight_and_focused(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    reply = _cited(visitor)
    card = visitor.open_card(reply)
    expect(card).to_have_attribute("aria-label", "政策文件：鲤城区支持工业企业上规入库若干措施")
    cited = card.locator(".article.cited")
    expect(cited).to_have_count(1)
    expect(cited).to_contain_text("回答引用的是这一条")
    expect(cited.locator("h4")).to_be_focused()
    expect(cited.locator("h4")).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0


def test_the_view_holds_the_whole_file_its_dates_and_its_standing(visitor: Visitor, policy: dict[str, Any]) -> None:
    card = visitor.open_card(_cited(visitor))
    for words in (policy["title"], policy["number"], policy["issuer"], "2027年12月31日", "示例数据"):
        expect(card).to_contain_text(words)
    expect(card.locator(".standing")).to_have_text(policy["status_text"])
    assert card.locator(".article").count() == len(policy["passages"])
    assert "#" not in card.inner_text()
    last = policy["passages"][-1]
    expect(card.locator(".article").last).to_contain_text(last["text"].removeprefix(last["section"]).strip())


def test_closing_gives_the_focus_back_and_the_same_button_closes_too(visitor: Visitor) -> None:
    reply = _cited(visitor)
    card = visitor.open_card(reply)
    source = reply.locator("button.source")
    expect(source).to_have_attribute("aria-expanded", "true")
    card.get_by_role("button", name="收起文件").click()
    expect(reply.locator(".card")).to_have_count(0)
    expect(source).to_be_focused()
    source.click()
    expect(reply.locator(".card")).to_be_visible()
    source.click()
    expect(reply.locator(".card")).to_have_count(0)


def test_an_award_leads_to_its_article(visitor: Visitor) -> None:
    card = visitor.open_card(_cited(visitor))
    card.locator(".measures > summary").click()
    expect(card.locator(".measure", has_text="规上企业增产奖励")).to_contain_text("第五条 · 申报 · 2026年12月20日截止")
    card.locator("button.measure").first.click()
    expect(card.locator(".article h4", has_text="第三条")).to_be_focused()
    expect(card.locator(".article h4", has_text="第三条")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [("ended", "已于2024年12月31日到期，现在不再执行", "现在不再执行"), ("upcoming", "", "现在还没有生效")],
)
def test_a_file_that_is_not_in_force_says_so_above_and_at_the_cited_article(
    visitor: Visitor, policy: dict[str, Any], status: str, words: str, told: str
) -> None:
    spoiled = policy | {"status": status, "status_text": words}
    visitor.page.route(POLICY, lambda route: route.fulfill(json=spoiled))
    card = visitor.open_card(_cited(visitor))
    expect(card.locator(".standing")).to_have_text(words or told)
    expect(card.locator(".cited-mark")).to_contain_text(told)


def test_an_article_that_is_gone_leaves_the_file_to_read(visitor: Visitor, policy: dict[str, Any]) -> None:
    gone = {"title": 5, "deadline": "2020-01-01"}
    other = policy | {"passages": [{"section": "第一条", "text": "第一条 只有一条。"}], "measures": [gone]}
    visitor.page.route(POLICY, lambda route: route.fulfill(json=other))
    card = visitor.open_card(_cited(visitor))
    expect(card.locator(".article")).to_have_text("第一条只有一条。")
    expect(card.locator(".cited, .measures")).to_have_count(0)
    expect(card.locator(".card-title")).to_be_focused()


def test_a_file_that_does_not_come_is_said_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.expected_faults = ("Failed to load resource",)
    visitor.page.route(POLICY, lambda route: route.abort())
    reply = _cited(visitor)
    reply.locator("button.source").click()
    expect(visitor.page.locator(".note")).to_contain_text("政策文件暂时打不开")
    visitor.page.unroute(POLICY)
    visitor.open_card(reply)


def test_a_hostile_file_is_shown_as_words(visitor: Visitor, policy: dict[str, Any]) -> None:
    hostile = policy | {
        "title": HOSTILE,
        "status": HOSTILE,
        "status_text": HOSTILE,
        "published": HOSTILE,
        "measures": [{"title": HOSTILE, "article": HOSTILE, "deadline": HOSTILE}],
        "passages": [{"section": HOSTILE, "text": HOSTILE}],
    }
    visitor.page.route(POLICY, lambda route: route.fulfill(json=hostile))
    card = visitor.open_card(_cited(visitor))
    expect(card.locator(".card-title")).to_contain_text("<img src=x")
    assert card.locator("img, script, a").count() == 0
    assert visitor.page.evaluate("window.hit") is None


def test_printing_prints_the_file_alone(visitor: Visitor, policy: dict[str, Any]) -> None:
    visitor.open_card(_cited(visitor)).get_by_role("button", name="打印").click()
    paper = visitor.page.frame_locator("iframe").locator("body")
    expect(paper.locator("h3")).to_have_text(policy["title"])
    expect(paper.locator(".standing")).to_have_text(policy["status_text"])
    assert paper.locator("button, footer, .cited").count() == 0


def test_a_link_opens_the_file_at_its_article_and_keeps_its_address(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844, path="/?policy=P001#第五条")
    sheet = visitor.page.get_by_role("dialog", name="政策文件")
    for _ in range(2):  # and again after a reload
        expect(sheet.locator(".article.cited h4")).to_contain_text("第五条")
        expect(sheet.locator(".article.cited h4")).to_be_in_viewport(ratio=1)
        assert visitor.overflow() <= 0
        visitor.page.reload()
    expect(sheet).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(visitor.page).to_have_url(f"{visitor.base}/")
    visitor.ask(LOST_CARD)


def test_the_file_of_a_link_can_be_asked_about(open_page: OpenPage) -> None:
    visitor = open_page(path="/?policy=P001")
    sheet = visitor.page.get_by_role("dialog", name="政策文件")
    expect(sheet.locator(".cited")).to_have_count(0)
    sheet.get_by_role("button", name="问全全").click()
    expect(sheet).to_be_hidden()
    expect(visitor.questions.last).to_contain_text("《鲤城区支持工业企业上规入库若干措施》有哪些奖补？")
    visitor.reply(0)


@pytest.mark.parametrize("query", ["policy=P999", "policy=..%2Fsite", "policy=%3Cimg%3E#%E7"])
def test_a_link_to_an_unknown_file_says_so_and_leaves_the_conversation_usable(open_page: OpenPage, query: str) -> None:
    visitor = open_page(path=f"/?{query}")
    visitor.expected_faults = ("Failed to load resource",)
    expect(visitor.page.get_by_role("dialog", name="政策文件")).to_contain_text("没有找到这份政策文件")
    expect(visitor.page).to_have_url(f"{visitor.base}/")
    visitor.page.keyboard.press("Escape")
    visitor.ask(LOST_CARD)


def test_a_link_with_a_broken_article_opens_the_file(open_page: OpenPage) -> None:
    visitor = open_page(path="/?policy=P001#第九百条")
    expect(visitor.page.get_by_role("dialog", name="政策文件").locator(".card-title")).to_be_focused()
    expect(visitor.page.locator(".cited")).to_have_count(0)


def test_an_award_whose_last_day_is_past_says_so_and_one_without_an_article_leads_nowhere(
    visitor: Visitor, policy: dict[str, Any]
) -> None:
    award = {"title": "旧的奖励", "mode": "申报", "article": "第九百条", "deadline": "2025-12-31"}
    visitor.page.route(POLICY, lambda route: route.fulfill(json=policy | {"measures": [award]}))
    card = visitor.open_card(_cited(visitor))
    card.locator(".measures > summary").click()
    expect(card.locator("p.measure")).to_have_text("旧的奖励 第九百条 · 申报 · 2025年12月31日已截止")
    expect(card.locator("button.measure")).to_have_count(0)
