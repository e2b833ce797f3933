"""Reports as companies see them: sent once, acknowledged when they are on disk, looked up with receipt and code.

The conversation uses the same object in process: ``start_draft``, ``save_draft``, ``submit``.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts import passwords
from assistant.accounts.person import Person
from assistant.claims.evidence.service import EvidenceService
from assistant.claims.reports import view
from assistant.claims.reports.drafts import DraftService
from assistant.claims.reports.errors import (
    DraftChanged,
    DraftNotFound,
    DraftSubmitted,
    IncompleteReport,
    ReportLocked,
    ReportNotFound,
    SubmitReused,
)
from assistant.claims.reports.fields import Fields, checked, fitted, in_words
from assistant.claims.reports.receipts import PATTERN, digest, make_code, make_receipt, plain_code
from assistant.claims.reports.repository import ReportRepository
from assistant.claims.reports.schemas import Draft, MineList, Receipt, Status
from assistant.claims.reports.states import MACHINE
from assistant.claims.tries.repository import TryRepository
from assistant.clock import Clock, day_of, now
from assistant.errors import InvalidRequest, StateUnavailable, WrongState
from assistant.machine import Actor

SHOWN_FOR: Final = timedelta(hours=24)
"""How long a repeated sending is told its code again; after that whoever lost it asks by telephone."""
MOST_SUPPLEMENTS: Final = 20
_TRIES: Final = 20
_REPORTER: Final = Actor("reporter", "举报企业", "reporter")


class ReportService:
    """Drafts and reports of companies; nobody need sign in."""

    def __init__(
        self,
        repository: ReportRepository,
        drafts: DraftService,
        evidence: EvidenceService,
        tries: TryRepository,
        clock: Clock = now,
    ) -> None:
        self.repository = repository
        self._drafts = drafts
        self._evidence = evidence
        self._tries = tries
        self._clock = clock

    def start_draft(self, fields: Mapping[str, Any], company: Person | None = None) -> Draft:
        """Begin a draft; its ``draft_id`` is the secret that opens it. Raises InvalidRequest."""
        return self._drafts.start(fields, company)

    def draft(self, draft_id: str) -> Draft:
        """A draft, with what it lacks and what is wrong in it; raises DraftNotFound or DraftSubmitted."""
        return self._drafts.get(draft_id)

    def save_draft(self, draft_id: str, fields: Mapping[str, Any], version: int | None = None) -> Draft:
        """Replace all fields of a draft. Raises InvalidRequest, DraftNotFound, DraftSubmitted or DraftChanged."""
        return self._drafts.save(draft_id, fields, version)

    def delete_draft(self, draft_id: str) -> None:
        """Delete a draft with its files; raises DraftNotFound or DraftSubmitted."""
        self._drafts.delete(draft_id)

    def submit(
        self, draft_id: str, submit_id: str, company: Person | None = None, version: int | None = None
    ) -> tuple[Receipt, bool]:
        """Send a draft (as it was in ``version``), once for each ``submit_id`` (16 to 64 of ``A-Za-z0-9_-``); is it new?

        Raises DraftNotFound, DraftSubmitted, DraftChanged or IncompleteReport (which names every field).
        """
        secret = f"draft:{draft_id}:{submit_id}"
        before = self.repository.by_submission(digest(secret))
        if before is not None:
            return self._receipt(before, secret), False
        try:
            draft = self._drafts.row(draft_id)
            if version not in (None, draft.version):
                raise DraftChanged
            return self._create(draft.fields, secret, company, draft)
        except (DraftNotFound, DraftSubmitted, DraftChanged):
            before = self.repository.by_submission(digest(secret))  # the same sending, a moment ago
            if before is None:
                raise
            return self._receipt(before, secret), False

    def submit_fields(
        self, fields: Mapping[str, Any], submit_id: str, company: Person | None = None
    ) -> tuple[Receipt, bool]:
        """Send a report without a draft. Raises InvalidRequest, IncompleteReport or SubmitReused."""
        sent = fitted(fields)
        secret = f"fields:{submit_id}"
        before = self.repository.by_submission(digest(secret))
        if before is None:
            return self._create(sent, secret, company, None)
        if before.content_digest != _content_digest(sent):
            raise SubmitReused
        return self._receipt(before, secret), False

    def _create(
        self, sent: Fields, secret: str, company: Person | None, draft: Row[Any] | None
    ) -> tuple[Receipt, bool]:
        at, salt = self._clock(), secrets.token_hex(16)
        fields, faults = checked(sent, day_of(at))
        if faults:
            raise IncompleteReport(in_words(faults))
        code = make_code(salt, secret + _content_digest(sent))
        report = {
            "submit_digest": digest(secret),
            "content_digest": _content_digest(sent),
            "salt": salt,
            "code_hash": passwords.hashed(code),
            "credit_code": company.credit_code if company else None,
            "fields": fields,
            "state": "submitted",
            "version": 1,
            "supplements": 0,
            "case_id": None,
            "submitted_at": at,
            "updated_at": at,
        }
        return self._insert(report, secret, draft)

    def _insert(self, report: dict[str, Any], secret: str, draft: Row[Any] | None) -> tuple[Receipt, bool]:
        for _ in range(_TRIES):
            receipt = make_receipt(day_of(report["submitted_at"]))
            new = self.repository.create(report | {"receipt": receipt}, _REPORTER, draft)
            kept = self.repository.by_submission(report["submit_digest"])
            if kept is not None:
                if kept.content_digest != report["content_digest"]:
                    raise SubmitReused
                return self._receipt(kept, secret), new
        raise StateUnavailable("现在提交的人很多，请稍后再提交一次，您填的内容还在。")

    def _receipt(self, row: Row[Any], secret: str) -> Receipt:
        fresh = self._clock() - row.submitted_at < SHOWN_FOR
        code = make_code(row.salt, secret + row.content_digest) if fresh else None
        return view.receipt(row, code)

    def status(self, receipt: str, code: str) -> Status:
        """How a report stands. Raises ReportNotFound, for a wrong code too, or ReportLocked."""
        return self._status(self._opened(receipt, code))

    def supplement(self, receipt: str, code: str, text: str) -> Status:
        """Add something, or answer what the staff asked. Raises as ``status`` does, InvalidRequest or WrongState."""
        row = self._opened(receipt, code)
        if not text:
            raise InvalidRequest("补充的内容（text）不能为空。")
        last = self.repository.events(receipt)[-1]
        if (last.action, last.note) == ("supplement", text):
            return self._status(row)  # sent twice
        if row.supplements >= MOST_SUPPLEMENTS:
            raise WrongState("补充的次数已经很多了，其他情况请打电话告诉工作人员。")
        step = MACHINE.move(row.state, "supplement")
        return self._status(
            self.repository.move(row, step, _REPORTER, self._clock(), text, supplements=row.supplements + 1)
        )

    def owner_of_files(self, receipt: str, code: str) -> str:
        """Whose files a further one joins; raises as ``status`` does."""
        return str(self._opened(receipt, code).receipt)

    def mine(self, company: Person) -> MineList:
        """A company's own reports, newest first: those that it sent signed in."""
        rows = self.repository.of_company(company.credit_code or "-")
        return MineList(reports=tuple(view.mine(row, self.repository.events(row.receipt)) for row in rows))

    def _opened(self, receipt: str, code: str) -> Row[Any]:
        """A report by number and code; a number that nobody has costs the same work, tries and words as a wrong code."""
        if not re.fullmatch(PATTERN, receipt):
            raise ReportNotFound
        key = digest(f"report:{receipt}")
        wait = self._tries.take(key, self._clock())
        if wait:
            raise ReportLocked(wait)
        row = self.repository.find(receipt)
        if not passwords.matches(None if row is None else row.code_hash, plain_code(code)) or row is None:
            raise ReportNotFound
        self._tries.forgive(key)
        return row

    def _status(self, row: Row[Any]) -> Status:
        return view.status(row, self.repository.events(row.receipt), self._evidence.of(row.receipt))


def _content_digest(fields: Fields) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
