"""What a run changes, item by item, told by digests."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from pydantic import BaseModel, ConfigDict

from knowledge.models import ItemId, Record
from knowledge.records import KnowledgeRecords


class Changes(BaseModel):
    """Ids of items, each list sorted; every item of either side is in exactly one of the first four.

    ``kept`` names those whose file is bad, so that an earlier version of the guide or of its questions stays.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    created: tuple[ItemId, ...] = ()
    updated: tuple[ItemId, ...] = ()
    unchanged: tuple[ItemId, ...] = ()
    withdrawn: tuple[ItemId, ...] = ()
    kept: tuple[ItemId, ...] = ()


def compare(before: KnowledgeRecords, after: KnowledgeRecords, kept: tuple[ItemId, ...] = ()) -> Changes:
    """The changes from ``before`` to ``after``."""
    old, new = item_digests(before), item_digests(after)
    both = sorted(old.keys() & new.keys())
    return Changes(
        created=tuple(sorted(new.keys() - old.keys())),
        updated=tuple(item_id for item_id in both if old[item_id] != new[item_id]),
        unchanged=tuple(item_id for item_id in both if old[item_id] == new[item_id]),
        withdrawn=tuple(sorted(old.keys() - new.keys())),
        kept=kept,
    )


def item_digests(records: KnowledgeRecords) -> dict[ItemId, str]:
    """Digest of each item's guide, list row and questions together."""
    parts: dict[str, list[Record]] = {guide.id: [guide] for guide in records.guides}
    for item in records.items:
        parts[item.id].append(item)
    questions: defaultdict[str, list[Record]] = defaultdict(list)
    for question in records.questions:
        questions[question.item_id].append(question)
    return {item_id: _digest([*group, *questions[item_id]]) for item_id, group in parts.items()}


def _digest(records: list[Record]) -> str:
    return hashlib.sha256("\n".join(record.model_dump_json() for record in records).encode()).hexdigest()
