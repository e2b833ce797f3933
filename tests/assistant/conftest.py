"""An assistant over fakes, and clients of its service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from tests.assistant.fakes import Bench, build_bench


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Build assistants over fakes that are closed at the end of the test."""
    with ExitStack() as open_:

        def make(home: Path = tmp_path, **options: Any) -> Bench:
            bench = build_bench(home, **options)
            open_.callback(bench.assistant.close)
            return bench

        yield make


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """An assistant over fakes."""
    return make_bench()


@pytest.fixture
def http(bench: Bench) -> Iterator[TestClient]:
    """A client of the service over fakes."""
    with TestClient(create_app(bench.assistant)) as connected:
        yield connected
