"""Evidence on disk, under HOME/claims/evidence by its id: one file a row, so that removing one never takes another's bytes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from assistant.claims.evidence.intake import Received
from assistant.files import sync_folder


class EvidenceFiles:
    """Files readable by their owner only (0600 in folders of 0700); the bytes are never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fresh(self) -> Path:
        """A place for a file that is coming in."""
        folder = _private(self._folder / "incoming")
        return folder / f"{secrets.token_hex(16)}.part"

    def keep(self, received: Received, file_id: str) -> None:
        """Give a received file its place, for good: it survives a power cut from here on."""
        path = self.path(file_id)
        _private(path.parent)
        received.path.replace(path)
        sync_folder(path.parent)
        sync_folder(self._folder)

    def path(self, file_id: str) -> Path:
        """Where a file lies."""
        return self._folder / file_id[:2] / file_id

    def verified(self, file_id: str, sha256: str) -> Path | None:
        """Where a file lies whose bytes are still those of the digest; ``None`` where they are gone or were changed."""
        try:
            with self.path(file_id).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return None
        return self.path(file_id) if same else None

    def remove(self, file_id: str) -> None:
        """Forget a file's bytes."""
        self.path(file_id).unlink(missing_ok=True)

    def older_than(self, moment: float) -> Iterator[Path]:
        """Files, parts of uploads too, that were last written before a moment (seconds since 1970)."""
        for path in self._folder.glob("*/*"):
            try:
                old = path.stat().st_mtime < moment
            except FileNotFoundError:
                continue
            if old:
                yield path


def _private(folder: Path) -> Path:
    for each in (folder.parent.parent, folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
