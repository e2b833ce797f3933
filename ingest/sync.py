"""What a run changes, item by item and policy file by policy file, told by digests."""

from __future__ import annotations

import hashlib
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
    """The changes of items from ``before`` to ``after``."""
    return _changes(item_digests(before), item_digests(after), kept)


def compare_policies(before: KnowledgeRecords, after: KnowledgeRecords, kept: tuple[str, ...] = ()) -> Changes:
    """The changes of policy files from ``before`` to ``after``."""
    return _changes(policy_digests(before), policy_digests(after), kept)


def _changes(old: Mapping[str, str], new: Mapping[str, str], kept: tuple[str, ...]) -> Changes:
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


def policy_digests(records: KnowledgeRecords) -> dict[str, str]:
    """Digest of each policy file's labels, articles and questions together."""
    parts: dict[str, list[Record]] = {policy.id: [policy] for policy in records.policies}
    for passage in records.passages:
        parts[passage.document_id].append(passage)
    for question in records.policy_questions:
        parts[question.document_id].append(question)
    return {document_id: _digest(group) for document_id, group in parts.items()}


def _digest(records: list[Record]) -> str:
    return hashlib.sha256("\n".join(record.model_dump_json() for record in records).encode()).hexdigest()
