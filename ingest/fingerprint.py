"""When is a build certain to give what is already published?"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from knowledge.settings import Settings

_BESIDE = frozenset({"complaints", "measures", "portraits"})
"""Packages of ``knowledge`` that read what is published and make nothing of it."""


@cache
def builder_digest() -> str:
    """Digest of the code and word lists that make an index, so that an upgraded product rebuilds by itself.

    Read once a process: what is loaded does not change.
    """
    knowledge, ingest = Path(str(files("knowledge"))), Path(str(files("ingest")))
    folders = (knowledge, ingest / "fit", ingest / "expand")
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if _makes_index(path)):
        if not path.is_relative_to(knowledge / "data"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _makes_index(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".pyc") and not _BESIDE.intersection(path.parts)


def build_digest(settings: Settings, builder: str) -> str:
    """Digest of all that, beside the records, decides what a snapshot holds: code and settings of the build."""
    return hashlib.sha256(f"{builder}\0{settings.seed}\0{settings.encoder}".encode()).hexdigest()
