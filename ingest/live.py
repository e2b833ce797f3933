"""Follow a source: an edited file is read and indexed by itself, and answers in a fraction of a second.

What the last run read and published stays in memory. The disk is still the truth: where somebody else has published in the
meantime, the next run starts from that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ingest.change_words import Difference
from ingest.diff import differences
from ingest.memory import Memory
from ingest.patching import IndexPatcher
from ingest.plan import Base, Means, Plan
from ingest.report import RunReport
from ingest.run import IndexBuilder, IngestRun
from ingest.sources.source import Source
from knowledge.progress import Progress
from knowledge.record_patch import RecordPatch
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

SHARE = 0.2
"""Share of the items that may differ from the whole build before an edit has to wait for the next one."""


@dataclass
class LiveIngest:
    """Runs over one source, each as cheap as what changed."""

    source: Source
    store: SnapshotStore
    settings: Settings
    progress: Progress
    build: IndexBuilder
    patch: IndexPatcher
    means: Means = Means()
    clock: Callable[[], float] = time.monotonic
    _memory: Memory = field(default_factory=Memory)
    _base: Base | None = None
    _changed_at: float | None = None

    def run(self, *, force: bool = False) -> tuple[RunReport, tuple[Difference, ...]]:
        """Publish what differs; returns the report and what has changed, in editors' words.

        Raises what an ingest run raises.
        """
        means = replace(self.means, read=self._memory, base=self._known_base())
        run = IngestRun(
            self.source, self.store, self.settings, self.progress, self.build, self.patch, means, SHARE, force=force
        )
        report, plan = run.carried_out()
        self._memory.forget_unseen()
        self._remember(report, plan)
        return report, self._told(report, plan)

    def is_due(self, quiet: timedelta) -> bool:
        """Is it time to build all anew: something was patched, and nothing has changed for so long?"""
        if self._changed_at is None or self.clock() - self._changed_at < quiet.total_seconds():
            return False
        current = self.store.current_id()
        return current is not None and RecordPatch.read(self.store.folder(current)) is not None

    def _known_base(self) -> Base | None:
        """What is in force, where that is what the last run published."""
        base = self._base
        return base if base is not None and base.snapshot_id == self.store.current_id() else None

    def _remember(self, report: RunReport, plan: Plan) -> None:
        base, records = plan.base, plan.assembled.records
        if report.outcome == "published" and report.snapshot_id is not None:
            self._base = Base(report.snapshot_id, self.store.folder(report.snapshot_id), records)
            self._changed_at = self.clock()
        elif base.records == records:  # the objects that the memory holds compare at once the next time
            self._base = replace(base, records=records)
        else:
            self._base = base

    def _told(self, report: RunReport, plan: Plan) -> tuple[Difference, ...]:
        if report.outcome != "published" or plan.base.snapshot_id is None:
            return ()
        changes = report.changes
        only = {*changes.created, *changes.updated, *changes.withdrawn}
        return differences(plan.base.records, plan.assembled.records, only)
