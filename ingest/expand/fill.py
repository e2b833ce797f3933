"""How many questions each item is given: as many as its authors left out."""

from __future__ import annotations

from collections import defaultdict

from ingest.expand.expand import WANTED, expand
from ingest.expand.rivals import Rivals
from knowledge import text
from knowledge.models import ItemId, Question
from knowledge.records import KnowledgeRecords


def expansion(records: KnowledgeRecords, seed: int, wanted: int = WANTED) -> tuple[Question, ...]:
    """For each guide with fewer than ``wanted`` authored questions, the rest made by rule, in guide order.

    Authored questions are never replaced, and an item that has enough of them is left as it is: README says why.
    """
    authored: dict[ItemId, set[str]] = defaultdict(set)
    for question in records.questions:
        authored[question.item_id].add(text.normalise(question.text))
    lacking = [guide for guide in records.guides if len(authored[guide.id]) < wanted]
    if not lacking:
        return ()
    others = Rivals(records.guides, seed)
    made = (
        expand(guide, others=others, seed=seed, wanted=wanted - len(authored[guide.id]), known=authored[guide.id])
        for guide in lacking
    )
    return tuple(question for questions in made for question in questions)
