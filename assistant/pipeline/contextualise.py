"""Step 3: what is asked of which item, as far as the tapped suggestion says; follow-ups lean on the last item."""

from __future__ import annotations

from assistant.pipeline.context import Turn
from knowledge.models import Facet

SECOND_FACET = 0.25
"""A facet beside the likeliest one is answered too from this probability on."""


def run(turn: Turn) -> None:
    """Set ``item_id`` when a suggestion pins it, and the facets asked."""
    given = turn.given
    if given.item_id in turn.index.guides:
        turn.item_id, turn.confidence = given.item_id, 1.0
    turn.facets = (given.facet,) if given.facet else _facets(turn)


def _facets(turn: Turn) -> tuple[Facet, ...]:
    ranked = turn.index.facets(turn.normalised)
    first = ranked[0][0]
    if first == "general":
        return (first,)
    second = ranked[1]
    return (first, second[0]) if second[1] >= SECOND_FACET and second[0] != "general" else (first,)
