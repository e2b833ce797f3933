"""Answers that come word by word: shown as they come, read aloud once, and never lost or doubled with the connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.assistant.llm.model_server import ModelServer, model_server, says
from tests.browsing import PATIENCE_MS
from tests.conftest import RunningServer
from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import CHAT, LOST_CARD, SAMPLE_REPLY, SITE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SOCKET = "**/api/v1/ws/chat"
STREAMING = ".message.streaming"


class Wire:
    """The service's side of a socket that the test moves."""

    def __init__(self) -> None:
        self.sides: list[WebSocketRoute] = []
        self.asked: list[dict[str, Any]] = []

    def take(self, side: WebSocketRoute) -> None:
        """Hold a connection that the page opens."""
        self.sides.append(side)
        side.on_message(lambda message: self.asked.append(json.loads(message)))

    def say(self, kind: str, **fields: Any) -> None:
        """Send an event for the last question."""
        self.sides[-1].send(json.dumps({"type": kind, "id": self.asked[-1]["id"]} | fields))

    def reply(self, text: str, **changes: Any) -> None:
        """Send the whole reply."""
        self.say("reply", reply=SAMPLE_REPLY | {"text": text} | changes)


@pytest.fixture
def wire() -> Wire:
    """A socket not opened yet."""
    return Wire()


@pytest.fixture
def visitor(open_page: OpenPage, wire: Wire) -> Visitor:
    """A citizen on a phone, whose service says that it streams."""
    return _streaming(open_page(path="", width=390, height=844), wire)


def _streaming(visitor: Visitor, wire: Wire) -> Visitor:
    def site(route: Any) -> None:
        route.fulfill(json=route.fetch().json() | {"streaming": True})

    visitor.page.route(SITE, site)
    visitor.page.route_web_socket(SOCKET, wire.take)
    visitor.open()
    expect(visitor.page.locator(".greeting .chip").first).to_be_visible()  # the site's texts have come
    return visitor


