"""Reports of claims that may be malicious as the conversation needs them, over the reports' service."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from assistant.claims.reports.errors import DraftChanged
from assistant.claims.reports.schemas import Draft
from assistant.claims.reports.service import ReportService
from assistant.edge.rate_limit import RateLimiter
from assistant.pipeline.errands.ports import ClaimDraft, ClaimReceipt, Value


class ServiceClaims:
    """``ClaimReports`` over the service; ``limiter`` holds what leaves something behind, as it does on the page."""

    def __init__(self, service: ReportService, limiter: RateLimiter) -> None:
        self._service = service
        self._limiter = limiter

    def start(self, fields: Mapping[str, Value], client: str) -> ClaimDraft:
        """Begin a draft; raises TooManyRequests or InvalidRequest."""
        self._limiter.spend(f"draft:{client}")
        return _told(self._service.start_draft(fields))

    def draft(self, draft_id: str) -> ClaimDraft:
        """A draft; raises DraftNotFound or DraftSubmitted."""
        return _told(self._service.draft(draft_id))

    def put(self, draft_id: str, field: str, value: Value | None) -> ClaimDraft:
        """Set or empty one field. Where the page saved in between, its fields are kept and only this one is put over them."""
        try:
            return self._put(draft_id, field, value)
        except DraftChanged:
            return self._put(draft_id, field, value)

    def _put(self, draft_id: str, field: str, value: Value | None) -> ClaimDraft:
        draft = self._service.draft(draft_id)
        fields = {name: kept for name, kept in draft.fields.items() if name != field}
        if value is not None:
            fields[field] = value
        return _told(self._service.save_draft(draft_id, fields, draft.version))

    def delete(self, draft_id: str) -> None:
        """Delete a draft with its files."""
        self._service.delete_draft(draft_id)

    def submit(self, draft_id: str, client: str) -> ClaimReceipt:
        """Send a draft; the name of its sending comes from its id, so that what is said twice is sent once."""
        self._limiter.spend(f"report:{client}")
        sending = hashlib.sha256(f"conversation:{draft_id}".encode()).hexdigest()[:32]
        sent, _new = self._service.submit(draft_id, sending)
        return ClaimReceipt(sent.receipt, sent.code, sent.message, sent.next_text, sent.sample)


def _told(draft: Draft) -> ClaimDraft:
    return ClaimDraft(
        draft_id=draft.draft_id,
        fields=draft.fields,
        missing=tuple((one.field, one.label) for one in draft.missing),
        wrong={one.field: one.message for one in draft.wrong},
        files=len(draft.files),
        expires_on=draft.expires_on,
        sample=draft.sample,
    )
