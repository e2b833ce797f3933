"""Step 4: is this for the guides at all, or a greeting, or a wish for a person."""

from __future__ import annotations

from assistant.pipeline.context import Turn
from assistant.pipeline.patterns import matching
from assistant.pipeline.reply import HOTLINE


def run(turn: Turn) -> None:
    """End the run for small talk and for a request to speak with a person; everything else goes to retrieval."""
    if turn.item_id is not None:
        return
    rule = matching("route", turn.normalised)
    if rule is None:
        return
    turn.end(rule.outcome, rule.variant)
    if rule.outcome == "handover":
        turn.actions.append(HOTLINE)
