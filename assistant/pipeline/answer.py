"""Step 6: the answer of the item's own guide for what was asked, with its source."""

from __future__ import annotations

from assistant.outcomes import wording
from assistant.pipeline.compose import FACET_WORDS, phones
from assistant.pipeline.context import Turn, guide_card
from assistant.pipeline.reply import CallNumber, Citation, OpenGuide
from knowledge.models import Facet, ServiceGuide

SURE = 0.8
"""Below this confidence the reply says that the item is a guess, and how to correct it."""


def run(turn: Turn) -> None:
    """End the run as ``answered``; retrieval has settled on an item or ended it before."""
    guide = turn.guide
    if guide is None:
        raise LookupError("answer reached without an item")
    turn.outcome = "answered"
    body = "\n".join("\n".join(FACET_WORDS[facet].compose(guide)) for facet in turn.facets)
    variant = "unsure" if turn.confidence < SURE else ""
    turn.text = wording("answered", variant).format(answer=body, name=guide.name)
    turn.citations += [_citation(guide, facet) for facet in turn.facets]
    if "general" in turn.facets:
        turn.card = guide_card(turn.index, guide.id)
    else:
        turn.actions.append(OpenGuide(label="查看完整办事指南", item_id=guide.id))
    if "phone" in turn.facets:
        turn.actions += [CallNumber(label=f"拨打 {number}", number=number) for number in phones(guide.places)]


def _citation(guide: ServiceGuide, facet: Facet) -> Citation:
    return Citation(
        title=f"{guide.name}办事指南",
        section=FACET_WORDS[facet].section,
        source_id=guide.id,
        url=f"/?guide={guide.id}",
    )
