"""Where the finished stages of unfinished builds lie: one folder a build, below HOME."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.fingerprint import build_digest, builder_digest
from knowledge.files import sha256_of
from knowledge.settings import Settings

WORK = Path("ingest", "work")
"""Below HOME."""
KEEP_DAYS = 3
KEEP = 2
"""Unfinished builds that stay on the disk beside the one under way: each may be some hundred megabytes."""
_DAY = 86_400
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WorkFolder:
    """The stages of builds that were begun and not published; only the holder of the snapshots' lock may begin one."""

    root: Path
    clock: Callable[[], float] = time.time

    def begin(self, digest: str) -> Path:
        """The folder of the build of ``digest`` (hexadecimal); old ones of others go. A disk that refuses is only told."""
        folder = self.root / digest
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.touch()
            self._prune(folder)
        except OSError as error:
            _log.warning("the folder of unfinished builds cannot be used: %s", error.strerror)
        return folder

    def clear(self) -> None:
        """Forget all: something newer was published."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _prune(self, under_way: Path) -> None:
        others = [(path.stat().st_mtime, path) for path in self.root.iterdir() if path != under_way]
        oldest = self.clock() - KEEP_DAYS * _DAY
        for at, (touched, path) in enumerate(sorted(others, reverse=True)):
            if at >= KEEP or touched < oldest:
                shutil.rmtree(path, ignore_errors=True)


def input_digest(folder: Path, settings: Settings) -> str:
    """Digest of the records in ``folder``, and of the code and settings that index them."""
    digest = hashlib.sha256(build_digest(settings, builder_digest()).encode())
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(f"\0{path.name}\0{sha256_of(path)}".encode())
    return digest.hexdigest()
