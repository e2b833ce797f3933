"""Step 1: one clean form of what was said."""

from __future__ import annotations

from assistant.pipeline.context import Turn
from knowledge import text


def run(turn: Turn) -> None:
    """Set ``normalised``; text without a single word ends the run politely."""
    turn.normalised = text.normalise(turn.given.text)
    if not text.has_words(turn.normalised) and turn.given.item_id is None:
        turn.end("out_of_scope", "unreadable")
