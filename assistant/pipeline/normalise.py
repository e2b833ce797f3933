"""Step 1: one clean form of what was said."""

from __future__ import annotations

from assistant.pipeline.context import Turn
from knowledge import text


def run(turn: Turn) -> None:
    """Set ``normalised``; the guard still reads the text as given, with what is hidden in it."""
    turn.normalised = text.normalise(turn.given.text)
