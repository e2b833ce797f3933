"""The store of the register on disk: immutable versions under HOME/complaints, published by one atomic rename.

A version is a snapshot (``knowledge/snapshots.py``) of ``register.arrow`` (``REGISTER_SCHEMA``; a row a complaint),
``imports.json`` (what was imported, when) and, once the register was linked, ``links/`` and ``findings.json``. All of it is
personal data: folders are 0700 and files 0600 or less.
"""

from __future__ import annotations

from pathlib import Path

from knowledge.snapshots import SnapshotStore

FOLDER = "complaints"


class RegisterStore:
    """The versions of the register under one home."""

    def __init__(self, home: Path) -> None:
        self.snapshots = SnapshotStore(home / FOLDER, what="投诉举报台账")
