"""A world over a database of its own, on SQLite and, where it is installed, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from tests.assistant.benefits.world import Site, World


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating takes longer than most tests here."""
    path = tmp_path_factory.mktemp("benefits") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def world(tmp_path: Path, empty_database: Path) -> Iterator[World]:
    """The town over SQLite."""
    database = tmp_path / "state.db"
    database.write_bytes(empty_database.read_bytes())
    engine = open_engine(f"sqlite:///{database}")
    yield World(engine, tmp_path)
    engine.dispose()


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """The service over the town."""
    made = Site(world)
    with made.client:
        yield made
