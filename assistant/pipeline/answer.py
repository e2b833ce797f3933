"""Step 6: the answer of the item's own guide, or of the policy file's own article, for what was asked, with its source."""

from __future__ import annotations

from assistant.outcomes import wording
from assistant.pipeline.compose import FACET_WORDS, phones
from assistant.pipeline.context import Turn, guide_card
from assistant.pipeline.faq import asked_before
from assistant.pipeline.policies import answer_policy
from assistant.pipeline.reply import CallNumber, Citation, OpenGuide
from knowledge.models import ServiceGuide

SURE = 0.8
"""Below this confidence the reply says that the item is a guess, and how to correct it."""
FREQUENT = "常见问题"


def run(turn: Turn) -> None:
    """End the run as ``answered``; retrieval has settled on an item or on articles, or ended it before."""
    if turn.passages:
        _from_policy(turn)
    elif turn.guide is not None:
        _from_guide(turn, turn.guide)
    else:
        raise LookupError("answer reached without an item")


def _from_guide(turn: Turn, guide: ServiceGuide) -> None:
    turn.outcome = "answered"
    lines = ["\n".join(FACET_WORDS[facet].compose(guide)) for facet in turn.facets]
    turn.citations += [_citation(guide, FACET_WORDS[facet].section) for facet in turn.facets]
    frequent = asked_before(guide, turn.normalised)
    if frequent is not None:
        lines.insert(0, frequent.a)
        turn.citations.insert(0, _citation(guide, FREQUENT))
    variant = "unsure" if turn.confidence < SURE else ""
    turn.text = wording("answered", variant).format(answer="\n".join(lines), name=guide.name)
    if "general" in turn.facets:
        turn.card = guide_card(turn.index, guide.id)
    else:
        turn.actions.append(OpenGuide(label="查看完整办事指南", item_id=guide.id))
    if "phone" in turn.facets:
        turn.actions += [CallNumber(label=f"拨打 {number}", number=number) for number in phones(guide.places)]


def _from_policy(turn: Turn) -> None:
    found = answer_policy(turn.passages, turn.index.policies, turn.given.on, turn.normalised)
    turn.outcome, turn.text = "answered", found.text
    turn.citations += found.citations
    turn.suggestions += found.suggestions


def _citation(guide: ServiceGuide, section: str) -> Citation:
    return Citation(title=f"{guide.name}办事指南", section=section, source_id=guide.id, url=f"/?guide={guide.id}")
