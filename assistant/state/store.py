"""The state as the service sees it: find a conversation, save a turn, forget what is too old."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.errors import StateUnavailable
from assistant.observability import Metrics, describe_exception
from assistant.pipeline.context import DialogueState
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from assistant.state.records import SavedSession, TurnRecord
from assistant.state.repository import StateRepository
from assistant.state.sessions import Session, SessionCache, new_session_id
from assistant.state.writer import GroupWriter

_log = structlog.get_logger(__name__)


class StateStore:
    """Sessions and turns over one database; every failure of the database is a ``StateUnavailable``."""

    def __init__(self, repository: StateRepository, metrics: Metrics, sessions: SessionCache | None = None) -> None:
        self.repository = repository
        self.sessions = sessions or SessionCache()
        self._writer = GroupWriter(
            repository.save_turns,
            repository.save_turn_alone,
            saved=metrics.write_batch.observe,
            failed=metrics.write_failures.inc,
        )

    @property
    def engine(self) -> Engine:
        """The database, for the repositories of other slices."""
        return self.repository.engine

    def open_session(self) -> Session:
        """Begin a conversation; it is remembered once its first turn is saved."""
        return Session(new_session_id(), DialogueState())

    def recall(self, session_id: str) -> Session | None:
        """Return a conversation from memory, without touching the database."""
        return self.sessions.get(session_id)

    def load(self, session_id: str) -> Session | None:
        """Return a conversation from the database, ``None`` where it is unknown or was deleted."""
        try:
            saved = self.repository.load_session(session_id)
        except SQLAlchemyError as error:
            _log.error("session_not_read", **describe_exception(error))
            raise StateUnavailable from error
        if saved is None:
            return None
        return self.sessions.keep(Session(session_id, _dialogue_of(saved), saved.last_seq))

    def save(self, turn: TurnRecord) -> Future[None]:
        """Queue a turn; acknowledge it only once the future is done."""
        return self._writer.submit(turn)

    def save_from_loop(self, turn: TurnRecord) -> asyncio.Future[None]:
        """Do as ``save`` does, on an event loop."""
        return self._writer.submit_from_loop(turn)

    def purge(self, days: int) -> tuple[int, int]:
        """Delete turns older than ``days`` and the sessions that ended before; return both counts."""
        try:
            return self.repository.purge(datetime.now(UTC) - timedelta(days=days))
        except SQLAlchemyError as error:
            _log.error("purge_failed", **describe_exception(error))
            raise StateUnavailable from error

    def is_writable(self) -> bool:
        """Tell whether a turn could be saved now."""
        try:
            self.repository.check_writable()
        except SQLAlchemyError:
            return False
        return self._writer.is_alive()

    def close(self) -> None:
        """Save what waits and let the database go."""
        self._writer.close()
        self.repository.close()


def open_state(url: str, metrics: Metrics) -> StateStore:
    """Open the database of ``url`` and bring its schema up to date; raises ``StateUnavailable``."""
    try:
        engine = open_engine(url)
        migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        _log.error("state_not_opened", **describe_exception(error))
        raise StateUnavailable(
            f"打不开数据库{_where(url)}。请检查它所在的位置是否存在、能不能写（QUANQUAN_HOME、QUANQUAN_DATABASE_URL）。"
        ) from error
    return StateStore(StateRepository(engine), metrics)


def _where(url: str) -> str:
    """The address as an operator may read it: never its password."""
    try:
        return f" {make_url(url).render_as_string(hide_password=True)}"
    except ArgumentError:
        return "（地址写法不对）"


def _dialogue_of(saved: SavedSession) -> DialogueState:
    """Read the dialogue state; one that an older version wrote otherwise begins anew rather than fail the citizen."""
    try:
        return DialogueState.model_validate(saved.state, strict=False)
    except ValidationError as error:
        _log.warning("dialogue_state_unreadable", errors=error.error_count())
        return DialogueState()
