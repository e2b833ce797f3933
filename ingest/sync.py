"""What a run changes, item by item and policy file by policy file.

Which files are read anew is decided by their digests (``ingest.memory``); records of files that were not are the very same
objects, so that comparing a large base costs little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from knowledge.models import ItemId, Record
from knowledge.records import KnowledgeRecords


class Changes(BaseModel):
    """Ids of items or of policy files, each list sorted; each of either side is in exactly one of the first four.

    ``kept`` names those of which a file is bad, so that an earlier version of it stays.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def compare(before: KnowledgeRecords, after: KnowledgeRecords, kept: tuple[ItemId, ...] = ()) -> Changes:
    """The changes of items from ``before`` to ``after``: of their guide, list row or questions."""
    return _changes(_items(before), _items(after), kept)


def compare_policies(before: KnowledgeRecords, after: KnowledgeRecords, kept: tuple[str, ...] = ()) -> Changes:
    """The changes of policy files from ``before`` to ``after``: of their labels, articles or questions."""
    return _changes(_policies(before), _policies(after), kept)


Parts = Mapping[str, list[Record]]


def _changes(old: Parts, new: Parts, kept: tuple[str, ...]) -> Changes:
    both = sorted(old.keys() & new.keys())
    same = {name for name in both if old[name] == new[name]}
    return Changes(
        created=tuple(sorted(new.keys() - old.keys())),
        updated=tuple(name for name in both if name not in same),
        unchanged=tuple(name for name in both if name in same),
        withdrawn=tuple(sorted(old.keys() - new.keys())),
        kept=kept,
    )


def _items(records: KnowledgeRecords) -> Parts:
    rows = {item.id: item for item in records.items}
    return {guide.id: [guide, rows[guide.id], *records.asked.get(guide.id, ())] for guide in records.guides}


def _policies(records: KnowledgeRecords) -> Parts:
    parts: defaultdict[str, list[Record]] = defaultdict(list, {policy.id: [policy] for policy in records.policies})
    for passage in records.passages:
        parts[passage.document_id].append(passage)
    for question in records.policy_questions:
        parts[question.document_id].append(question)
    return parts
