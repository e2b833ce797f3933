"""企业举报疑似恶意索赔 before a small service in the contract's shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web_widget.claims.fake_reports import Reports
from tests.web_widget.guests import OpenGuest, guests, served


@pytest.fixture
def reports() -> Reports:
    """The reports of one test."""
    return Reports()


@pytest.fixture
def open_guest(browser: Browser, reports: Reports) -> Iterator[OpenGuest]:
    """Make guests: ``open_guest(path, width=390, dark=True)``."""
    with served(reports.routes()) as base, guests(browser, base) as start:
        yield start


@pytest.fixture
def axe(node_tool: Callable[[str], Path]) -> str:
    """The accessibility checker's source."""
    return node_tool("axe-core/axe.min.js").read_text()
