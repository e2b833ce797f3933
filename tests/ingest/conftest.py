"""Builders: a small source folder, a store, and a stand-in for the index builder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ingest.report import RunReport
from ingest.run import run_ingest
from ingest.sources.folder import FolderSource, sample_folder
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

IDS = ("GA-001", "GA-011", "JY-001", "SC-001", "YB-001")


def make_source(folder: Path, ids: tuple[str, ...] = IDS) -> Path:
    """A source with a few of the sample guides, linked to nothing outside it."""
    (folder / "guides").mkdir(parents=True)
    (folder / "questions").mkdir()
    for item_id in ids:
        shutil.copy(sample_folder() / "questions" / f"{item_id}.tsv", folder / "questions")
        guide = json.loads((sample_folder() / "guides" / f"{item_id}.json").read_text())
        write_guide(folder, guide | {"related": [other for other in guide["related"] if other in ids]})
    header, *rows = (sample_folder() / "items.tsv").read_text().splitlines()
    listed = [row for row in rows if row.partition("\t")[0] in ids]
    (folder / "items.tsv").write_text("\n".join([header, *listed]) + "\n")
    return folder


def read_guide(folder: Path, item_id: str) -> dict[str, Any]:
    """A guide file as plain data."""
    guide: dict[str, Any] = json.loads((folder / "guides" / f"{item_id}.json").read_text())
    return guide


def write_guide(folder: Path, guide: dict[str, Any]) -> None:
    """A guide file in the form departments send."""
    path = folder / "guides" / f"{guide['id']}.json"
    path.write_text(json.dumps(guide, ensure_ascii=False, indent=2) + "\n")


def edit_guide(folder: Path, item_id: str, **changes: object) -> None:
    """Change some fields of a guide file."""
    write_guide(folder, read_guide(folder, item_id) | changes)


@dataclass
class StandInBuilder:
    """Builds next to nothing and remembers what it was asked."""

    previous: list[Path | None] = field(default_factory=list)

    def __call__(
        self, records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
    ) -> Mapping[str, float]:
        self.previous.append(previous)
        with progress.task("建立索引", len(records.guides)) as task:
            (folder / "index.txt").write_text("\n".join(guide.name for guide in records.guides))
            task.advance(len(records.guides))
        return {"guides_per_index": float(len(records.guides))}


@dataclass
class Bench:
    """A source, a store and a builder; ``run`` is one ingest run over them."""

    source: Path
    store: SnapshotStore
    builder: StandInBuilder

    def run(self, source: Path | None = None, settings: Settings | None = None, **options: Any) -> RunReport:
        """One run, of the bench's own source unless told otherwise."""
        return run_ingest(
            FolderSource(source or self.source),
            self.store,
            settings=settings or Settings(),
            progress=SilentProgress(),
            build=self.builder,
            **options,
        )

    def records(self) -> KnowledgeRecords:
        """What is in force."""
        current = self.store.current_id()
        assert current is not None
        self.store.verify(current)
        return KnowledgeRecords.read(self.store.folder(current))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Five good guides with their questions and list rows."""
    return make_source(tmp_path / "source")


@pytest.fixture
def bench(source: Path, tmp_path: Path) -> Bench:
    """Nothing published yet."""
    return Bench(source, SnapshotStore(tmp_path / "knowledge"), StandInBuilder())
