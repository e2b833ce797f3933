"""A citizen before the page: what tests do and look for, in one place."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, Route, expect

CHAT = "**/api/v1/chat"
SITE = "**/api/v1/site"
GUIDE = "**/api/v1/guides/*"
LOST_CARD = "身份证丢了咋整"

SAMPLE_REPLY: dict[str, Any] = {
    "session_id": "s" * 32,
    "reply_id": "r" * 32,
    "outcome": "answered",
    "text": "好的。",
    "spoken_text": "好的。",
    "item_id": None,
    "facet": None,
    "facets": [],
    "confidence": 0.9,
    "card": None,
    "citations": [],
    "suggestions": [],
    "actions": [],
    "took_ms": 1.0,
}
"""The smallest whole reply of the chat contract; tests give what they change."""


class Visitor:
    """One page and the faults that its browser reported."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.faults: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.expected_faults: tuple[str, ...] = ()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("request", self._sent)

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")

    def _sent(self, request: Request) -> None:
        if request.url.endswith("/api/v1/chat") and request.method == "POST":
            self.asked.append(json.loads(request.post_data or "{}"))

    def unexpected(self) -> list[str]:
        """Return the faults that the test did not cause on purpose."""
        return [fault for fault in self.faults if not any(words in fault for words in self.expected_faults)]

    def open(self, path: str = "/") -> Visitor:
        """Open the page and wait until the conversation stands."""
        self.page.goto(self.base + path)
        expect(self.page.locator("quanquan-assistant .greeting .words").first).to_be_attached()
        return self

    @property
    def box(self) -> Locator:
        """Where the citizen writes."""
        return self.page.get_by_label("您想问什么").first

    @property
    def replies(self) -> Locator:
        """All replies shown."""
        return self.page.locator(".message.assistant[data-outcome]")

    @property
    def questions(self) -> Locator:
        """All questions shown."""
        return self.page.locator(".message.citizen")

    @property
    def failure(self) -> Locator:
        """The remark that a request failed."""
        return self.page.locator(".failure")

    @property
    def card(self) -> Locator:
        """The guide card shown last."""
        return self.page.locator(".card").last

    def ask(self, text: str) -> Locator:
        """Write a question, send it, and return the reply that it gets."""
        before = self.replies.count()
        self.box.fill(text)
        self.box.press("Enter")
        return self.reply(before)

    def reply(self, position: int) -> Locator:
        """Wait for the reply at ``position`` and return it."""
        expect(self.replies).to_have_count(position + 1)
        return self.replies.nth(position)

    def open_card(self, reply: Locator) -> Locator:
        """Open the guide that a reply cites, and return its card."""
        reply.locator("button.source").first.click()
        expect(reply.locator(".card")).to_be_visible()
        return reply.locator(".card")

    def section(self, card: Locator, title: str) -> Locator:
        """Return a section of a card, opened."""
        section = card.locator("details.section", has=self.page.get_by_text(title, exact=True))
        if section.get_attribute("open") is None:
            section.locator("summary").first.click()
        return section

    def answers(self, **changes: Any) -> None:
        """Let every question get one made-up reply."""
        self.page.route(CHAT, lambda route: route.fulfill(json=SAMPLE_REPLY | changes))

    def holds_back(self) -> Callable[[], None]:
        """Let the next question wait; what is returned lets its real reply come."""
        waiting: list[Route] = []
        self.page.route(CHAT, lambda route: waiting.append(route))

        def release() -> None:
            self.page.unroute(CHAT)
            for route in waiting:
                # A request that the page gave up in the meantime has nothing to go on with.
                with suppress(Error):
                    route.continue_()

        return release

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
