"""Closing step: 猜你想办 under every reply, three to six of them; of a broad wish all its items, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from assistant.pipeline.compose import FACET_WORDS, short_name
from assistant.pipeline.context import Turn
from assistant.pipeline.reply import Suggestion
from assistant.pipeline.unsaid import is_said
from knowledge.models import Facet, ServiceGuide, Topic

LEAST, MOST = 3, 6
MOST_CHOICES = 12
"""Items put to choice for a broad wish: a life event has up to eight, and what the words are near comes behind them."""
SURE = 0.75
"""Above this confidence the runners-up stand behind the next questions, else before them."""
LIKELY = 0.005
"""A runner-up is offered beside an answer from this confidence on."""
NEXT: tuple[Facet, ...] = ("materials", "place", "fee", "time", "online", "process", "conditions", "phone", "result")
"""What people ask next, most wanted first."""
WELCOME = ("GA-015", "YB-001", "GA-017", "SC-002", "MZ-001", "GJ-002")
"""Common items, offered when nothing better is known."""
BESIDE = 3
"""Items that the words are near, offered beside a broad wish's."""
CARE = ("SF-001", "MZ-006", "YB-012")
"""Legal aid, temporary relief, medical relief: what may help someone in danger, when the danger is past."""


def run(turn: Turn) -> None:
    """Set ``suggestions``, in an order that puts the likeliest wish first."""
    chosen: dict[str, Suggestion] = {}  # by wording: two items of one name cannot be told apart on a chip
    for offer in _offers(turn):
        chosen.setdefault(offer.text, offer)
    if len(chosen) < LEAST and turn.awaiting is None:  # what was asked back is not drowned in other matters
        for offer in _at_large(turn):
            chosen.setdefault(offer.text, offer)
    many = _is_broad(turn) or turn.awaiting == "claim"  # a form's own answers, none of which may be lacking
    turn.suggestions = list(chosen.values())[: MOST_CHOICES if many else MOST]


def _offers(turn: Turn) -> Iterator[Suggestion]:
    guide = turn.guide if turn.outcome == "answered" else None
    yield from turn.suggestions
    if guide is not None:
        yield from _after_answer(turn, guide)
        return
    found = [hit.item_id for hit in turn.hits]
    if _is_broad(turn):
        if not _asks_by_topic(turn):
            yield from _of_items(turn, found[:BESIDE])
        yield from _broad(turn, found)
    yield from _of_items(turn, _hits(turn))


def _broad(turn: Turn, found: Sequence[str]) -> Iterator[Suggestion]:
    """The items of the nearest broad wish, in its own order; then what the words are near, and the next wish's."""
    yield from _choices(turn, turn.topics[0])
    yield from _of_items(turn, found[:BESIDE])
    for topic in turn.topics[1:2]:
        yield from _choices(turn, topic)


def _is_broad(turn: Turn) -> bool:
    """Whether a topic's items are worth offering: not after safety and manners."""
    return bool(turn.topics) and turn.outcome in {"answered", "clarify", "suggested"}


def _asks_by_topic(turn: Turn) -> bool:
    return bool(turn.topics) and turn.text == turn.topics[0].prompt


def _choices(turn: Turn, topic: Topic) -> Iterator[Suggestion]:
    """The items of a broad wish, each with when it is meant."""
    for choice in topic.choices:
        for offer in _of_items(turn, [choice.item_id]):
            yield offer.model_copy(update={"hint": choice.why or None})


def _at_large(turn: Turn) -> Iterator[Suggestion]:
    """Common items; of a base that has none of them its first ones, and of a tiny base what one can ask of those."""
    common = [item_id for item_id in WELCOME if item_id in turn.index.guides]
    first = list(islice(turn.index.guides, MOST))
    yield from _of_items(turn, common if len(common) >= LEAST else (*common, *first))
    if len(first) < LEAST:
        for guide in turn.index.guides.values():
            yield from _questions(turn, guide)


def _questions(turn: Turn, guide: ServiceGuide) -> Iterator[Suggestion]:
    """What the guide says first: a chip that leads to «没有写明» helps nobody."""
    for facet in sorted(NEXT, key=lambda facet: not is_said(guide, facet)):
        if facet not in turn.facets:
            yield Suggestion(text=f"{short_name(guide)}{FACET_WORDS[facet].question}", item_id=guide.id, facet=facet)


def _after_answer(turn: Turn, guide: ServiceGuide) -> list[Suggestion]:
    if _is_broad(turn):
        broad = _broad(turn, [hit.item_id for hit in turn.hits if hit.confidence >= LIKELY])
        return [*islice(_questions(turn, guide), 1), *(offer for offer in broad if offer.item_id != guide.id)]
    questions = list(islice(_questions(turn, guide), 3))
    others = [hit.item_id for hit in turn.hits if hit.item_id != guide.id and hit.confidence >= LIKELY]
    related = (other for other in guide.related if other != guide.id)
    neighbours = list(islice(_of_items(turn, dict.fromkeys((*others[:3], *related))), 3))
    return [*questions, *neighbours] if turn.confidence >= SURE else [*neighbours, *questions]


def _hits(turn: Turn) -> list[str]:
    """Ranked items worth showing: after safety and manners, nothing of what was said is a wish."""
    if turn.outcome == "crisis":
        return list(CARE)
    if turn.outcome in {"abuse", "refused", "small_talk", "handover", "error", "out_of_scope"}:
        return []
    return [hit.item_id for hit in turn.hits]


def _of_items(turn: Turn, item_ids: Iterable[str]) -> Iterator[Suggestion]:
    for item_id in item_ids:
        guide = turn.index.guides.get(item_id)
        if guide is not None:
            yield Suggestion(text=f"{guide.name}怎么办？", item_id=item_id, facet="general")
