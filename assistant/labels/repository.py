"""SQL of the label library. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.state.labels_models import LabelVersionRow

_ROW = LabelVersionRow.__table__


class LabelRepository:
    """One method a statement; raises SQLAlchemy's errors as they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stamp(self) -> tuple[int, int]:
        """The last row's number and how many there are: with both, rows that were committed out of turn are noticed too."""
        with self._engine.connect() as connection:
            last, count = connection.execute(
                select(func.coalesce(func.max(_ROW.c.seq), 0), func.count(_ROW.c.seq))
            ).one()
        return int(last), int(count)

    def newest(self) -> Sequence[Row[Any]]:
        """The last version of every document that has one."""
        last = select(_ROW.c.document_id, func.max(_ROW.c.number).label("number")).group_by(_ROW.c.document_id)
        ends = last.subquery()
        joined = (_ROW.c.document_id == ends.c.document_id) & (_ROW.c.number == ends.c.number)
        with self._engine.connect() as connection:
            return connection.execute(select(_ROW).join(ends, joined)).all()

    def versions(self, document_id: str) -> Sequence[Row[Any]]:
        """Every version of a document, the first one first."""
        with self._engine.connect() as connection:
            return connection.execute(
                select(_ROW).where(_ROW.c.document_id == document_id).order_by(_ROW.c.number)
            ).all()

    def add(self, values: Mapping[str, object]) -> bool:
        """Insert a version; false where another one took its number."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(LabelVersionRow).values(**values))
        except IntegrityError:
            return False
        return True
