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
from knowledge.passages import PassageHit
from knowledge.ports import SearchResult

SHOWN = 8
"""Items that a search is asked for."""
ANSWER = 0.5
"""From this confidence on the first item is answered: right more often than not, with the runners-up beside it."""
IN_TALK = 0.35
"""The same within a conversation, where what was spoken of is known."""
PLAIN = 0.9
"""From this confidence on the item is answered although the wish sounds broad; the others of its kind stand beside it."""
BROAD = 0.3
"""From this chance of a broad wish on its items are offered beside whatever is said."""
BROAD_IN_TALK = 0.75
"""The same where the item spoken of seems meant, for short questions («去哪领») sound broad; bare ones never are."""
VERY_BROAD = 0.97
"""From this chance on the citizen is asked which item it is, whatever one seems to fit; not within a conversation."""
POLICY = 0.9
"""From this chance on a policy file answers: of held-out policy questions 95 % have more."""
COVERED = 0.09
"""An article must cover this much of the question; of questions about support that no file gives, a third has less."""
FOREIGN = 0.5
"""From this chance of being no government matter on the citizen is told so."""
SURE_FOREIGN = 0.97
"""The same where an item's words were hit, or in a conversation, where few words go a long way."""
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
    found = turn.index.search(turn.normalised, SHOWN, context=turn.given.state.spoken)
    turn.hits = found.hits
    if turn.item_id is not None:
        return
    if found.hits:
        _decide(turn, found)
    else:
        conclude(turn, "out_of_scope", foreign_kind(turn.normalised))


def _decide(turn: Turn, found: SearchResult) -> None:
    """What the chances of at least one hit allow."""
    turn.confidence = found.hits[0].confidence
    bare = matching("retrieve", turn.normalised) is not None
    if found.kinds["topic"] >= BROAD and not _only_sounds_broad(turn, found, bare):
        turn.topics = found.topics
    if bare and not turn.given.state.spoken:
        turn.confidence, turn.hits, turn.topics = 0.0, (), ()
        conclude(turn, "clarify", "bare")
    elif _is_foreign(turn, found):
        conclude(turn, "out_of_scope", foreign_kind(turn.normalised))
    elif found.kinds["policy"] >= POLICY and (articles := _articles(turn)):
        turn.passages = articles
    else:
        _settle(turn, found)


def _only_sounds_broad(turn: Turn, found: SearchResult, bare: bool) -> bool:
    """Whether the item spoken of is meant: short questions on it sound broad by themselves."""
    return _leans(turn, found) and (bare or found.kinds["topic"] < BROAD_IN_TALK)


def _articles(turn: Turn) -> tuple[PassageHit, ...]:
    """Articles to answer from; none where the best one has little to do with the question."""
    found = turn.index.passages(turn.normalised, ARTICLES) if turn.index.policies else ()
    return found if found and found[0].coverage >= COVERED else ()


def _is_foreign(turn: Turn, found: SearchResult) -> bool:
    """Whether no guide answers.

    Never where a matter is named and asked about and nobody else serves it; and of what is typed in pinyin nobody can
    tell, for the models have learnt none.
    """
    sure = turn.given.state.spoken or found.hits[0].confidence >= PLAIN
    if found.kinds["foreign"] < (SURE_FOREIGN if sure else FOREIGN) or _leans(turn, found):
        return False  # before the patterns, which cost more than all of this
    errand = matching("errand", turn.normalised) is not None and not foreign_kind(turn.normalised)
    return not errand and text.has_chinese(turn.normalised)


def _leans(turn: Turn, found: SearchResult) -> bool:
    """Whether the question is about an item that was spoken of, whatever its own words resemble."""
    best = found.hits[0]
    return best.item_id in turn.given.state.spoken and best.confidence >= ANSWER


def _settle(turn: Turn, found: SearchResult) -> None:
    """One item where it is likely enough, a choice where the wish is broad or two are close, else what is nearest."""
    best = found.hits[0]
    broad = max(found.kinds, key=found.kinds.__getitem__) == "topic" and bool(turn.topics)
    very_broad = found.kinds["topic"] >= VERY_BROAD and not turn.given.state.spoken
    least = IN_TALK if turn.given.state.spoken else PLAIN if broad else ANSWER
    if best.confidence >= least and not very_broad:
        turn.item_id = best.item_id
    elif broad:
        turn.end("clarify")
        turn.text = turn.topics[0].prompt
    else:
        turn.topics = found.topics
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
