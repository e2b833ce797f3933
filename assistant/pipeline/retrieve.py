"""Step 5: find what is meant, and decide by calibrated chances whether to answer, ask back, suggest or decline.

The figures below were chosen on held-out authored questions; ``README.md`` says what they cost and bring.
"""

from __future__ import annotations

from assistant.outcomes import wording
from assistant.pipeline.context import Turn
from assistant.pipeline.intents import conclude
from assistant.pipeline.patterns import matching
from assistant.pipeline.route import foreign_kind
from knowledge import text
from knowledge.ports import Hit, SearchResult

SHOWN = 8
"""Items that a search is asked for."""
ANSWER = 0.5
"""From this confidence on the first item is answered: right more often than not, with the runners-up beside it."""
LEANING = 0.5
"""From this confidence on a question is taken to be about an item that was spoken of, whatever its own words resemble."""
FOREIGN = 0.85
"""Above this chance of being after nothing that is here the citizen is told so."""
CLOSE = 0.6
"""When the first two or three items share this much, the citizen is asked which one."""
APART = 0.12
"""An item joins that question from this confidence on."""
ARTICLES = 8
"""Articles that an answer from a policy file chooses from."""
PATIENCE = 2
"""Misses in a row after which a person is offered instead of another guess."""


def run(turn: Turn) -> None:
    """Set ``hits`` and either ``item_id``, ``passages``, or an outcome that asks for more."""
    if turn.item_id is None and not text.is_readable(turn.normalised):
        conclude(turn, "suggested", "chinese_only")
        return
    spoken = turn.given.state.spoken
    found = turn.index.search(turn.normalised, SHOWN, context=spoken)
    turn.hits = found.hits
    if turn.item_id is not None or not found.hits:
        return
    best = found.hits[0]
    turn.confidence = best.confidence
    if _leans(turn, found, best):
        turn.item_id = best.item_id
    elif not spoken and matching("retrieve", turn.normalised) is not None:
        turn.confidence, turn.hits = 0.0, ()
        conclude(turn, "clarify", "bare")
    else:
        _decide(turn, found, best)


def _leans(turn: Turn, found: SearchResult, best: Hit) -> bool:
    """Whether the question is about an item that was spoken of."""
    return best.item_id in turn.given.state.spoken and best.confidence >= LEANING


def _decide(turn: Turn, found: SearchResult, best: Hit) -> None:
    """By what the question is most likely after."""
    kind = max(found.kinds, key=found.kinds.__getitem__)
    if kind == "policy" and turn.index.policies:
        turn.passages = turn.index.passages(turn.normalised, ARTICLES)
    elif found.kinds["none"] >= FOREIGN:
        conclude(turn, "out_of_scope", foreign_kind(turn.normalised))
    elif kind == "topic" and found.topics:
        turn.topic = found.topics[0]
        turn.end("clarify")
        turn.text = turn.topic.prompt
    elif kind == "item" and best.confidence >= ANSWER:
        turn.item_id = best.item_id
    else:
        _ask_for_more(turn, found)


def _ask_for_more(turn: Turn, found: SearchResult) -> None:
    """Ask between two or three items where they are close; else suggest, then ask to rephrase, then offer a person."""
    close = [hit for hit in found.hits[:3] if hit.confidence >= APART]
    if len(close) > 1 and sum(hit.confidence for hit in close) >= CLOSE:
        turn.end("clarify", "between")
        names = "，还是".join(f"「{turn.index.guides[hit.item_id].name}」" for hit in close)
        turn.text = wording("clarify", "between").format(names=names)
    elif turn.given.state.failures >= PATIENCE:
        conclude(turn, "handover", "lost")
    elif turn.given.state.failures:
        conclude(turn, "suggested", "rephrase")
    else:
        conclude(turn, "suggested")
