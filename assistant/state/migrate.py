"""Bringing the database to the schema of this version, once, also when several processes start together."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

ADVISORY_LOCK: Final = 7_291_101_315
"""Any fixed number: PostgreSQL's name for the migration lock."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade (or downgrade, for an older ``revision``) the schema under a lock; does nothing where it is in place."""
    with _migration_lock(engine), engine.begin() as connection:
        config = _config(connection)
        if revision == "head" and _is_current(connection, config):
            return
        move = command.downgrade if revision == "base" else command.upgrade
        move(config, revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _is_current(connection: Connection, config: Config) -> bool:
    head = ScriptDirectory.from_config(config).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


@contextmanager
def _migration_lock(engine: Engine) -> Iterator[None]:
    """One migration at a time: a lock file beside a SQLite file, an advisory lock elsewhere."""
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database:
        with Path(f"{database}.migrate.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    elif engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(select(func.pg_advisory_lock(ADVISORY_LOCK)))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(ADVISORY_LOCK)))
    else:
        yield
