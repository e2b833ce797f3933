"""The main job in a real browser: ask, read the answer with its source, go on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import CHAT, LOST_CARD, SAMPLE_REPLY, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SUGGESTIONS = [
    {"text": "要带什么？", "item_id": "GA-015", "facet": "materials"},
    {"text": "居民身份证换领", "item_id": "GA-014"},
]


def test_lost_identity_card_is_answered_with_its_guide_cited(visitor: Visitor) -> None:
    reply = visitor.ask(LOST_CARD)
    expect(reply.locator(".words")).to_contain_text("身份证")
    expect(reply.locator(".source").first).to_contain_text("居民身份证补领（丢失）")
    assert reply.locator(".suggestions .chip").count() >= 3


def test_card_shows_fee_materials_and_places(visitor: Visitor) -> None:
    card = visitor.open_card(visitor.ask(LOST_CARD))
    expect(card.locator(".fact", has_text="收费").locator("dd")).to_have_text("40元")
    materials = visitor.section(card, "申请材料")
    expect(materials.get_by_label("人像、指纹采集")).to_be_visible()
    expect(materials.locator("li", has_text="人像、指纹采集").locator(".need")).to_have_text("必要")
    expect(materials.locator("li", has_text="监护人身份证").locator(".need")).to_have_text("非必要")
    expect(visitor.section(card, "办理地点和电话")).to_contain_text("鲤城公安分局辖区派出所户政窗口")
    expect(card).to_contain_text("示例数据")


def test_place_telephone_rings_when_tapped(visitor: Visitor) -> None:
    card = visitor.open_card(visitor.ask(LOST_CARD))
    expect(visitor.section(card, "办理地点和电话").locator("a.phone").first).to_have_attribute("href", "tel:12345")


def test_fee_question_opens_the_card_at_the_fee(visitor: Visitor) -> None:
    reply = visitor.ask("身份证丢了补办要多少钱")
    expect(reply.locator(".words")).to_contain_text("40")
    card = visitor.open_card(reply)
    expect(card.locator('[data-section="fee"]')).to_have_attribute("open", "")
    expect(card.locator('[data-section="fee"]')).to_contain_text("发改价格〔2003〕2322号")


def test_tapped_suggestion_is_asked_as_pinned(visitor: Visitor) -> None:
    visitor.answers(suggestions=SUGGESTIONS)
    reply = visitor.ask("身份证")
    reply.get_by_role("button", name="要带什么？").click()
    expect(visitor.questions.last).to_contain_text("要带什么？")
    visitor.reply(1)
    first, second = visitor.asked
    assert first["ask_id"] != second["ask_id"]
    assert second == {
        "ask_id": second["ask_id"],
        "text": "要带什么？",
        "item_id": "GA-015",
        "facet": "materials",
        "session_id": SAMPLE_REPLY["session_id"],
    }


def test_real_suggestion_gets_a_real_answer(visitor: Visitor) -> None:
    chip = visitor.ask(LOST_CARD).locator(".suggestions .chip").first
    words = chip.locator(".chip-text").inner_text()
    chip.click()
    expect(visitor.questions.last).to_contain_text(words)
    expect(visitor.reply(1).locator(".words")).not_to_be_empty()


def test_starting_suggestion_is_answered(visitor: Visitor) -> None:
    visitor.page.locator(".greeting .chip").first.click()
    expect(visitor.reply(0).locator(".source").first).to_be_visible()


def test_double_tap_asks_once(visitor: Visitor) -> None:
    release = visitor.holds_back()
    visitor.page.locator(".greeting .chip").first.dblclick()
    expect(visitor.page.locator(".note")).to_contain_text("正在回答上一个问题")
    release()
    visitor.reply(0)
    assert len(visitor.asked) == 1


def test_waiting_is_said_in_words_and_the_box_stays_usable(visitor: Visitor) -> None:
    release = visitor.holds_back()
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".pending")).to_contain_text("正在查")
    visitor.box.fill("还有护照呢")
    visitor.box.press("Enter")
    expect(visitor.box).to_have_value("还有护照呢")
    release()
    visitor.reply(0)
    expect(visitor.page.locator(".pending")).to_have_count(0)
    expect(visitor.box).to_have_value("还有护照呢")


def test_reload_keeps_the_conversation_the_ticks_and_the_unsent_words(visitor: Visitor) -> None:
    card = visitor.open_card(visitor.ask(LOST_CARD))
    card.get_by_label("人像、指纹采集").check()
    expect(card.locator(".progress")).to_have_text(re.compile("已备好 1 /"))
    visitor.box.fill("没写完的话")
    session = visitor.page.evaluate("Object.values(sessionStorage).join()")
    visitor.page.reload()
    expect(visitor.questions).to_have_count(1)
    expect(visitor.box).to_have_value("没写完的话")
    card = visitor.open_card(visitor.reply(0))
    expect(card.get_by_label("人像、指纹采集")).to_be_checked()
    visitor.ask("多久能办好")
    assert visitor.asked[-1]["session_id"] in session


def test_question_cut_off_by_a_reload_can_be_sent_again(visitor: Visitor) -> None:
    visitor.expected_faults = ("Failed to load resource",)
    release = visitor.holds_back()
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".pending")).to_be_visible()
    visitor.page.reload()
    release()
    expect(visitor.failure).to_contain_text("还没有收到回答")
    visitor.failure.get_by_role("button", name="再试一次").click()
    expect(visitor.reply(0).locator(".words")).to_contain_text("身份证")


def test_another_tab_does_not_see_the_conversation(visitor: Visitor) -> None:
    visitor.ask(LOST_CARD)
    other = Visitor(visitor.page.context.new_page(), visitor.base).open()
    expect(other.questions).to_have_count(0)


def test_new_conversation_forgets_everything(visitor: Visitor) -> None:
    visitor.ask(LOST_CARD)
    visitor.box.fill("没写完的话")
    visitor.page.get_by_role("button", name="新对话").click()
    expect(visitor.questions).to_have_count(0)
    expect(visitor.box).to_have_value("")
    assert LOST_CARD not in visitor.page.evaluate("JSON.stringify({...sessionStorage})")
    visitor.ask("护照怎么办")
    assert "session_id" not in visitor.asked[-1]


def test_new_conversation_drops_a_late_reply(visitor: Visitor) -> None:
    visitor.expected_faults = ("Failed to load resource",)
    release = visitor.holds_back()
    visitor.box.fill(LOST_CARD)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".pending")).to_be_visible()
    visitor.page.get_by_role("button", name="新对话").click()
    release()
    visitor.ask("护照怎么办")
    expect(visitor.questions).to_have_count(1)


def test_crisis_reply_shows_the_numbers_as_call_buttons(visitor: Visitor) -> None:
    visitor.answers(
        outcome="crisis", text="您不是一个人。", actions=[{"kind": "call", "label": "心理援助热线", "number": "12356"}]
    )
    call = visitor.ask("我不想活了").locator("a.call")
    expect(call).to_have_attribute("href", "tel:12356")
    expect(call).to_contain_text("12356")
    box = call.bounding_box()
    assert box and box["height"] >= 60


def test_reply_lists_are_real_lists(visitor: Visitor) -> None:
    visitor.answers(text="要带：\n1. 户口簿\n2. 照片\n可以去：\n• 派出所\n• 行政服务中心")
    words = visitor.ask("要带什么").locator(".words")
    assert words.locator("ol > li").all_inner_texts() == ["户口簿", "照片"]
    assert words.locator("ul > li").all_inner_texts() == ["派出所", "行政服务中心"]


def test_page_hears_what_happened_but_not_what_was_said(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """() => { window.heard = [];
        for (const name of ["quanquan-ask", "quanquan-reply"])
          document.addEventListener(name, (event) => heard.push([name, event.detail])); }"""
    )
    visitor.ask(LOST_CARD)
    heard = visitor.page.evaluate("heard")
    assert [name for name, _ in heard] == ["quanquan-ask", "quanquan-reply"]
    assert heard[1][1]["item_id"] == "GA-015"
    assert LOST_CARD not in json.dumps(heard, ensure_ascii=False)


def test_blocked_storage_does_not_stop_the_conversation(open_page: OpenPage) -> None:
    visitor = open_page(path="")
    visitor.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('blocked', 'SecurityError'); }})"
    )
    expect(visitor.open().ask(LOST_CARD).locator(".words")).to_contain_text("身份证")


def test_damaged_storage_begins_a_new_conversation(visitor: Visitor) -> None:
    visitor.ask(LOST_CARD)
    visitor.page.evaluate(
        """() => { for (const key of Object.keys(sessionStorage))
        sessionStorage.setItem(key, '{"version":1,"messages":[{"from":"assistant","reply":7},null,{"from":"citizen"}],"ticks":[9]}'); }"""
    )
    visitor.page.reload()
    expect(visitor.page.locator(".greeting")).to_be_visible()
    expect(visitor.questions).to_have_count(0)
    visitor.box.fill("")
    expect(visitor.ask(LOST_CARD).locator(".words")).to_contain_text("身份证")


def test_printing_a_card_prints_the_card_alone(visitor: Visitor) -> None:
    card = visitor.open_card(visitor.ask(LOST_CARD))
    card.get_by_role("button", name="打印").click()
    paper = visitor.page.frame_locator("iframe").locator("body")
    expect(paper.locator("h3")).to_have_text("居民身份证补领（丢失）")
    assert paper.locator("details:not([open])").count() == 0
    assert paper.locator("button:visible, footer").count() == 0


def test_only_chat_receives_what_was_written(visitor: Visitor) -> None:
    urls: list[str] = []
    visitor.page.on("request", lambda request: urls.append(request.url))
    visitor.ask(LOST_CARD)
    assert [url for url in urls if "/api/" in url] == [visitor.base + CHAT.removeprefix("**")]
