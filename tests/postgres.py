"""A real PostgreSQL server of our own for the tests, in a temporary folder, reached over a socket file only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import NullPool, create_engine, text

_PLACES = "/usr/lib/postgresql/*/bin"
"""Debian keeps the server's programs off the path."""


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, the newest where there are several."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/").glob(_PLACES.lstrip("/")))
    return folders[-1] if folders else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The SQLAlchemy URL of a running server."""
    folder, bin_ = Path(tempfile.mkdtemp(prefix="qq-pg-")), programs()
    assert bin_ is not None, "PostgreSQL is not installed"
    owner = _owner(folder)
    data = folder / "data"
    _run(owner, bin_ / "initdb", "-D", data, "-U", "quanquan", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=32MB"
    _run(owner, bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://quanquan@/postgres?host={quote(str(folder), safe='')}"
    finally:
        _run(owner, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: the folder goes to a user who is nobody special."""
    if os.geteuid() != 0:
        return None
    name = next(name for name in ("postgres", "nobody") if _exists(name))
    shutil.chown(folder, name)
    return name


def _exists(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _run(user: str | None, *command: object) -> None:
    subprocess.run([str(part) for part in command], user=user, check=True, capture_output=True, cwd="/", timeout=120)


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """The URL of an empty database, gone after the test."""
    name = f"t{uuid.uuid4().hex}"
    _statement(postgres, f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    _statement(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _statement(url: str, sql: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()
