"""What editors accepted joins the authored questions when records are put together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from ingest.expand.proposals import ProposalFolder
from knowledge import text
from knowledge.models import ItemId, Question
from knowledge.records import KnowledgeRecords


def with_accepted(records: KnowledgeRecords, folder: Path) -> KnowledgeRecords:
    """``records`` with the accepted questions of ``folder`` behind each item's own; those of items that are gone, or that the
    item has, are left out. Raises InvalidRecord for a damaged sheet.
    """
    accepted = {sheet.item_id: sheet.accepted for sheet in ProposalFolder(folder).sheets() if sheet.accepted}
    if not accepted:
        return records
    authored: dict[ItemId, list[Question]] = defaultdict(list)
    for question in records.questions:
        authored[question.item_id].append(question)
    for guide in records.guides:
        said = {text.normalise(one.text) for one in authored[guide.id]}
        new = [one for one in accepted.get(guide.id, ()) if text.normalise(one.text) not in said]
        authored[guide.id].extend(new)
    together = tuple(question for guide in records.guides for question in authored[guide.id])
    return replace(records, questions=together)
