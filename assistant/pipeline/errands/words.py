"""What a turn inside an errand is: a command to the form, something else altogether, or an answer."""

from __future__ import annotations

from typing import Final, Literal, cast

from assistant.pipeline.context import Turn
from assistant.pipeline.patterns import matching, phrases
from assistant.pipeline.retrieve import ANSWER, PLAIN

Command = Literal["stop", "back", "skip_rest", "skip", "why", "resume", "discard", "confirm", "submit", "show"]
COMMANDS: Final = ("stop", "back", "skip_rest", "skip", "why", "resume", "discard", "confirm", "submit", "show")
_LONGEST: Final = 40
"""Characters of a question that may be about another matter; longer words tell what happened."""


def command(normalised: str) -> Command | None:
    """What is said to the form; None for an answer."""
    found = next((name for name in COMMANDS if phrases(name).search(normalised)), None)
    return cast(Command | None, found)


def is_aside(turn: Turn, *, free: bool) -> bool:
    """Whether something else is asked or said; ``free``: any words could be an answer, so that only what is plain counts."""
    said = turn.normalised
    if turn.given.item_id is not None or phrases("asks_support").search(said):
        return True
    route = matching("route", said)
    if route is not None:
        return route.outcome in ("handover", "out_of_scope") or not free
    if not phrases("asks_something").search(said) or len(said) > _LONGEST:
        return False
    found = turn.index.search(said, 2, context=())
    best = found.hits[0].confidence if found.hits else 0.0
    return best >= (PLAIN if free else ANSWER) and found.kinds["foreign"] < ANSWER
