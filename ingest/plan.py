"""What a run would publish, and how that differs from what is in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ingest.assemble import Assembled, assemble
from ingest.collect import Open, Reader, collect, open_file, read_afresh
from ingest.fingerprint import build_digest, builder_digest
from ingest.guides.fields import Fields
from ingest.problems import warning
from ingest.sources.source import Source
from ingest.sync import Changes, compare, compare_policies
from knowledge.errors import SnapshotDamaged
from knowledge.manifest import Problem
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore


@dataclass(frozen=True)
class Base:
    """The snapshot that a run starts from: the one in force, or when that is damaged the newest good one."""

    snapshot_id: str | None = None
    folder: Path | None = None
    records: KnowledgeRecords = KnowledgeRecords()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Records to publish, set against the base; ``builder`` is the digest of the code and settings that would index them."""

    base: Base
    assembled: Assembled
    changes: Changes
    policy_changes: Changes
    builder: str

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that editors should read, by file."""
        return (*self.base.problems, *sorted(self.assembled.problems, key=lambda problem: problem.file))

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each kind."""
        records = self.assembled.records
        return {
            "guides": len(records.guides),
            "questions": len(records.questions),
            "departments": len({guide.department for guide in records.guides}),
            "life_events": len(records.life_events),
            "topics": len(records.topics),
            "policies": len(records.policies),
            "passages": len(records.passages),
            "policy_questions": len(records.policy_questions),
        }


@dataclass(frozen=True)
class Means:
    """How files are read, what the snapshot in force is known to be, and the wordings of field names."""

    read: Reader = read_afresh
    open_file: Open = open_file
    base: Base | None = None
    fields: Fields | None = None


def make_plan(
    source: Source, store: SnapshotStore, *, settings: Settings, progress: Progress, means: Means | None = None
) -> Plan:
    """Read the source and set it against the snapshot in force, changing nothing."""
    means = means or Means()
    files = source.files()
    base = means.base or find_base(store)
    findings = collect(files, progress, means.read, means.open_file, base.records.items, source.held, means.fields)
    findings.problems.extend(source.problems)
    assembled = assemble(findings, base.records)
    assembled = replace(assembled, records=_with_accepted(assembled.records, settings.home))
    return Plan(
        base=base,
        assembled=assembled,
        changes=compare(base.records, assembled.records, assembled.kept),
        policy_changes=compare_policies(base.records, assembled.records, assembled.kept_policies),
        builder=build_digest(settings, builder_digest()),
    )


def _with_accepted(records: KnowledgeRecords, home: Path) -> KnowledgeRecords:
    """With the questions that editors accepted; what reads them is imported where there are any."""
    from ingest.expand.proposals import FOLDER

    if not (home / FOLDER).is_dir():
        return records
    from ingest.expand.accepted import with_accepted

    return with_accepted(records, home / FOLDER)


def find_base(store: SnapshotStore) -> Base:
    """The snapshot to start from; damage is told and worked around, for a run is what mends it."""
    snapshot_id = store.latest_good()
    told = () if snapshot_id == _current(store) else (_damage(snapshot_id),)
    if snapshot_id is None:
        return Base(problems=told)
    folder = store.folder(snapshot_id)
    try:
        return Base(snapshot_id, folder, KnowledgeRecords.read(folder), told)
    except SnapshotDamaged as error:  # written by another version of the product
        return Base(problems=(warning(f"snapshots/{snapshot_id}", f"{error.message}，没有旧版本可以保留"),))


def _current(store: SnapshotStore) -> str | None:
    try:
        return store.current_id()
    except SnapshotDamaged:
        return "?"


def _damage(snapshot_id: str | None) -> Problem:
    instead = f"，本次以完好的 {snapshot_id} 为准" if snapshot_id else "，也没有别的版本可用"
    return warning("CURRENT", f"当前版本已损坏{instead}")
