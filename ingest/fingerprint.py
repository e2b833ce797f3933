"""When is a build certain to give what is already published?"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings


def builder_digest() -> str:
    """Digest of the code that makes an index, so that an upgraded product rebuilds without being told."""
    folders = (Path(str(files("knowledge"))), Path(str(files("ingest"))) / "fit")
    sources = sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.py"))
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def input_digest(records: KnowledgeRecords, settings: Settings, builder: str) -> str:
    """Digest of all that decides what a snapshot holds: records, settings of the build, code of the build."""
    digest = hashlib.sha256(f"{builder}\0{settings.seed}\0{settings.encoder}\0".encode())
    for name, data in records.as_files().items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
