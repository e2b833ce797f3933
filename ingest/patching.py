"""A snapshot that is another one but for what changed: its large files are links, its patch says the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from ingest.plan import Plan
from knowledge.manifest import FileEntry
from knowledge.models import Origin, Record, ServiceGuide
from knowledge.record_patch import RECORDS, RecordPatch
from knowledge.records import BASE_RECORDS, KnowledgeRecords
from knowledge.snapshots import SnapshotDraft, SnapshotStore

LEAST, SHARE = 20, 0.05
"""Items that may differ from the whole build, or their share of the base, before all is built anew: what a patch leaves as
it was drifts with them."""


class IndexPatcher(Protocol):
    """Makes the index of changed records; ``ingest.fit.patch.Patcher`` is the one in use."""

    def __call__(self, before: KnowledgeRecords, after: KnowledgeRecords, folder: Path, *, previous: Path) -> None:
        """Write into ``folder`` those index files that are not the same as in the snapshot ``previous``."""


def record_patch(plan: Plan) -> RecordPatch:
    """All that the plan's records differ in from the whole build beneath the base."""
    base, after = plan.base, plan.assembled.records
    assert base.folder is not None
    earlier = RecordPatch.read(base.folder) or RecordPatch()
    (old_guides, old_origins), (new_guides, new_origins) = _by_id(base.records), _by_id(after)
    guides = _differing(old_guides, new_guides) | {guide.id for guide in earlier.guides}
    origins = _differing(old_origins, new_origins) | {one.record_id for one in earlier.origins}
    old, new = base.records.asked, after.asked
    asked = {item_id for item_id in new if old.get(item_id, ()) != new[item_id]} | earlier.asked.keys()
    there = new_guides.keys() | new_origins.keys()
    left = old_guides.keys() | old_origins.keys()
    return RecordPatch(
        guides=tuple(guide for guide in after.guides if guide.id in guides),
        origins=tuple(origin for origin in after.origins if origin.record_id in origins),
        asked={item_id: new[item_id] for item_id in sorted(asked & new.keys())},
        gone=tuple(sorted((left | set(earlier.gone)) - there)),
        question_count=len(after.questions),
    )


def is_small(patch: RecordPatch, guides: int, share: float = SHARE) -> bool:
    """May the patch stand, or is it time to build anew?"""
    items = {guide.id for guide in patch.guides} | patch.asked.keys() | set(patch.gone)
    return len(items) <= max(LEAST, int(share * guides))


def write_patch(
    plan: Plan, patch: RecordPatch, draft: SnapshotDraft, store: SnapshotStore, write_index: IndexPatcher
) -> dict[str, FileEntry]:
    """Fill the draft; returns those of its files that are links, as the base's manifest has them."""
    base, after = plan.base, plan.assembled.records
    assert base.folder is not None and base.snapshot_id is not None
    for name, data in after.as_files(leave=BASE_RECORDS).items():
        if (base.folder / name).read_bytes() != data:
            (draft.folder / name).write_bytes(data)
    (draft.folder / RECORDS).write_text(patch.model_dump_json(), "utf-8")
    write_index(base.records, after, draft.folder, previous=base.folder)
    return store.link(draft, base.snapshot_id)


def _differing(old: Mapping[str, Record], new: Mapping[str, Record]) -> set[str]:
    """Ids of what is new or changed."""
    return {name for name, record in new.items() if old.get(name) != record}


def _by_id(records: KnowledgeRecords) -> tuple[dict[str, ServiceGuide], dict[str, Origin]]:
    return {guide.id: guide for guide in records.guides}, {one.record_id: one for one in records.origins}
