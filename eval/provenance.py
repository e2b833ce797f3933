"""What a result depends on: settings, knowledge, code, packages and machine. Kept beside every result."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr

from knowledge.settings import Settings

OWN = ("assistant", "eval", "ingest", "knowledge")
"""The packages whose content is the code version."""
CODE_SUFFIXES = (".py", ".yaml")
PACKAGES = (
    "quanquan",
    "numpy",
    "scipy",
    "torch",
    "sentence-transformers",
    "faiss-cpu",
    "jieba",
    "rank-bm25",
    "pydantic",
)
MASK = "**********"


def code_version() -> str:
    """Digest of the product's own code as it lies on disk: right also for edits that no version control knows."""
    digest = hashlib.sha256()
    for package in OWN:
        for path in _sources(Path(str(files(package)))):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{package}/{path.name} {content}\n".encode())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.suffix in CODE_SUFFIXES and path.is_file())


def package_versions() -> dict[str, str | None]:
    """Installed versions of what retrieval rests on."""
    return {name: _version(name) for name in PACKAGES}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def plain_settings(settings: Settings) -> dict[str, object]:
    """The settings as JSON takes them; of a secret, only that it is set."""
    return {name: _plain(getattr(settings, name)) for name in type(settings).model_fields}


def _plain(value: object) -> object:
    if isinstance(value, SecretStr):
        return MASK
    return str(value) if isinstance(value, Path) else value


def machine() -> dict[str, object]:
    """What the figures were measured on; cores are those this process may use."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }
