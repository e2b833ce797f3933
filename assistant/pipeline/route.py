"""Step 4: is this for the guides at all, or a greeting, a wish for a person, another place's matter."""

from __future__ import annotations

from assistant.pipeline.context import Turn
from assistant.pipeline.intents import ENDINGS, belongs, conclude, doubts, likely, opinion
from assistant.pipeline.patterns import matching
from knowledge.intents import Intent

IN_TALK: tuple[Intent, ...] = ("abuse",)
"""What the model may end within a conversation: there short words («那补办呢», «好的那多少钱») lean on what was said before,
and by themselves they sound like small talk."""


def run(turn: Turn) -> None:
    """End the run for what no guide answers; everything else goes to retrieval. Rules first, then the model."""
    if turn.item_id is not None:
        return
    chances = opinion(turn)
    rule = matching("route", turn.normalised)
    if rule is not None and belongs(chances) < rule.ours:
        conclude(turn, rule.outcome, rule.variant)
    elif rule is None:
        among = IN_TALK if turn.given.state.spoken else tuple(ENDINGS)
        ending = likely(doubts(turn, chances), among)
        if ending is not None:
            conclude(turn, *ending)


def foreign_kind(normalised: str) -> str:
    """Variant of the outcome ``out_of_scope`` that says who does answer such a question; empty when nobody is known."""
    rule = matching("foreign", normalised)
    return rule.variant if rule is not None else ""
