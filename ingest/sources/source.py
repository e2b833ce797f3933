"""The port through which files of the departments reach an ingest run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from knowledge.manifest import Problem

FileKind = Literal[
    "guide",
    "guide_document",
    "questions",
    "items",
    "topics",
    "policy",
    "policy_text",
    "policy_document",
    "policy_questions",
    "unknown",
]
"""``guide`` is JSON; the ``document`` kinds are departments' own files of any format."""


class SourceFile(Protocol):
    """One file, not read yet."""

    @property
    def name(self) -> str:
        """Path inside the source, such as ``guides/GA-001.json``; safe to print."""

    @property
    def kind(self) -> FileKind:
        """What the file should hold."""

    @property
    def url(self) -> str:
        """Its address where it was fetched, or empty."""

    @property
    def charset(self) -> str:
        """What the server that sent it said of its encoding, or empty."""

    @property
    def stamp(self) -> object:
        """Changes whenever the content does; ``None`` where only the content itself can tell."""

    def read(self) -> bytes:
        """The content; raises RejectedFile when it cannot or must not be read."""


class Source(Protocol):
    """A place that holds guides, questions, the item list, topics and policy files."""

    @property
    def name(self) -> str:
        """What people call it, kept in the manifest."""

    @property
    def folders(self) -> Sequence[Path]:
        """Folders on this machine in which a change may be seen as it happens."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the place itself, as of the last listing; its files are then those of the last good one."""

    @property
    def held(self) -> frozenset[str]:
        """First parts of file names (``portal`` of ``portal/guides/GA-001.json``) whose records stay though no file is here."""

    def files(self) -> Sequence[SourceFile]:
        """All files in name order; raises SourceUnavailable when the place itself cannot be read."""
