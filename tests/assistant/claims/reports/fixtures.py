"""Worlds of claims on SQLite and PostgreSQL, and the service over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assistant.accounts import passwords
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from tests.assistant.claims.reports.world import Site, World


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2id with little memory: what a code costs to guess is not what is tested here."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def empty_claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating takes longer than most tests here."""
    path = tmp_path_factory.mktemp("claims") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def world(tmp_path: Path, empty_claims: Path) -> Iterator[World]:
    """Claims over SQLite."""
    (tmp_path / "state.db").write_bytes(empty_claims.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    yield World(engine, tmp_path / "home")
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Claims over SQLite and over PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("world")
        return
    engine = open_engine(str(request.getfixturevalue("postgres_database")))
    migrate(engine)
    yield World(engine, tmp_path / "home")
    engine.dispose()


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """The service over claims."""
    made = Site(world)
    with made.client:
        yield made
