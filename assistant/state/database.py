"""One place where a failing database becomes a plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.errors import StateUnavailable
from assistant.observability import describe_exception

_log = structlog.get_logger(__name__)


class Database:
    """Transactions for repositories; IntegrityError passes, all else becomes StateUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; it is on disk when the block has ended."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from."""
        with _translated(), self._engine.connect() as connection:
            yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        _log.error("records_unavailable", **describe_exception(error))
        raise StateUnavailable("系统暂时没能保存或者读取，请稍后再试。") from error
