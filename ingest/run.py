"""One ingest run, from a source to a published snapshot."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from ingest.patching import SHARE, IndexPatcher, is_small, record_patch, write_patch
from ingest.plan import Means, Plan, make_plan
from ingest.report import Outcome, RunReport
from ingest.sources.source import Source
from knowledge.errors import QuanquanError
from knowledge.manifest import FileEntry, SnapshotFacts
from knowledge.progress import Progress
from knowledge.record_patch import RecordPatch
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotBusy, SnapshotDraft, SnapshotStore

KEEP = 5
"""Snapshots that stay on the disk after a run."""


class IndexBuilder(Protocol):
    """Makes the index of some records; ``ingest.fit.build.build_index`` is the one in use."""

    def __call__(
        self, records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
    ) -> Mapping[str, float]:
        """Write the index files into ``folder``, which holds the records; returns figures for the manifest."""


@runtime_checkable
class Resumable(Protocol):
    """A builder that keeps what it has finished, so that a run that is killed goes on there."""

    def published(self) -> None:
        """What it built is published: nothing need be kept of it."""


@dataclass(frozen=True)
class IngestRun:
    """A run and all it needs.

    Without ``patch`` every change builds all anew, and with it more changes than ``share`` of the items. ``allow_shrink`` lets it withdraw more than half of the published guides
    or policy files; ``force`` builds all anew, also without a change.
    """

    source: Source
    store: SnapshotStore
    settings: Settings
    progress: Progress
    build: IndexBuilder
    patch: IndexPatcher | None = None
    means: Means = Means()
    share: float = SHARE
    allow_shrink: bool = False
    force: bool = False

    def __call__(self) -> RunReport:
        """Publish what the source says and report what was done.

        Raises SnapshotBusy when another run is under way, SourceUnavailable when the source cannot be read. What
        is wrong with single files is in the report, and leaves those items as they were.
        """
        return self.carried_out()[0]

    def carried_out(self) -> tuple[RunReport, Plan]:
        """The same, with the plan that was carried out."""
        started = time.monotonic()
        with self.store.begin() as draft:
            plan = make_plan(self.source, self.store, settings=self.settings, progress=self.progress, means=self.means)
            report = self._carry_out(plan, draft, started)
            report.save(self.store.root)
        self._prune()
        return report, plan

    def _carry_out(self, plan: Plan, draft: SnapshotDraft, started: float) -> RunReport:
        if refusal := self._refusal(plan):
            return _report(plan, "refused", refusal, started)
        if not self.force and self._in_force(plan):
            return _report(plan, "unchanged", "资料没有变化，沿用当前版本", started)
        if not self.force and self._rolled_back(plan):
            return _report(
                plan, "unchanged", "这份资料的版本已被人工回退，沿用当前版本；要重新发布请加上 --force", started
            )
        patch = self._patch(plan)
        message = "已发布新版本" if patch is None else "已发布新版本（只更新了改动的内容）"
        figures, linked = self._built(plan, draft) if patch is None else self._patched(plan, patch, draft)
        with self.progress.task("校验并发布", None):
            manifest = self.store.publish(draft, _facts(plan, self.source, figures), linked=linked)
        if isinstance(self.build, Resumable):
            self.build.published()
        published = _report(plan, "published", message, started)
        return published.model_copy(update={"snapshot_id": manifest.id, "figures": manifest.facts.figures})

    def _refusal(self, plan: Plan) -> str | None:
        """Why publishing would be a catastrophe, such as a run over the wrong folder."""
        if not plan.assembled.records.guides:
            return "没有一份可以发布的办事指南，请检查资料文件夹是否正确"
        base = plan.base.records
        for what, changes, before in (
            ("办事指南", plan.changes, len(base.guides)),
            ("政策文件", plan.policy_changes, len(base.policies)),
        ):
            if len(changes.withdrawn) * 2 > before and not self.allow_shrink:
                return (
                    f"这次会撤下 {before} 份{what}中的 {len(changes.withdrawn)} 份，超过一半，已停止发布；"
                    "如果确实要撤下，请加上 --allow-shrink 再运行"
                )
        return None

    def _in_force(self, plan: Plan) -> bool:
        """Is what the plan would publish in force already, undamaged?"""
        if plan.base.snapshot_id is None or plan.base.problems:
            return False
        same = self.store.manifest(plan.base.snapshot_id).facts.builder == plan.builder
        return same and plan.base.records == plan.assembled.records

    def _rolled_back(self, plan: Plan) -> bool:
        """Did a person step back from just this input? Then a routine run must not undo that."""
        last = next(iter(self.store.history()[-1:]), None)
        if last is None or last.from_id is None or last.to_id != plan.base.snapshot_id or last.from_id < last.to_id:
            return False
        try:
            same = self.store.manifest(last.from_id).facts.builder == plan.builder
            return same and KnowledgeRecords.read(self.store.folder(last.from_id)) == plan.assembled.records
        except QuanquanError:  # the version stepped back from is gone or damaged
            return False

    def _patch(self, plan: Plan) -> RecordPatch | None:
        """What has changed since the last build, where that is little enough to be indexed alone."""
        base = plan.base
        if self.patch is None or self.force or base.snapshot_id is None or base.problems:
            return None
        if self.store.manifest(base.snapshot_id).facts.builder != plan.builder:
            return None
        patch = record_patch(plan)
        return patch if is_small(patch, len(plan.assembled.records.guides), self.share) else None

    def _patched(
        self, plan: Plan, patch: RecordPatch, draft: SnapshotDraft
    ) -> tuple[Mapping[str, float], Mapping[str, FileEntry]]:
        assert self.patch is not None and plan.base.snapshot_id is not None
        with self.progress.task("更新改动的内容", None):
            linked = write_patch(plan, patch, draft, self.store, self.patch)
        return self.store.manifest(plan.base.snapshot_id).facts.figures, linked

    def _built(self, plan: Plan, draft: SnapshotDraft) -> tuple[Mapping[str, float], Mapping[str, FileEntry]]:
        records = plan.assembled.records
        records.write(draft.folder)
        figures = self.build(
            records, draft.folder, settings=self.settings, previous=plan.base.folder, progress=self.progress
        )
        return figures, {}

    def _prune(self) -> None:
        try:
            self.store.prune(KEEP)
        except SnapshotBusy:  # the next run has begun, and prunes at its end
            return


def run_ingest(
    source: Source,
    store: SnapshotStore,
    *,
    settings: Settings,
    progress: Progress,
    build: IndexBuilder,
    patch: IndexPatcher | None = None,
    means: Means | None = None,
    allow_shrink: bool = False,
    force: bool = False,
) -> RunReport:
    """See :class:`IngestRun`."""
    means = means or Means()
    run = IngestRun(source, store, settings, progress, build, patch, means, allow_shrink=allow_shrink, force=force)
    return run()


def _facts(plan: Plan, source: Source, figures: Mapping[str, float]) -> SnapshotFacts:
    return SnapshotFacts(
        builder=plan.builder,
        counts=plan.counts,
        figures=dict(figures),
        sources=(source.name,),
        rejected=tuple(problem for problem in plan.problems if problem.severity == "rejected"),
        warnings=tuple(problem for problem in plan.problems if problem.severity == "warning"),
    )


def _report(plan: Plan, outcome: Outcome, message: str, started: float) -> RunReport:
    return RunReport(
        outcome=outcome,
        message=message,
        finished_at=datetime.now(UTC),
        snapshot_id=plan.base.snapshot_id,
        changes=plan.changes,
        policy_changes=plan.policy_changes,
        counts=plan.counts,
        figures={},
        problems=plan.problems,
        took_s=round(time.monotonic() - started, 3),
    )
