"""What the errands need of the service. Ports; ``assistant.tools`` has both over the services.

Every method raises ``QuanquanError``, whose sentence the citizen reads: ``application_not_found`` (an unknown number and a wrong
factor alike), ``application_locked``, ``draft_not_found``, ``draft_submitted``, or anything else that cannot be done just now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from assistant.pipeline.reply import ApplicationCard

Value = str | list[str]


class Applications(Protocol):
    """Applications (办件), each for whoever knows its number and the last four signs of id, phone or organisation code."""

    def look_up(self, number: str, factor: str, client: str, /) -> ApplicationCard:
        """Where an application stands; ``client`` is whose wrong tries are counted."""
        ...


class ClaimDraft(NamedTuple):
    """A draft as it lies with the service: ``missing`` are (field, label), ``wrong`` says what to do by field."""

    draft_id: str
    fields: Mapping[str, Value]
    missing: tuple[tuple[str, str], ...]
    wrong: Mapping[str, str]
    files: int
    expires_on: date
    sample: bool = True


class ClaimReceipt(NamedTuple):
    """A report that was taken; ``code`` is None once it has been shown long enough."""

    receipt: str
    code: str | None
    message: str
    next_text: str
    sample: bool = True


class ClaimReports(Protocol):
    """Drafts and reports of claims that may be malicious."""

    def start(self, fields: Mapping[str, Value], client: str, /) -> ClaimDraft:
        """Begin a draft; its id is the secret that opens it."""
        ...

    def draft(self, draft_id: str, /) -> ClaimDraft:
        """A draft."""
        ...

    def put(self, draft_id: str, field: str, value: Value | None, /) -> ClaimDraft:
        """Set one field, or empty it; the others stay as whoever saved last left them."""
        ...

    def delete(self, draft_id: str, /) -> None:
        """Delete a draft with its files."""
        ...

    def submit(self, draft_id: str, client: str, /) -> ClaimReceipt:
        """Send a draft, once however often it is asked."""
        ...
