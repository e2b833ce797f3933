"""A world of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from tests.assistant.claims.handover.world import World


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table, to be copied."""
    path = tmp_path_factory.mktemp("handover") / "state.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def world(ready: Path, tmp_path: Path) -> Iterator[World]:
    for part in ready.parent.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    made = World(engine)
    with made.client:
        yield made
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world over SQLite and over PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("world")
        return
    engine = open_engine(str(request.getfixturevalue("postgres_database")))
    migrate(engine)
    made = World(engine)
    with made.client:
        yield made
    engine.dispose()
