"""A real Chromium for the widget's tests; every page must end without an error in its console."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.web_widget.visitor import Visitor

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NODE_MODULES = Path(__file__).parent / "node_modules"
PATIENCE_MS = 20_000
"""How long a browser test waits for what must come, on a slow machine; nothing is timed by it."""

OpenPage = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        started = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


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


@pytest.fixture(scope="session")
def node_tool() -> Callable[[str], Path]:
    """Find a file of the pinned npm packages: ``node_tool("axe-core/axe.min.js")``."""

    def find(name: str) -> Path:
        path = NODE_MODULES / name
        assert path.exists(), f"{name} is missing: run npm ci --prefix {NODE_MODULES.parent}"
        return path

    return find
