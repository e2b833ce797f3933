"""Documents that were read before, kept on the disk: pages that took minutes to recognise are not recognised again.

A run that is stopped goes on from here: what it had read is read no more.
"""

from __future__ import annotations

import hashlib
import os
import time
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import orjson
from pydantic import ValidationError

from ingest.documents.open import Opened, open_documents
from ingest.documents.wire import packed, unpacked
from ingest.sources.source import SourceFile
from knowledge.files import write_atomically
from knowledge.manifest import Problem

KEEP_DAYS = 60
_DAY = 86_400


class Shelf:
    """Opens files, and keeps what was found under ``folder`` by the digest of file, name and the readers' code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, file: SourceFile, data: bytes) -> Opened:
        """The documents of a file; a damaged entry counts as none."""
        path = self._path(file, data)
        try:
            opened = _read(path, file.url)
            os.utime(path)
        except (OSError, ValueError, TypeError, LookupError, ValidationError):
            opened = open_documents(file.name, data, file.url, charset=file.charset)
            if opened.documents:  # nothing read may be the machine's fault, and is tried again
                self.folder.mkdir(parents=True, exist_ok=True)
                write_atomically(path, _written(opened))
        return opened

    def prune(self) -> None:
        """Delete what nobody asked for in the last ``KEEP_DAYS`` days."""
        oldest = time.time() - KEEP_DAYS * _DAY
        for path in self.folder.glob("*.json") if self.folder.is_dir() else ():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _path(self, file: SourceFile, data: bytes) -> Path:
        digest = hashlib.sha256(self._readers + f"\0{file.name}\0{file.charset}\0".encode() + data)
        return self.folder / f"{digest.hexdigest()}.json"

    @cached_property
    def _readers(self) -> bytes:
        """Digest of the code that reads documents: a mended reader reads again."""
        digest = hashlib.sha256()
        for path in sorted((Path(str(files("ingest"))) / "documents").rglob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.digest()


def _written(opened: Opened) -> bytes:
    documents = [packed(document) for document in opened.documents]
    problems = [problem.model_dump(mode="json") for problem in opened.problems]
    return orjson.dumps({"documents": documents, "problems": problems})


def _read(path: Path, url: str) -> Opened:
    kept = orjson.loads(path.read_bytes())
    documents = tuple(unpacked(document, url)[0] for document in kept["documents"])
    return Opened(documents, tuple(Problem.model_validate_json(orjson.dumps(line)) for line in kept["problems"]))
