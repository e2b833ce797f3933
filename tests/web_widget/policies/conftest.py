"""The company's pages before a small service in the contract's shapes; every page must end without an error."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, Route, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware

from assistant.edge.headers import SecurityHeaders
from assistant.site import pages
from tests.browsing import PATIENCE_MS
from tests.web_widget.policies import fake_benefits, fake_matching
from tests.web_widget.policies.fake_benefits import Desk

SHOE_PAGE = f"/policies?company={fake_matching.SHOE['credit_code']}"
PUBLICITY_PAGE = f"/policies?view=publicity&number={fake_benefits.PUBLICITY['id']}"
APPLY_PAGE = "/policies?view=apply&measure=P001-3"


class Reader:
    """Somebody of a company before the pages, and the faults that the browser reported."""

    def __init__(self, page: Page, base: str, desk: Desk) -> None:
        self.page = page
        self.base = base
        self.desk = desk
        self.faults: list[str] = []
        self.expected_faults: tuple[str, ...] = ()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))

    def _heard(self, kind: str, words: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {words}")

    def unexpected(self) -> list[str]:
        """Faults that the test did not cause on purpose."""
        return [fault for fault in self.faults if not any(words in fault for words in self.expected_faults)]

    def open(self, path: str = "/policies") -> Reader:
        """Open a place and wait until the page has drawn it."""
        self.page.goto(self.base + path)
        expect(self.page.locator("[data-account] button")).to_be_visible()
        return self

    def sign_in(self, password: str = "right") -> Reader:
        """Sign in from wherever the page is."""
        self.page.get_by_role("button", name="企业登录").first.click()
        sheet = self.page.get_by_role("dialog", name="企业登录")
        sheet.get_by_label("账号").fill("lin")
        sheet.get_by_label("密码").fill(password)
        sheet.get_by_label("密码").press("Enter")
        if password == "right":
            expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        return self

    def fails(self, path: str, status: int = 500) -> None:
        """Let a call of the service fail from now on."""
        self.expected_faults = ("Failed to load resource",)
        body = {"error": {"code": "internal", "message": "boom", "request_id": "r"}}
        self.page.route(f"**{path}", lambda route: route.fulfill(status=status, json=body))

    def holds_back(self, path: str) -> Callable[[], None]:
        """Let a call wait until what is returned is called."""
        waiting: list[Route] = []
        self.page.route(f"**{path}", lambda route: waiting.append(route))

        def release() -> None:
            self.page.unroute(f"**{path}")
            for route in waiting:
                # What was let go with the route itself is on its way.
                with suppress(Error):
                    route.continue_()

        return release

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


OpenReader = Callable[..., Reader]


@pytest.fixture
def desk() -> Desk:
    """The applications of one test."""
    return Desk()


@pytest.fixture
def service(desk: Desk) -> Iterator[str]:
    """Base URL of the pages and the small service, with the product's own headers."""
    routes = [*fake_matching.routes(), *fake_benefits.routes(desk), *pages.routes()]
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        server.force_exit = True
        thread.join()


@pytest.fixture
def open_reader(browser: Browser, service: str, desk: Desk) -> Iterator[OpenReader]:
    """Make readers: ``open_reader(path, width=390, dark=True)``; other arguments go to the browser's context."""
    readers: list[Reader] = []

    def start(path: str = "/policies", width: int = 1280, dark: bool = False, **more: Any) -> Reader:
        looks: dict[str, Any] = {"color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", **(looks | more))
        context.set_default_timeout(PATIENCE_MS)
        reader = Reader(context.new_page(), service, desk)
        readers.append(reader)
        return reader.open(path) if path else reader

    yield start
    for reader in readers:
        reader.page.unroute_all(behavior="ignoreErrors")
        reader.page.context.close()
    assert [fault for reader in readers for fault in reader.unexpected()] == []


@pytest.fixture
def reader(open_reader: OpenReader) -> Reader:
    """Somebody at a desk, at the name box."""
    return open_reader()
