"""Somebody before a page that needs no account, over a small service in the contract's shapes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Error, Page, Route
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route as ServedRoute

from assistant.edge.headers import SecurityHeaders
from assistant.site import pages
from tests.browsing import PATIENCE_MS

REFUSED = "Failed to load resource"
"""How a browser reports an answer that is no success."""


def failure(status: int, code: str, message: str, **headers: str) -> JSONResponse:
    """The one error shape."""
    return JSONResponse({"error": {"code": code, "message": message, "request_id": "r"}}, status, headers=headers)


@contextmanager
def served(routes: list[ServedRoute]) -> Iterator[str]:
    """Base URL of the pages and of the routes given, with the product's own headers, until the block ends."""
    app = Starlette(routes=[*routes, *pages.routes()], middleware=[Middleware(SecurityHeaders)])
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


class Guest:
    """One page and the faults that its browser reported."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
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

    def open(self, path: str) -> Guest:
        """Go to a place of the pages."""
        self.page.goto(self.base + path)
        return self

    def fails(self, path: str, status: int = 500, code: str = "internal", message: str = "boom") -> None:
        """Let a call of the service fail from now on; status 0: the connection is gone."""
        self.expected_faults = (REFUSED,)
        body = {"error": {"code": code, "message": message, "request_id": "r"}}

        def answer(route: Route) -> None:
            with suppress(Error):
                route.fulfill(status=status, json=body) if status else route.abort()

        self.page.route(f"**{path}", answer)

    def works_again(self, path: str) -> None:
        """End what ``fails`` began."""
        self.page.unroute(f"**{path}")

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def small_things(self) -> list[Any]:
        """What fingers miss, and text that is too small."""
        found: list[Any] = self.page.evaluate(
            """() => {
                const seen = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 1;
                const targets = [...document.querySelectorAll('button, a[href], summary, input[type=text], textarea')]
                    .filter((node) => seen(node) && !node.classList.contains('skip'))
                    .filter((node) => Math.min(node.offsetHeight, node.offsetWidth) < 44);
                const texts = [...document.querySelectorAll('main *')].filter((node) => seen(node)
                    && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
                    && parseFloat(getComputedStyle(node).fontSize) < 16);
                return [...targets, ...texts].map((node) => node.outerHTML.slice(0, 120));
            }"""
        )
        return found

    def axe_faults(self, axe: str) -> list[str]:
        """The serious and critical faults that axe finds."""
        self.page.evaluate(axe)
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]


OpenGuest = Callable[..., Guest]


@contextmanager
def guests(browser: Browser, base: str) -> Iterator[OpenGuest]:
    """Make guests: ``open_guest(path, width=390, dark=True)``; each must end without an unexpected fault."""
    made: list[Guest] = []

    def start(path: str = "", width: int = 1280, dark: bool = False, **more: Any) -> Guest:
        looks: dict[str, Any] = {"color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", **(looks | more))
        context.set_default_timeout(PATIENCE_MS)
        guest = Guest(context.new_page(), base)
        made.append(guest)
        return guest.open(path) if path else guest

    yield start
    for guest in made:
        with suppress(Error):
            # A page that a test closed has no routes.
            guest.page.unroute_all(behavior="ignoreErrors")
        guest.page.context.close()
    assert [fault for guest in made for fault in guest.unexpected()] == []
