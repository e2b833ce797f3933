"""What editors accepted joins the authored questions when records are put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.expand.proposals import ProposalFolder
from knowledge import text
from knowledge.models import Question
from knowledge.records import KnowledgeRecords


def with_accepted(records: KnowledgeRecords, folder: Path) -> KnowledgeRecords:
    """``records`` with the accepted questions of ``folder`` behind each item's own; those of items that are gone, or that the
    item has, are left out. Raises InvalidRecord for a damaged sheet.
    """
    accepted = {sheet.item_id: sheet.accepted for sheet in ProposalFolder(folder).sheets() if sheet.accepted}
    if not accepted:
        return records
    together: list[Question] = []
    for guide in records.guides:
        authored = records.asked.get(guide.id, ())
        together += authored
        if guide.id in accepted:
            said = {text.normalise(one.text) for one in authored}
            together += (one for one in accepted[guide.id] if text.normalise(one.text) not in said)
    return replace(records, questions=tuple(together))
