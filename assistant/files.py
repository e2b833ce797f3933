"""Files written whole or not at all, kept by their digest, and names that may be shown."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Final

_LONGEST_NAME: Final = 120


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, sync, rename: a reader, or a crash at any point, finds the old file, none, or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class KeptFiles:
    """Files under a folder by their SHA-256; the same bytes are kept once, changed bytes are never given out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Write a file whole; its digest."""
        digest = hashlib.sha256(content).hexdigest()
        if not self._path(digest).exists():
            write_whole(self._path(digest), content)
        return digest

    def read(self, digest: str) -> bytes | None:
        """The bytes of a digest; ``None`` where they are gone or were changed."""
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def remove(self, digest: str) -> None:
        """Forget the bytes of a digest."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def clean_name(name: str) -> str:
    """A file's name as it may be shown and sent back: no folders, no control characters, not overlong."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C").strip()
    if len(kept) <= _LONGEST_NAME:
        return kept
    stem, dot, ending = kept.rpartition(".")
    return (stem or ending)[: _LONGEST_NAME - 8] + (dot + ending)[:8] if stem else kept[:_LONGEST_NAME]
