"""Step 5: find the item, and decide by calibrated confidence whether to answer, ask back, suggest or decline."""

from __future__ import annotations

from assistant.outcomes import wording
from assistant.pipeline.context import Turn
from assistant.pipeline.reply import CallNumber

ANSWER = 0.5
"""From this confidence on the first item is answered: right more often than not, with the runners-up beside it."""
TOPIC = 0.35
"""Below this, a bare facet question («要带什么») is about the item last spoken of."""
CLOSE = 0.6
"""When the first three items share this much, the citizen is asked which one."""
SCOPE = 0.06
"""Below this, nothing that the guides hold was meant."""
FOLLOW_UP = 14
"""Characters of a question that may lean on the last item."""
_CALL = CallNumber(label="拨打 12345", number="12345")


def run(turn: Turn) -> None:
    """Set ``hits`` and either ``item_id`` or an outcome that asks for more."""
    turn.hits = turn.index.search(turn.normalised).hits
    if turn.item_id is not None:
        return
    best = turn.hits[0].confidence if turn.hits else 0.0
    if best < TOPIC and _follows_up(turn):
        turn.item_id, turn.confidence = turn.given.state.item_id, 1 - best
    elif best >= ANSWER:
        turn.item_id, turn.confidence = turn.hits[0].item_id, best
    else:
        turn.confidence = best
        _ask_for_more(turn, best)


def _follows_up(turn: Turn) -> bool:
    last = turn.given.state.item_id
    return last in turn.index.guides and turn.facets != ("general",) and len(turn.normalised) <= FOLLOW_UP


def _ask_for_more(turn: Turn, best: float) -> None:
    if best < SCOPE:
        turn.outcome = "out_of_scope"
        turn.actions.append(_CALL)
    elif sum(hit.confidence for hit in turn.hits[:3]) >= CLOSE:
        turn.outcome = "clarify"
    else:
        turn.outcome = "suggested"
        turn.actions.append(_CALL)
    turn.text = wording(turn.outcome)
