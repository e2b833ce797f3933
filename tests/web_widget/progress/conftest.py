"""办件进度 before a small service in the contract's shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web_widget.guests import OpenGuest, guests, served
from tests.web_widget.progress.fake_applications import Cases


@pytest.fixture
def cases() -> Cases:
    """The cases of one test."""
    return Cases()


@pytest.fixture
def open_guest(browser: Browser, cases: Cases) -> Iterator[OpenGuest]:
    """Make guests: ``open_guest(path, width=390, dark=True)``."""
    with served(cases.routes()) as base, guests(browser, base) as start:
        yield start


@pytest.fixture
def axe(node_tool: Callable[[str], Path]) -> str:
    """The accessibility checker's source."""
    return node_tool("axe-core/axe.min.js").read_text()
