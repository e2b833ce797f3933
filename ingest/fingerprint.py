"""When is a build certain to give what is already published?"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings


def builder_digest() -> str:
    """Digest of the code and word lists that make an index, so that an upgraded product rebuilds by itself."""
    knowledge, fit = Path(str(files("knowledge"))), Path(str(files("ingest"))) / "fit"
    digest = hashlib.sha256()
    for path in sorted(path for folder in (knowledge, fit) for path in folder.rglob("*") if _makes_index(path)):
        if not path.is_relative_to(knowledge / "data"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _makes_index(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".pyc")


def input_digest(records: KnowledgeRecords, settings: Settings, builder: str) -> str:
    """Digest of all that decides what a snapshot holds: records, settings of the build, code of the build."""
    digest = hashlib.sha256(f"{builder}\0{settings.seed}\0{settings.encoder}\0".encode())
    for name, data in records.as_files().items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
