"""Worlds over a database of their own, on SQLite and, where it is installed, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from assistant.state.engine import open_engine
from assistant.state.tables import Base
from tests.assistant.applications.world import World, case_of, fake_system, finished


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Build worlds; a second one over the same database is the service after a restart."""
    with ExitStack() as open_:

        def make(url: str = f"sqlite:///{tmp_path / 'state.db'}", **options: Any) -> World:
            engine = open_engine(url)
            open_.callback(engine.dispose)
            Base.metadata.create_all(engine)
            return World(engine, tmp_path, **options)

        yield make


@pytest.fixture
def sample(make_world: Callable[..., World]) -> World:
    """The embedded case system with its sample."""
    return make_world()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """A case system of a test: T1 under review, T2 finished."""
    return make_world(system=fake_system(case_of("T1"), finished("T2")))
