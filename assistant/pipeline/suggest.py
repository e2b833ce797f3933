"""Closing step: 猜你想办 under every reply, three to six of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.pipeline.compose import FACET_WORDS, short_name
from assistant.pipeline.context import Turn
from assistant.pipeline.reply import Suggestion
from knowledge.models import Facet, ServiceGuide

LEAST, MOST = 3, 6
SURE = 0.75
"""Above this confidence the runners-up stand behind the next questions, else before them."""
LIKELY = 0.02
"""A runner-up is offered beside an answer from this confidence on."""
NEXT: tuple[Facet, ...] = ("materials", "place", "fee", "time", "online", "process", "conditions", "phone", "result")
"""What people ask next, most wanted first."""
WELCOME = ("GA-015", "YB-001", "GA-017", "SC-002", "MZ-001", "GJ-002")
"""Common items, offered when nothing better is known."""


def run(turn: Turn) -> None:
    """Set ``suggestions``, in an order that puts the likeliest wish first."""
    guide = turn.guide if turn.outcome == "answered" else None
    offers = _after_answer(turn, guide) if guide else _of_items(turn, _hits(turn))
    chosen = {(offer.item_id, offer.facet): offer for offer in offers}
    if len(chosen) < LEAST:
        for offer in _of_items(turn, WELCOME):
            chosen.setdefault((offer.item_id, offer.facet), offer)
    turn.suggestions = list(chosen.values())[:MOST]


def _after_answer(turn: Turn, guide: ServiceGuide) -> list[Suggestion]:
    questions = [
        Suggestion(text=f"{short_name(guide)}{FACET_WORDS[facet].question}", item_id=guide.id, facet=facet)
        for facet in NEXT
        if facet not in turn.facets
    ][:3]
    others = [hit.item_id for hit in turn.hits if hit.item_id != guide.id and hit.confidence >= LIKELY]
    neighbours = list(_of_items(turn, dict.fromkeys((*others[:3], *guide.related))))[:3]
    return [*questions, *neighbours] if turn.confidence >= SURE else [*neighbours, *questions]


def _hits(turn: Turn) -> list[str]:
    """Ranked items worth showing: after safety and manners, nothing of what was said is a wish."""
    if turn.outcome in {"crisis", "abuse", "refused", "small_talk", "handover", "error", "out_of_scope"}:
        return []
    return [hit.item_id for hit in turn.hits]


def _of_items(turn: Turn, item_ids: Iterable[str]) -> Iterator[Suggestion]:
    for item_id in item_ids:
        guide = turn.index.guides.get(item_id)
        if guide is not None:
            yield Suggestion(text=f"{guide.name}怎么办？", item_id=item_id, facet="general")
