"""SQL of uploads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.state.benefits_models import UploadRow
from assistant.state.database import Database

_UPLOAD = UploadRow.__table__


class UploadRepository:
    """What was uploaded by whom; the bytes lie elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, upload: Mapping[str, object]) -> tuple[Row[Any], bool]:
        """Keep an upload; the same file of the same company and name is kept once. Tells whether it is new."""
        try:
            with self._database.writing() as connection:
                connection.execute(insert(UploadRow).values(**upload))
            new = True
        except IntegrityError:
            new = False
        same = (_UPLOAD.c[name] == upload[name] for name in ("credit_code", "sha256", "name", "document"))
        with self._database.reading() as connection:
            return connection.execute(select(_UPLOAD).where(*same)).one(), new

    def find(self, upload_id: str) -> Row[Any] | None:
        """One upload."""
        with self._database.reading() as connection:
            return connection.execute(select(_UPLOAD).where(_UPLOAD.c.id == upload_id)).one_or_none()

    def of_company(self, credit_code: str, ids: Sequence[str]) -> Sequence[Row[Any]]:
        """Those of some uploads that are a company's own."""
        query = select(_UPLOAD).where(_UPLOAD.c.credit_code == credit_code, _UPLOAD.c.id.in_(ids))
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def sent_since(self, credit_code: str, since: datetime) -> tuple[int, int]:
        """How many files, and bytes, a company has sent since a moment."""
        query = select(func.count(), func.coalesce(func.sum(_UPLOAD.c.size), 0))
        with self._database.reading() as connection:
            row = connection.execute(query.where(_UPLOAD.c.credit_code == credit_code, _UPLOAD.c.at >= since)).one()
        return int(row[0]), int(row[1])
