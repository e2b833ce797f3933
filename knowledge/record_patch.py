"""The records that changed since a snapshot was built whole.

A patched snapshot holds the large files of that build, as links to the same bytes, and beside them this patch and the
patch of the index (:mod:`knowledge.index_patch`). Both are against the whole build: a reader needs no chain of snapshots.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import SnapshotDamaged
from knowledge.models import Origin, Question, Record, ServiceGuide

RECORDS = "patch.json"


class RecordPatch(Record):
    """Guides and origins that are new or changed, ids that are gone; ``asked`` holds all questions of an item named in it."""

    guides: tuple[ServiceGuide, ...] = ()
    origins: tuple[Origin, ...] = ()
    asked: dict[str, tuple[Question, ...]] = {}
    gone: tuple[str, ...] = ()
    question_count: int = 0
    """All questions of the snapshot."""

    @classmethod
    def read(cls, folder: Path) -> RecordPatch | None:
        """The patch in a snapshot folder, ``None`` where it was built whole; raises SnapshotDamaged."""
        try:
            return cls.model_validate_json((folder / RECORDS).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise SnapshotDamaged(f"知识快照里的 {RECORDS} 读不出来") from error

    def guided(self, guides: Iterable[ServiceGuide]) -> tuple[ServiceGuide, ...]:
        """``guides`` with the changes, by id."""
        known = {guide.id: guide for guide in (*guides, *self.guides) if guide.id not in self.gone}
        return tuple(known[item_id] for item_id in sorted(known))

    def questioned(self, questions: Iterable[Question], guides: Iterable[ServiceGuide]) -> tuple[Question, ...]:
        """``questions`` with the changes, grouped in the order of ``guides``."""
        groups: dict[str, list[Question]] = {}
        for question in questions:
            groups.setdefault(question.item_id, []).append(question)
        return tuple(one for guide in guides for one in self.asked.get(guide.id, groups.get(guide.id, ())))

    def traced(self, origins: Iterable[Origin]) -> tuple[Origin, ...]:
        """``origins`` with the changes, by record id."""
        known = {origin.record_id: origin for origin in (*origins, *self.origins) if origin.record_id not in self.gone}
        return tuple(known[record_id] for record_id in sorted(known))
