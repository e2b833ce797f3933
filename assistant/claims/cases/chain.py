"""A history whose every row holds the digest of the row before it, so that a row that was changed, put in or taken out is noticed.

Linked time-stamping (Haber and Stornetta 1991) over SHA-256 of canonical JSON (sorted names, no blanks, UTF-8). Who rewrites the
whole chain and the head in the case's row is noticed by the heads that stand elsewhere: in packets handed out and in the audit trail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

GENESIS: Final = "0" * 64
"""What stands before the first row."""
COVERED: Final = (
    "case_id",
    "seq",
    "handover_id",
    "at",
    "action",
    "from_state",
    "to_state",
    "who_id",
    "who_name",
    "authority",
    "note",
    "details",
    "previous",
)
"""What a row's digest is made of."""


class Verdict(NamedTuple):
    """``whole``, or the number of the first row that does not fit and why."""

    whole: bool
    broken_at: int | None
    reason: str
    head: str
    length: int


def canonical(value: object) -> bytes:
    """One way only to write a JSON value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def digest_of(value: object) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def row_digest(row: Mapping[str, Any]) -> str:
    """The digest that a row should have."""
    return digest_of({name: row[name] for name in COVERED})


def verify(rows: Sequence[Mapping[str, Any]], head: str, length: int, state: str | None = None) -> Verdict:
    """Is a history whole, does it end where the case's row says, and did it lead to the state the case is in?"""
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        reason = _fault(row, number, previous)
        if reason:
            return Verdict(False, number, reason, previous, len(rows))
        previous = row["digest"]
    if len(rows) != length or previous != head:
        return Verdict(False, len(rows), "最后的记录和案件上登记的不一致，可能有记录被删掉。", previous, len(rows))
    if state is not None and _case_state(rows) != state:
        return Verdict(False, len(rows), "案件现在的状态不是记录里写下的状态。", previous, len(rows))
    return Verdict(True, None, "", previous, len(rows))


def _case_state(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The state to which the last row about the case itself led."""
    return next((row["to_state"] for row in reversed(rows) if row["handover_id"] is None), None)


def _fault(row: Mapping[str, Any], number: int, previous: str) -> str:
    if row["seq"] != number:
        return "少了记录，或者多了记录。"
    if row["previous"] != previous:
        return "和前一条记录接不上。"
    return "" if row["digest"] == row_digest(row) else "内容被改过。"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(type(value).__name__)
