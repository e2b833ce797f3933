"""What must not be kept: one person's complaints, and old files of rows that were not taken (个人信息保护法 art. 47)."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.claimants import naming, record, texts
from ingest.tabular.quarantine import FOLDER
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.recognise import recognise
from knowledge.complaints.recognition.rules import load_rules
from knowledge.complaints.store import RegisterStore
from knowledge.errors import NotFound, SnapshotUnavailable

_DAY = 86_400
_REASON = "依法删除个人信息"
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class EraseReport:
    """How many complaints and versions went."""

    complaints: int
    versions: int


def erase_person(home: Path, person_id: str) -> EraseReport:
    """Publish the register without a person's rows and delete every other version and every quarantine file.

    Links stay as they were for everybody else, with the ids by which cases know them; what is recognised is worked out again, because it
    counted the erased complaints, too. Raises NotFound, SnapshotUnavailable before linking, SnapshotBusy, SnapshotDamaged. A later
    import of a list that still has these complaints brings them back.
    """
    store = RegisterStore(home)
    _finish(store)
    with store.begin() as draft:
        version = store.current()
        if version is None:
            raise NotFound("还没有导入台账")
        register = store.open(version)
        rows = register.rows_of_person(person_id)
        stay = np.ones(len(register), bool)
        stay[rows] = False
        whole = max(0, store.linked_whole(version) - len(rows))
        store.publish_register(draft, _remaining(register, stay), store.imports(version), whole, _REASON)
    return EraseReport(len(rows), _forget(store))


def _finish(store: RegisterStore) -> None:
    """Delete what an erasure that was cut short after it had published left behind: its person is found no more to ask for it again."""
    history = store.snapshots.history()
    if history and history[-1].reason == _REASON:
        _forget(store)


def _forget(store: RegisterStore) -> int:
    gone = store.snapshots.forget_others()
    prune_quarantine(store.root, 0)
    return len(gone)


def _remaining(register: RegisterInForce, stay: Flags) -> RegisterInForce:
    """The rows that stay, with the links between them and what is recognised of them by the day on which it was last done."""
    if register.findings is None:
        raise SnapshotUnavailable("台账还没有识别，请先运行 quanquan claims link")
    table, links = register.table.filter(pa.array(stay)), _links_of(register.linked, stay)
    findings = recognise(table, links, load_rules(), register.findings.on)
    return replace(register, table=table, links=links, findings=findings)


def _links_of(links: Links, stay: Flags) -> Links:
    """The links between some rows, of which each person has all or none."""
    held = np.flatnonzero(stay)
    renumber = np.cumsum(stay) - 1
    person = naming.numbered(links.person[held].astype(np.int64))
    _, first = np.unique(person, return_index=True)
    keys = np.ascontiguousarray(links.keys[held])
    edges = links.edges.filter(pa.array(stay[links.edges["left"].to_numpy()]))
    for at, name in enumerate(("left", "right")):
        edges = edges.set_column(at, edges.schema.field(name), pa.array(renumber[edges[name].to_numpy()], pa.int32()))
    return replace(
        links,
        version=record.version_of(keys, person),
        person=person,
        person_ids=links.person_ids.take(pa.array(links.person[held[first]])),
        edges=edges,
        text_group=_repeated(links.text_group[held].astype(np.int64)),
        keys=keys,
        model=links.model.model_copy(update={"rows": len(held)}),
        features=None if links.features is None else links.features.filter(pa.array(stay)),
    )


def _repeated(group: NDArray[np.int64]) -> NDArray[np.int32]:
    """Groups of texts; what only one text is left of is none."""
    _, which, count = np.unique(group, return_inverse=True, return_counts=True)
    return texts.renumbered(np.where(count[which] > 1, group, -1))


def prune_quarantine(root: Path, days: int) -> int:
    """Delete quarantine files older than so many days; how many."""
    limit, gone = time.time() - days * _DAY, 0
    for path in (root / FOLDER).glob("*.csv"):
        if days == 0 or path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
