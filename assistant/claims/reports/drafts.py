"""Drafts: kept here so that they survive a closed browser, opened only by the id that the browser keeps."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.claims.evidence.service import EvidenceService
from assistant.claims.reports.errors import DraftChanged, DraftNotFound, DraftSubmitted
from assistant.claims.reports.fields import checked, fitted
from assistant.claims.reports.receipts import digest
from assistant.claims.reports.repository import DraftRepository
from assistant.claims.reports.schemas import Draft, Missing, Wrong
from assistant.clock import Clock, day_of, now

_AT_A_TIME: Final = 200


class DraftService:
    """Drafts of anybody; ``lasts`` counts from the last saving."""

    def __init__(
        self,
        repository: DraftRepository,
        evidence: EvidenceService,
        company_name: Callable[[str], str | None],
        lasts: timedelta = timedelta(days=30),
        clock: Clock = now,
    ) -> None:
        self._repository = repository
        self._evidence = evidence
        self._company_name = company_name
        self._lasts = lasts
        self._clock = clock

    def start(self, fields: Mapping[str, Any], company: Person | None = None) -> Draft:
        """Begin a draft; a company that is signed in finds its name filled in. Raises InvalidRequest."""
        kept = self._own_names(company) | fitted(fields)
        draft_id, at = secrets.token_hex(16), self._clock()
        row = {"id_digest": digest(draft_id), "version": 1, "fields": kept, "files": 0, "bytes": 0, "receipt": None}
        self._repository.add(row | {"saved_at": at, "expires_at": at + self._lasts})
        return self.get(draft_id)

    def _own_names(self, company: Person | None) -> dict[str, Any]:
        if company is None or company.credit_code is None:
            return {}
        name = self._company_name(company.credit_code)
        return {"reporter_code": company.credit_code} | ({"reporter_company": name} if name else {})

    def get(self, draft_id: str) -> Draft:
        """A draft with what it still lacks; raises DraftNotFound or DraftSubmitted."""
        return self._shown(draft_id, self.row(draft_id))

    def row(self, draft_id: str) -> Row[Any]:
        """A draft that may be sent; raises DraftNotFound or DraftSubmitted."""
        row = self._repository.find(digest(draft_id))
        if row is None or row.expires_at <= self._clock():
            raise DraftNotFound
        if row.receipt is not None:
            raise DraftSubmitted
        return row

    def save(self, draft_id: str, fields: Mapping[str, Any], version: int | None = None) -> Draft:
        """Put the whole form in place. Raises InvalidRequest, DraftNotFound, DraftSubmitted or DraftChanged."""
        kept, at = fitted(fields), self._clock()
        row = self._repository.save(digest(draft_id), kept, version, at, at + self._lasts)
        if row is None:
            self.row(draft_id)
            raise DraftChanged
        return self._shown(draft_id, row)

    def delete(self, draft_id: str) -> None:
        """Delete a draft with its files; raises DraftNotFound or DraftSubmitted."""
        files = self._repository.remove(digest(draft_id), self._clock())
        if files is None:
            self.row(draft_id)
            raise DraftNotFound
        self._evidence.forget(files)

    def purge(self) -> int:
        """Delete drafts whose time is over, with their files; how many."""
        at = self._clock()
        over = self._repository.expired(at, _AT_A_TIME)
        for id_digest in over:
            self._evidence.forget(self._repository.purge(id_digest, at))
        return len(over)

    def _shown(self, draft_id: str, row: Row[Any]) -> Draft:
        _, faults = checked(row.fields, day_of(self._clock()))
        return Draft(
            draft_id=draft_id,
            version=row.version,
            fields=row.fields,
            files=self._evidence.of(row.id_digest),
            missing=tuple(Missing(field=each.field, label=each.label) for each in faults if each.missing),
            wrong=tuple(
                Wrong(field=each.field, label=each.label, message=each.message) for each in faults if not each.missing
            ),
            saved_at=row.saved_at,
            expires_on=day_of(row.expires_at),
        )
