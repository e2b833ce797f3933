"""Step 3: what is asked, and of which item as far as a tapped suggestion or a choice by number says.

Which item the words mean in the conversation is the search's to say (``knowledge.context``): it weighs both at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.pipeline.context import Turn
from knowledge import text
from knowledge.models import Facet

CLAUSE = 14
"""Characters of a last clause that may ask a facet of its own («要什么材料，多少钱»); longer ones tell a story."""
CLEAR = 0.6
"""Chance from which on such a clause is taken to ask its facet."""
_BORDER = re.compile(r"[,，。.;；、?？!！ ]+|还有|另外|以及|顺便")
_COUNTED = (*"一二三四五六七八九十", "十一", "十二")
_NUMBERS = {
    **{str(at + 1): at for at in range(len(_COUNTED))},
    **{said: at for at, said in enumerate(_COUNTED)},
    "两": 1,
    "最后一": -1,
}
"""Places among what was offered, of which a broad wish has up to twelve (``suggest.MOST_CHOICES``)."""
_CHOICE = re.compile(
    r"^(我?(想|要)?(要|选|点|办|问)?的?(是)?)?第?(?P<place>1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九]|最后一)"
    r"(个|项|条|种|件|家)?(吧|啊|呢|的)?[。.!！]?$"
)


def run(turn: Turn) -> None:
    """Set ``item_id`` when a suggestion pins it or a number chooses it, and the facets asked."""
    given = turn.given
    if given.item_id in turn.index.guides:
        turn.item_id, turn.confidence = given.item_id, 1.0
    elif (chosen := _chosen(turn)) is not None:
        turn.item_id, turn.confidence = chosen, 1.0
        turn.facet, turn.facets = "general", ("general",)
        return
    if given.facet:
        turn.facet, turn.facets = given.facet, (given.facet,)
    else:
        _ask(turn)


def _chosen(turn: Turn) -> str | None:
    """The item that «第二个» names among those that the last reply put to choice."""
    item_id = chosen_of(turn.normalised, turn.given.state.offered)
    return item_id if item_id in turn.index.guides else None


def chosen_of(normalised: str, offered: Sequence[str]) -> str | None:
    """Which of what was offered «第二个» means; None for any other words, and for a number that there is not."""
    said = _CHOICE.match(normalised)
    if said is None or not -len(offered) <= _NUMBERS[said["place"]] < len(offered):
        return None
    return offered[_NUMBERS[said["place"]]]


def _ask(turn: Turn) -> None:
    """Set the facet of the whole question; and beside it the one that the clause before asks, in order of asking."""
    if not text.has_words(turn.normalised):  # a tapped suggestion without words: the whole item
        turn.facet, turn.facets = "general", ("general",)
        return
    turn.facet = turn.index.facets(turn.normalised)[0][0]
    both = _of_clauses(turn)
    turn.facets = both or (turn.facet,)
    if turn.facet not in turn.facets:
        turn.facet = turn.facets[0]


def _of_clauses(turn: Turn) -> tuple[Facet, ...]:
    """The facets that the last two clauses ask one by one; none unless each asks one clearly."""
    clauses = [clause for clause in _BORDER.split(turn.normalised) if clause][-2:]
    if len(clauses) < 2 or len(clauses[1]) > CLAUSE:
        return ()
    asked = [turn.index.facets(clause)[0] for clause in clauses]
    clear = all(chance >= CLEAR and facet != "general" for facet, chance in asked)
    return tuple(dict.fromkeys(facet for facet, _chance in asked)) if clear else ()
