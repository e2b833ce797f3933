"""A real Chromium for the widget's tests; every page must end without an error in its console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browsing import PATIENCE_MS
from tests.web_widget.visitor import Visitor

OpenPage = Callable[..., Visitor]


@pytest.fixture
def open_page(browser: Browser, live_server: str) -> Iterator[OpenPage]:
    """Make visitors: ``open_page(width=390, dark=True, path="/")``; other arguments go to the browser's context."""
    visitors: list[Visitor] = []

    def start(width: int = 1280, height: int = 800, dark: bool = False, path: str = "/", **more: Any) -> Visitor:
        looks: dict[str, Any] = {"color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **(looks | more))
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context.new_page(), live_server)
        visitors.append(visitor)
        return visitor.open(path) if path else visitor

    yield start
    for visitor in visitors:
        visitor.page.unroute_all(behavior="ignoreErrors")
        visitor.page.context.close()
    faults = [fault for visitor in visitors for fault in visitor.unexpected()]
    assert faults == []


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    """A citizen on a desktop, with the page open."""
    return open_page()
