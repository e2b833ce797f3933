"""Step 3: what is asked of which item, as far as the tapped suggestion says; follow-ups lean on the last item."""

from __future__ import annotations

import re

from assistant.pipeline.context import Turn
from knowledge import text
from knowledge.models import Facet

CLAUSE = 14
"""Characters of a last clause that may ask a facet of its own («要什么材料，多少钱»); longer ones tell a story."""
CLEAR = 0.6
"""Chance from which on such a clause is taken to ask its facet."""
_BORDER = re.compile(r"[,，。.;；、?？!！ ]+|还有|另外|以及|顺便")


def run(turn: Turn) -> None:
    """Set ``item_id`` when a suggestion pins it, and the facets asked."""
    given = turn.given
    if given.item_id in turn.index.guides:
        turn.item_id, turn.confidence = given.item_id, 1.0
    turn.facets = (given.facet,) if given.facet else _facets(turn)


def _facets(turn: Turn) -> tuple[Facet, ...]:
    """The facet of the whole question, or the two that its last two clauses ask one by one, in order of asking."""
    if not text.has_words(turn.normalised):  # a tapped suggestion without words: the whole item
        return ("general",)
    clauses = [clause for clause in _BORDER.split(turn.normalised) if clause][-2:]
    if len(clauses) == 2 and len(clauses[1]) <= CLAUSE:
        asked = [turn.index.facets(clause)[0] for clause in clauses]
        if all(chance >= CLEAR and facet != "general" for facet, chance in asked):
            return tuple(dict.fromkeys(facet for facet, _chance in asked))
    return (turn.index.facets(turn.normalised)[0][0],)
