"""What the citizen is asked to choose from: in order, numbered, each with when it is meant; and who helps at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import SAMPLE_REPLY, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMES = [f"第{number}件事怎么办？" for number in "一二三四五六七八九十"]
CHOICES = [
    {"text": name, "hint": f"情况{at}" if at < 8 else None, "item_id": f"GA-{at:03}", "facet": "general"}
    for at, name in enumerate(NAMES)
]
HOTLINE = {"kind": "call", "label": "拨打 12345", "number": "12345"}
POLICE = {"kind": "call", "label": "报警 110", "number": "110"}
AMBULANCE = {"kind": "call", "label": "急救 120", "number": "120"}
SELF_HARM = "请先不要一个人待着。\n• 心里难受：12356\n• 受了伤：120\n您不是一个人。"


def _top(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"]


def test_a_broad_wish_shows_its_items_in_order_each_with_when_it_is_meant(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    visitor.answers(outcome="clarify", text="您是下面哪一件？", suggestions=CHOICES, actions=[HOTLINE])
    reply = visitor.ask("我想开店")
    choices = reply.get_by_role("region", name="请点您要办的那一件").get_by_role("listitem")
    assert choices.locator(".chip-text").all_inner_texts() == NAMES
    assert reply.locator("ol.choices").count() == 1
    log = visitor.page.locator(".log").bounding_box()
    for chip in choices.get_by_role("button").all():
        box = chip.bounding_box()
        assert box and log
        assert box["height"] >= 44
        assert box["width"] > log["width"] * 0.85
    assert visitor.overflow() <= 0


def test_a_hint_is_part_of_the_name_and_not_of_what_is_asked(visitor: Visitor) -> None:
    visitor.answers(outcome="clarify", text="您是下面哪一件？", suggestions=CHOICES)
    visitor.ask("我想开店").get_by_role("button", name="第二件事怎么办？ 情况1", exact=True).click()
    visitor.reply(1)
    expect(visitor.questions.last).to_have_text(re.compile("^您说：第二件事怎么办？$"))
    asked = visitor.asked[-1]
    assert (asked["text"], asked["item_id"], asked["facet"]) == (NAMES[1], "GA-001", "general")
    assert "hint" not in asked


def test_a_choice_can_be_made_from_the_keyboard(visitor: Visitor) -> None:
    visitor.answers(outcome="clarify", text="您是下面哪一件？", suggestions=CHOICES)
    first = visitor.ask("我想开店").locator(".choices .chip").first
    first.focus()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.reply(1)
    assert visitor.asked[-1]["text"] == NAMES[1]


@pytest.mark.parametrize("outcome", ["clarify", "suggested"])
def test_what_can_be_tapped_comes_before_the_number_to_ring(visitor: Visitor, outcome: str) -> None:
    visitor.answers(outcome=outcome, text="您看看？或者拨打 12345。", suggestions=CHOICES[:3], actions=[HOTLINE])
    reply = visitor.ask("那个")
    expect(reply.locator("ol.choices .chip")).to_have_count(3)
    assert _top(reply.locator(".choices")) < _top(reply.locator("a.call"))


def test_the_other_items_of_an_answered_wish_stand_apart_from_the_next_questions(visitor: Visitor) -> None:
    next_question = {"text": "要带什么？", "hint": None, "item_id": "GA-015", "facet": "materials"}
    visitor.answers(suggestions=[next_question, *CHOICES[:2]])
    reply = visitor.ask("刚生了孩子")
    together = reply.get_by_role("region", name="这件事里，您可能还要办")
    assert together.locator(".chip-text").all_inner_texts() == NAMES[:2]
    assert reply.get_by_role("region", name="猜你想办").locator(".chip").all_inner_texts() == ["要带什么？"]


def test_a_broad_wish_is_answered_with_a_list_by_the_real_service(visitor: Visitor) -> None:
    reply = visitor.ask("我想开店")
    hints = reply.locator(".choices .chip-hint")
    expect(hints.first).to_be_visible()
    assert hints.count() >= 3


def test_who_helps_stands_below_the_first_words_and_in_order(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    help_line = {"kind": "call", "label": "心理援助 12356", "number": "12356"}
    visitor.answers(outcome="crisis", text=SELF_HARM, actions=[help_line, AMBULANCE, POLICE])
    reply = visitor.ask("我不想活了")
    calls = reply.locator("a.call")
    assert [call.get_attribute("href") for call in calls.all()] == ["tel:12356", "tel:120", "tel:110"]
    for call in calls.all():
        box = call.bounding_box()
        assert box
        assert box["height"] >= 60
        expect(call).to_be_in_viewport(ratio=1)
    words = reply.locator(".words")
    assert words.first.inner_text().endswith("请先不要一个人待着。")
    assert _top(words.first) < _top(calls.first) < _top(calls.last) < _top(words.last)


def test_care_above_an_answer_has_its_numbers_there_and_the_hotline_below(visitor: Visitor) -> None:
    visitor.answers(
        text="提醒您：不要发身份证号。\n您的安全最要紧，马上打 110。您问的事，我告诉您：\n法律援助不收费。",
        actions=[POLICE, AMBULANCE, HOTLINE],
    )
    reply = visitor.ask("老公打我，怎么离婚")
    urgent = reply.locator(".urgent")
    expect(urgent.locator("p").last).to_contain_text("马上打 110")
    expect(urgent.locator("a.call")).to_have_count(2)
    expect(reply.locator(".words").last).to_have_text("法律援助不收费。")
    assert _top(reply.locator(".words").last) < _top(reply.locator("a.call", has_text="12345"))


def test_after_several_misses_the_way_to_a_person_is_large(visitor: Visitor) -> None:
    visitor.answers(outcome="handover", text="几次都没有听懂，对不起。请拨打 12345。", actions=[HOTLINE])
    call = visitor.ask("那个啥").locator("a.call")
    expect(call).to_have_attribute("href", "tel:12345")
    box = call.bounding_box()
    assert box
    assert box["height"] >= 60


def test_two_facets_cite_both_sections_and_each_opens_its_own(visitor: Visitor) -> None:
    reply = visitor.ask("身份证丢了补办要带什么，多少钱")
    sources = reply.locator("button.source")
    expect(sources).to_have_count(2)
    expect(sources.first.locator(".sr-only")).to_have_count(0)
    expect(sources.last.locator(".sr-only")).to_have_text("《居民身份证补领（丢失）办事指南》")
    expect(sources.last).to_have_accessible_name("《居民身份证补领（丢失）办事指南》 收费标准")
    sources.last.click()
    expect(reply.locator('.card [data-section="fee"]')).to_have_attribute("open", "")


def test_a_frequent_question_that_was_answered_stands_open_in_the_card(visitor: Visitor) -> None:
    answer = visitor.page.request.get(f"{visitor.base}/api/v1/guides/GA-015").json()["faq"][0]
    citation = {"title": "居民身份证补领（丢失）办事指南", "section": "常见问题", "source_id": "GA-015", "url": None}
    visitor.answers(text=f"{answer['a']}\n要带：户口簿", item_id="GA-015", facet="materials", citations=[citation])
    card = visitor.open_card(visitor.ask(answer["q"]))
    expect(card.locator("details.faq[open] > summary")).to_have_text(answer["q"])


@pytest.mark.parametrize("changes", [{"hint": 5}, {"hint": "  "}, {"hint": {}}, {}])
def test_a_suggestion_without_a_hint_has_one_line(visitor: Visitor, changes: dict[str, Any]) -> None:
    visitor.answers(suggestions=[{"text": "护照", "item_id": "GA-020"} | changes])
    chip = visitor.ask("你好").locator(".suggestions .chip")
    expect(chip).to_have_text("护照")
    expect(chip.locator(".chip-hint")).to_have_count(0)
    assert SAMPLE_REPLY["suggestions"] == []
