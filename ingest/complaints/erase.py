"""What must not be kept: one person's complaints, and old files of rows that were not taken (个人信息保护法 art. 47)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from ingest.tabular.quarantine import FOLDER
from knowledge.complaints.store import RegisterStore
from knowledge.errors import NotFound

_DAY = 86_400


@dataclass(frozen=True)
class EraseReport:
    """How many complaints and versions went."""

    complaints: int
    versions: int


def erase_person(home: Path, person_id: str) -> EraseReport:
    """Publish the register without a person's rows and delete every other version and every quarantine file.

    Links and findings go too and have to be worked out again. Raises NotFound, SnapshotUnavailable before linking, SnapshotBusy,
    SnapshotDamaged. A later import of a list that still has these complaints brings them back.
    """
    store = RegisterStore(home)
    with store.begin() as draft:
        version = store.current()
        if version is None:
            raise NotFound("还没有导入台账")
        register = store.open(version)
        rows = register.rows_of_person(person_id)
        stay = np.ones(len(register), bool)
        stay[rows] = False
        store.publish(draft, register.table.filter(pa.array(stay)), store.imports(version), "依法删除个人信息")
    gone = store.snapshots.forget_others()
    prune_quarantine(store.root, 0)
    return EraseReport(len(rows), len(gone))


def prune_quarantine(root: Path, days: int) -> int:
    """Delete quarantine files older than so many days; how many."""
    limit, gone = time.time() - days * _DAY, 0
    for path in (root / FOLDER).glob("*.csv"):
        if days == 0 or path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
