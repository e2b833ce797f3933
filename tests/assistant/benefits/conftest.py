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


def opened(folder: Path, empty: Path) -> World:
    """A town over a copy of the empty database."""
    (folder / "state.db").write_bytes(empty.read_bytes())
    return World(open_engine(f"sqlite:///{folder / 'state.db'}"), folder)


@pytest.fixture
def world(tmp_path: Path, empty_database: Path) -> Iterator[World]:
    """The town over SQLite."""
    made = opened(tmp_path, empty_database)
    yield made
    made.engine.dispose()


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """The service over the town."""
    made = Site(world)
    with made.client:
        yield made


@pytest.fixture(scope="module")
def quiet_site(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Site]:
    """A service that many tests share: only for requests that are refused or change nothing."""
    world = opened(tmp_path_factory.mktemp("quiet"), empty_database)
    made = Site(world)
    with made.client:
        yield made
    world.engine.dispose()


@pytest.fixture
def postgres_world(tmp_path: Path, postgres_database: str) -> Iterator[World]:
    """The town over PostgreSQL."""
    engine = open_engine(postgres_database)
    migrate(engine)
    yield World(engine, tmp_path)
    engine.dispose()