def _send(visitor: Visitor, wire: Wire, text: str = LOST_CARD) -> None:
    before = len(wire.asked)
    visitor.box.fill(text)
    visitor.box.press("Enter")
    for _ in range(PATIENCE_MS // 20):
        if len(wire.asked) > before:
            return
        visitor.page.wait_for_timeout(20)
    pytest.fail("the question did not reach the socket")


def test_words_are_shown_as_they_come_and_the_whole_reply_takes_their_place(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("accepted", request_id="r")
    expect(visitor.page.locator(".pending")).to_be_visible()
    wire.say("delta", text="要带：\n• 户口簿\n")
    expect(visitor.page.locator(f"{STREAMING} li")).to_have_text("户口簿")
    expect(visitor.page.locator(".pending")).to_have_count(0)
    wire.say("delta", text="• 照片")
    expect(visitor.page.locator(f"{STREAMING} li")).to_have_count(2)
    wire.reply("要带：\n• 户口簿\n• 照片", suggestions=[{"text": "多少钱？"}])
    reply = visitor.reply(0)
    expect(reply.locator("li", has_text="照片")).to_be_visible()
    expect(reply.locator(".chip")).to_have_text("多少钱？")
    expect(visitor.page.locator(STREAMING)).to_have_count(0)
    assert visitor.asked == []


def test_a_second_question_goes_over_the_same_connection_and_conversation(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.reply("好的。")
    visitor.reply(0)
    _send(visitor, wire, "多少钱")
    wire.reply("40元。")
    visitor.reply(1)
    assert len(wire.sides) == 1
    assert [asked.get("session_id") for asked in wire.asked] == [None, SAMPLE_REPLY["session_id"]]
    assert wire.asked[0]["ask_id"] != wire.asked[1]["ask_id"]


def test_withdrawn_words_disappear(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("delta", text="每证400元。")
    expect(visitor.page.locator(STREAMING)).to_contain_text("400")
    wire.say("replace", text="每证40元。")
    expect(visitor.page.locator(f"{STREAMING} .words")).to_have_text("每证40元。")
    wire.reply("每证40元。")
    visitor.reply(0)
    assert "400" not in visitor.page.locator(".log").inner_text()


def test_an_answer_is_read_aloud_once_and_not_while_it_comes(visitor: Visitor, wire: Wire) -> None:
    visitor.page.locator(".log").evaluate(
        """log => { window.spoken = [];
        new MutationObserver((changes) => { for (const change of changes) for (const node of change.addedNodes) {
          const live = change.target.closest?.("[aria-live]")?.getAttribute("aria-live");
          const own = node.closest ? node.closest("[aria-live]").getAttribute("aria-live") : live;
          if (own !== "polite") continue;
          const read = node.cloneNode(true);  // what is marked "off" inside is not read with it
          for (const mute of read.querySelectorAll?.('[aria-live="off"]') ?? []) mute.remove();
          spoken.push(read.textContent);
        } }).observe(log, { childList: true, subtree: true }); }"""
    )
    _send(visitor, wire)
    for words in ("每证", "40元", "。"):
        wire.say("delta", text=words)
    expect(visitor.page.locator(f"{STREAMING} .words")).to_have_text("每证40元。")
    wire.reply("每证40元。")
    visitor.reply(0)
    assert [words for words in visitor.page.evaluate("spoken") if "40元" in words] == ["全全说：每证40元。"]


def test_a_reader_who_scrolls_keeps_the_place_while_words_come(visitor: Visitor, wire: Wire) -> None:
    long = "\n".join(f"• 第{number}样材料，一式两份，原件和复印件都要带上" for number in range(40))
    _send(visitor, wire)
    wire.say("delta", text=long)
    log = visitor.page.locator(".log")
    expect(visitor.page.locator(f"{STREAMING} li")).to_have_count(40)
    expect(visitor.questions.last).to_be_in_viewport(ratio=1)
    log.hover()
    visitor.page.mouse.wheel(0, 500)
    visitor.page.wait_for_function("log => log.scrollTop > 400", arg=log.element_handle())
    place = log.evaluate("node => node.scrollTop")
    wire.say("delta", text="\n• 最后一样")
    wire.reply(f"{long}\n• 最后一样")
    visitor.reply(0)
    assert log.evaluate("node => node.scrollTop") == place


def test_a_connection_that_breaks_off_is_followed_by_http_under_the_same_name(visitor: Visitor, wire: Wire) -> None:
    visitor.answers(text="每证40元。")
    _send(visitor, wire)
    wire.say("accepted", request_id="r")
    wire.say("delta", text="每证")
    expect(visitor.page.locator(STREAMING)).to_be_visible()
    wire.sides[-1].close(code=1011)
    expect(visitor.reply(0).locator(".words")).to_contain_text("每证40元。")
    expect(visitor.questions).to_have_count(1)
    assert [asked["ask_id"] for asked in visitor.asked] == [wire.asked[0]["ask_id"]]
    visitor.ask("多少钱")  # and the next one does not try the socket again
    assert len(wire.sides) == 1


def test_a_silent_connection_is_given_up_for_http(open_page: OpenPage, wire: Wire) -> None:
    visitor = open_page(path="")
    visitor.page.clock.install()
    _streaming(visitor, wire)
    visitor.answers(text="每证40元。")
    _send(visitor, wire)
    wire.say("accepted", request_id="r")
    visitor.page.clock.run_for(16_000)
    expect(visitor.reply(0).locator(".words")).to_contain_text("每证40元。")


def test_when_http_fails_too_the_same_question_can_be_sent_again(visitor: Visitor, wire: Wire) -> None:
    visitor.expected_faults = ("Failed to load resource",)
    visitor.page.route(CHAT, lambda route: route.abort())
    _send(visitor, wire)
    wire.say("delta", text="每证")
    wire.sides[-1].close(code=1011)
    expect(visitor.failure).to_be_visible()
    expect(visitor.page.locator(STREAMING)).to_have_count(0)
    visitor.page.unroute(CHAT)
    visitor.answers(text="每证40元。")
    visitor.failure.get_by_role("button", name="再试一次").click()
    visitor.reply(0)
    assert {asked["ask_id"] for asked in visitor.asked} == {wire.asked[0]["ask_id"]}


def test_asking_too_often_is_said_and_not_asked_over_http(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("error", error={"code": "too_many_requests", "message": "x", "request_id": "r"}, retry_after=12)
    expect(visitor.failure).to_contain_text("请等12秒")
    assert visitor.asked == []


def test_a_new_conversation_ends_the_answer_that_comes(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("delta", text="每证")
    expect(visitor.page.locator(STREAMING)).to_be_visible()
    visitor.page.get_by_role("button", name="新对话").click()
    expect(visitor.page.locator(STREAMING)).to_have_count(0)
    _send(visitor, wire, "护照怎么办")
    assert "session_id" not in wire.asked[-1]
    assert len(wire.sides) == 2
    wire.reply("护照。")
    expect(visitor.reply(0).locator(".words")).to_contain_text("护照。")


def test_hostile_words_on_their_way_are_words(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("delta", text='<img src=x onerror="window.hit=1">')
    expect(visitor.page.locator(STREAMING)).to_contain_text("<img src=x")
    wire.reply("好的。")
    visitor.reply(0)
    assert visitor.page.evaluate("window.hit") is None


def test_words_that_come_do_not_move_where_motion_is_unwelcome(visitor: Visitor, wire: Wire) -> None:
    _send(visitor, wire)
    wire.say("delta", text="每证")
    expect(visitor.page.locator(STREAMING)).to_be_visible()
    assert visitor.page.evaluate("document.getAnimations({subtree: true}).length") == 0
    wire.reply("每证40元。")
    visitor.reply(0)


def test_without_streaming_no_connection_is_opened(open_page: OpenPage, wire: Wire) -> None:
    visitor = open_page(path="")
    visitor.page.route_web_socket(SOCKET, wire.take)
    visitor.open().ask(LOST_CARD)
    assert wire.sides == []


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A language model that words the answer slowly enough to be seen."""
    with model_server() as server:
        yield server


def test_a_real_service_with_a_model_streams_to_the_page_and_saves_one_turn(
    open_page: OpenPage, serve: Callable[..., RunningServer], sample_home: Path, model: ModelServer
) -> None:
    server = serve(sample_home, QUANQUAN_LLM=model.url, QUANQUAN_LLM_MODEL="m", QUANQUAN_LLM_KEY="k")
    model.behaviour = says("补领身份证", "每证40元。", each_after=0.2)
    visitor = open_page(path="")
    visitor.base = server.url
    frames: list[str] = []
    visitor.page.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(str(data))))
    visitor.open()
    expect(visitor.page.locator(".greeting .chip").first).to_be_visible()
    reply = visitor.ask("身份证丢了补办要多少钱")
    expect(reply.locator(".words")).to_contain_text("40元")
    kinds = [json.loads(frame)["type"] for frame in frames]
    assert (kinds[0], kinds[-1]) == ("accepted", "reply")
    assert "delta" in kinds
    assert visitor.asked == []
    with sqlite3.connect(server.log.parent / "state.db") as database:
        assert database.execute("SELECT count(*) FROM turn").fetchone() == (1,)
    database.close()
