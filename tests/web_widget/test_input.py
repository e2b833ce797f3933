"""Writing: Enter, Shift+Enter, Chinese input methods, limits, and the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.visitor import LOST_CARD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _focused(page: Page) -> str:
    """Return the text or label of what has the focus, inside the widget too."""
    return str(
        page.evaluate(
            """() => { let node = document.activeElement;
            while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
            return node.getAttribute("aria-label") || node.id || node.textContent.trim(); }"""
        )
    )


def _tab_to(page: Page, words: str, back: bool = True) -> None:
    for _ in range(60):
        if words in _focused(page):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"the keyboard does not reach {words}")


def test_keyboard_alone_gets_from_the_page_to_answer_card_and_suggestion(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    assert _focused(visitor.page) == "跳到对话"
    keyboard.press("Enter")
    assert _focused(visitor.page) == "question"
    keyboard.type(LOST_CARD)
    keyboard.press("Enter")
    reply = visitor.reply(0)
    _tab_to(visitor.page, "《居民身份证补领（丢失）")
    keyboard.press("Enter")
    expect(reply.locator(".card")).to_be_visible()
    box = reply.locator(".card input[type=checkbox]").first
    for _ in range(20):
        if box.evaluate("node => node.getRootNode().activeElement === node"):
            break
        keyboard.press("Tab")
    keyboard.press("Space")
    expect(box).to_be_checked()
    chip = reply.locator(".chips .chip-text").first.inner_text()
    _tab_to(visitor.page, chip, back=False)
    keyboard.press("Enter")
    visitor.reply(1)


def test_card_closes_and_the_focus_returns_to_its_opener(visitor: Visitor) -> None:
    reply = visitor.ask("身份证丢了补办要多少钱")
    opener = reply.locator("button.source").first
    card = visitor.open_card(reply)
    expect(opener).to_have_attribute("aria-expanded", "true")
    card.get_by_role("button", name="收起指南").click()
    expect(card).to_have_count(0)
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_enter_that_ends_a_composition_does_not_send(visitor: Visitor) -> None:
    visitor.box.focus()
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("Input.imeSetComposition", {"text": "shenfenzheng", "selectionStart": 12, "selectionEnd": 12})
    visitor.page.keyboard.press("Enter")
    expect(visitor.questions).to_have_count(0)
    devtools.send("Input.insertText", {"text": "身份证丢了"})
    expect(visitor.questions).to_have_count(0)
    assert visitor.asked == []
    visitor.page.keyboard.press("Enter")
    expect(visitor.questions.last).to_contain_text("身份证丢了")


def test_safaris_enter_after_a_composition_does_not_send(visitor: Visitor) -> None:
    visitor.box.fill("身份证")
    visitor.box.evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))"
    )
    expect(visitor.questions).to_have_count(0)
    expect(visitor.box).to_have_value("身份证")


def test_shift_enter_begins_a_line(visitor: Visitor) -> None:
    visitor.box.fill("第一行")
    visitor.box.press("Shift+Enter")
    visitor.page.keyboard.type("第二行")
    expect(visitor.box).to_have_value("第一行\n第二行")
    expect(visitor.questions).to_have_count(0)


def test_empty_question_is_not_sent(visitor: Visitor) -> None:
    visitor.box.fill("   \n ")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".hint")).to_contain_text("请先写下您想问的事")
    assert visitor.asked == []


def test_too_long_question_is_kept_and_the_excess_is_told(visitor: Visitor) -> None:
    visitor.box.fill("证" * 503)
    visitor.box.press("Enter")
    expect(visitor.page.locator(".hint")).to_contain_text("多了3个字")
    expect(visitor.box).to_have_value("证" * 503)
    assert visitor.asked == []


def test_emoji_count_as_one_character_each(visitor: Visitor) -> None:
    visitor.answers()
    visitor.box.fill("😀" * 499)
    expect(visitor.page.locator(".hint")).to_contain_text("还可以写1个字")
    visitor.ask("😀" * 500)
    assert visitor.asked[-1]["text"] == "😀" * 500
