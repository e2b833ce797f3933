"""The one family of expected failures; each carries what the edge needs to render it."""

from __future__ import annotations


class QuanquanError(Exception):
    """An expected failure: a stable code, a sentence for the reader, and the HTTP status it would have."""

    code = "internal"
    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRecord(QuanquanError):
    """A record breaks its format."""

    code = "invalid_record"
    status = 422


class NotFound(QuanquanError):
    """The thing asked for does not exist."""

    code = "not_found"
    status = 404


class SnapshotUnavailable(QuanquanError):
    """No usable snapshot is published."""

    code = "knowledge_unavailable"
    status = 503


class SnapshotDamaged(SnapshotUnavailable):
    """A snapshot's files do not match its manifest."""

    code = "snapshot_damaged"
