"""What a snapshot says about itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from knowledge.models import Position

FORMAT_VERSION = 1
MANIFEST = "manifest.json"

SnapshotId = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}T[0-9]{12}Z-[0-9a-f]{12}$")]
"""UTC time to the microsecond and the first 12 hex digits of the content digest; safe as a file name."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Part):
    """One file of the snapshot, by content."""

    sha256: Digest
    size: Annotated[int, Field(ge=0)]


class Problem(_Part):
    """One line for a department editor: which file, which field of it, and why.

    ``field`` is a path such as ``materials[2].copies``, empty when the whole file is meant; ``line`` counts from 1, ``at``
    is the place where the file is more than lines; ``kept`` says that the item's earlier version stays in force.
    """

    severity: Literal["rejected", "warning"]
    file: str
    field: str = ""
    reason: str
    line: int | None = None
    at: Position | None = None
    item_id: str | None = None
    kept: bool = False


class SnapshotFacts(_Part):
    """What the run that made a snapshot knows about it."""

    builder: str = ""
    """Digest of the code and settings that made the index."""
    counts: dict[str, int] = {}
    figures: dict[str, float] = {}
    sources: tuple[str, ...] = ()
    rejected: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Manifest(_Part):
    """manifest.json: identity, descent and content of one snapshot."""

    format_version: Literal[1]
    id: SnapshotId
    parent: SnapshotId | None
    created_at: AwareDatetime
    content_digest: Digest
    files: dict[str, FileEntry]
    facts: SnapshotFacts


class HistoryEntry(_Part):
    """One change of the snapshot in force."""

    time: AwareDatetime
    from_id: SnapshotId | None
    to_id: SnapshotId
    reason: str
