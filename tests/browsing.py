"""One Chromium for all tests of a worker: two drivers in one process would stand in each other's way."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NODE_MODULES = Path(__file__).parent / "web_widget" / "node_modules"
PATIENCE_MS = 20_000
"""How long a browser test waits for what must come, on a slow machine; nothing is timed by it."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    from playwright.sync_api import expect, sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        started = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def node_tool() -> Callable[[str], Path]:
    """Find a file of the pinned npm packages: ``node_tool("axe-core/axe.min.js")``."""

    def find(name: str) -> Path:
        path = NODE_MODULES / name
        assert path.exists(), f"{name} is missing: run npm ci --prefix {NODE_MODULES.parent}"
        return path

    return find
