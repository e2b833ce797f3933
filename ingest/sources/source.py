"""The port through which files of the departments reach an ingest run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

FileKind = Literal["guide", "questions", "items", "topics", "policy", "policy_text", "policy_questions", "unknown"]


class SourceFile(Protocol):
    """One file, not read yet."""

    @property
    def name(self) -> str:
        """Path inside the source, such as ``guides/GA-001.json``; safe to print."""

    @property
    def kind(self) -> FileKind:
        """What the file should hold."""

    def read(self) -> bytes:
        """The content; raises RejectedFile when it cannot or must not be read."""


class Source(Protocol):
    """A place that holds guides, questions, the item list, topics and policy files."""

    @property
    def name(self) -> str:
        """What people call it, kept in the manifest."""

    def files(self) -> Sequence[SourceFile]:
        """All files in name order; raises SourceUnavailable when the place itself cannot be read."""
