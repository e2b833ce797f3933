"""Step 4: is this for the guides at all, or a greeting, or a wish for a person."""

from __future__ import annotations

from assistant.outcomes import wording
from assistant.pipeline.context import Turn
from assistant.pipeline.patterns import matching
from assistant.pipeline.reply import CallNumber


def run(turn: Turn) -> None:
    """End the run for small talk and for a request to speak with a person; everything else goes to retrieval."""
    if turn.item_id is not None:
        return
    rule = matching("route", turn.normalised)
    if rule is None:
        return
    turn.outcome = rule.outcome
    turn.text = wording(rule.outcome, rule.variant)
    if rule.outcome == "handover":
        turn.actions.append(CallNumber(label="拨打 12345", number="12345"))
