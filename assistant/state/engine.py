"""Opening the database: one place for what differs between vendors."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

import orjson
from sqlalchemy import Engine, create_engine, event, make_url

BUSY_SECONDS: Final = 3.0
"""How long a statement waits for another process that writes the same SQLite file."""

# WAL: readers never wait for the writer. FULL: a commit survives a power cut, not only a killed process; commits are
# grouped (writer.py), so the price is one sync for many turns. secure_delete: purged transcripts leave no copy behind.
SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()


def open_engine(url: str) -> Engine:
    """Open the database of ``url``; SQL errors never quote parameters, because these are what citizens typed."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database:
        _prepare_file(Path(parsed.database))
    engine = create_engine(
        parsed,
        hide_parameters=True,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        pool_pre_ping=not sqlite,
        connect_args={"timeout": BUSY_SECONDS} if sqlite else {},
    )
    if sqlite:
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _prepare_file(path: Path) -> None:
    """Make the folder and an empty file that only the owner can read: transcripts are personal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)
