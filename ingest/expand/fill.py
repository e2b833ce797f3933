"""How many questions each item is given: as many as its authors left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from ingest.expand.expand import WANTED, expand
from ingest.expand.rivals import Rivals
from knowledge import text
from knowledge.models import ItemId, Question
from knowledge.records import KnowledgeRecords

FACET_LESSONS = 100
"""Made questions that teach what is asked of an item, where authors wrote none; more of them teach worse, see README."""


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


def facet_lessons(authored: Sequence[Question], made: Sequence[Question], seed: int) -> Sequence[Question]:
    """What facets are learnt from: authored questions; where these ask for less than two facets, some of ``made`` as well."""
    if len({question.facet for question in authored}) > 1:
        return authored
    chosen = np.random.default_rng(seed).permutation(len(made))[:FACET_LESSONS]
    return (*authored, *(made[at] for at in sorted(chosen.tolist())))
