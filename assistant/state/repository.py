"""All SQL of the state. Every statement runs on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.state.models import SessionRow, TurnRow
from assistant.state.records import SavedSession, TurnRecord

PURGE_CHUNK: Final = 2_000
"""Turns deleted in one transaction, so that a purge never keeps a citizen's turn waiting long."""

_SESSION = SessionRow.__table__.c
_INSERT_SESSION = insert(SessionRow)
_UPDATE_SESSION = (
    update(SessionRow)
    .where(_SESSION.id == bindparam("b_id"))
    .values(last_at=bindparam("b_last_at"), state=bindparam("b_state"))
)
_INSERT_TURN = insert(TurnRow)


class StateRepository:
    """Reads and writes of sessions and turns; raises SQLAlchemy's errors as they are."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def load_session(self, session_id: str) -> SavedSession | None:
        """Return a session with the number of its last turn, or ``None`` where it is unknown."""
        last_seq = (
            select(func.coalesce(func.max(TurnRow.seq), 0)).where(TurnRow.session_id == session_id).scalar_subquery()
        )
        with self.engine.connect() as connection:
            row = connection.execute(
                select(SessionRow.state, last_seq).where(SessionRow.id == session_id)
            ).one_or_none()
        return None if row is None else SavedSession(session_id, int(row[1]), row[0])

    def save_turns(self, turns: Sequence[TurnRecord]) -> None:
        """Commit all turns in one transaction, or none."""
        opening = {turn.session_id: _session_values(turn) for turn in turns if turn.opens_session}
        going_on = {turn.session_id: _update_values(turn) for turn in turns if not turn.opens_session}
        with self.engine.begin() as connection:
            if opening:
                connection.execute(_INSERT_SESSION, list(opening.values()))
            if going_on:
                connection.execute(_UPDATE_SESSION, list(going_on.values()))
            connection.execute(_INSERT_TURN, [_turn_values(turn) for turn in turns])

    def save_turn_alone(self, turn: TurnRecord) -> None:
        """Commit one turn whatever became of its session meanwhile: purged, or gone on in another process."""
        with self.engine.begin() as connection:
            if connection.execute(_UPDATE_SESSION, _update_values(turn)).rowcount == 0:
                connection.execute(_INSERT_SESSION, _session_values(turn))
            values = _turn_values(turn)
            values["seq"] = max(turn.seq, _last_seq(connection, turn.session_id) + 1)
            connection.execute(_INSERT_TURN, values)

    def turns(self, session_id: str) -> list[TurnRow]:
        """Return a conversation's turns in order."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(TurnRow.__table__).where(TurnRow.session_id == session_id).order_by(TurnRow.seq)
            )
            return [TurnRow(**row._mapping) for row in rows]

    def count_turns(self) -> int:
        """Return how many turns are kept."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(TurnRow)).scalar_one()

    def purge(self, before: datetime) -> tuple[int, int]:
        """Delete turns older than ``before`` and the sessions that ended before it; return both counts."""
        deleted = 0
        while True:
            oldest = select(TurnRow.id).where(TurnRow.at < before).limit(PURGE_CHUNK)
            with self.engine.begin() as connection:
                count = connection.execute(delete(TurnRow).where(TurnRow.id.in_(oldest))).rowcount
            deleted += count
            if count < PURGE_CHUNK:
                break
        with self.engine.begin() as connection:
            sessions = connection.execute(delete(SessionRow).where(SessionRow.last_at < before)).rowcount
        return deleted, sessions

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()

    def check_writable(self) -> None:
        """Raise the database's own error where it cannot be written now."""
        with self.engine.connect() as connection, connection.begin() as transaction:
            now = datetime.now(UTC)
            connection.execute(_INSERT_SESSION, {"id": "readiness", "created_at": now, "last_at": now, "state": {}})
            transaction.rollback()


def is_conflict(error: Exception) -> bool:
    """Tell whether an error comes from one row's content, so that the other rows of its batch are sound."""
    return isinstance(error, IntegrityError)


def _last_seq(connection: Connection, session_id: str) -> int:
    query = select(func.coalesce(func.max(TurnRow.seq), 0)).where(TurnRow.session_id == session_id)
    return int(connection.execute(query).scalar_one())


def _session_values(turn: TurnRecord) -> dict[str, Any]:
    return {"id": turn.session_id, "created_at": turn.at, "last_at": turn.at, "state": turn.state}


def _update_values(turn: TurnRecord) -> dict[str, Any]:
    return {"b_id": turn.session_id, "b_last_at": turn.at, "b_state": turn.state}


def _turn_values(turn: TurnRecord) -> dict[str, Any]:
    return {
        "id": turn.reply_id,
        "session_id": turn.session_id,
        "seq": turn.seq,
        "user_text": turn.user_text,
        "reply": turn.reply,
        "outcome": turn.outcome,
        "item_id": turn.item_id,
        "facet": turn.facet,
        "confidence": turn.confidence,
        "snapshot_id": turn.snapshot_id,
        "took_ms": turn.took_ms,
        "at": turn.at,
    }
