"""Step 6: the answer of the item's own guide, or of the policy file's own article, for what was asked, with its source."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.outcomes import wording
from assistant.pipeline.compose import FACET_WORDS, phones
from assistant.pipeline.context import Turn, guide_card
from assistant.pipeline.faq import asked_before
from assistant.pipeline.origins import FIELDS, located
from assistant.pipeline.policies import answer_policy
from assistant.pipeline.reply import Action, CallNumber, Citation, OpenGuide
from assistant.pipeline.unsaid import calls, is_said
from knowledge.models import Facet, FrequentQuestion, ServiceGuide

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
    frequent = asked_before(guide, turn.normalised)
    facets = _told(turn, guide, frequent)
    lines = [] if frequent is None else [frequent.a]
    lines += ["\n".join(FACET_WORDS[facet].compose(guide)) for facet in facets]
    turn.citations += _citations(turn, guide, frequent, facets)
    variant = "unsure" if turn.confidence < SURE else ""
    turn.text = wording("answered", variant).format(answer="\n".join(lines), name=guide.name)
    if "general" in turn.facets:
        turn.card = guide_card(turn.index, guide.id)
    else:
        turn.actions.append(OpenGuide(label="查看完整办事指南", item_id=guide.id))
    turn.actions += _numbers(turn, guide)


def _told(turn: Turn, guide: ServiceGuide, frequent: FrequentQuestion | None) -> list[Facet]:
    """The facets to lay out; that the guide does not say one is not told beside its own answer to that very question."""
    answers_all = frequent is not None and len(turn.facets) == 1
    return [facet for facet in turn.facets if is_said(guide, facet) or not answers_all]


def _numbers(turn: Turn, guide: ServiceGuide) -> list[Action]:
    """The numbers asked for, and those to ask what the guide does not say."""
    asked = phones(guide.places) if "phone" in turn.facets else ()
    offered = [CallNumber(label=f"拨打 {number}", number=number) for number in asked]
    if not all(is_said(guide, facet) for facet in turn.facets):
        offered += calls(guide)
    return list(dict.fromkeys(offered))


def _from_policy(turn: Turn) -> None:
    found = answer_policy(turn.passages, turn.index.policies, turn.given.on, turn.normalised)
    turn.outcome, turn.text = "answered", found.text
    for citation in found.citations:
        origin = turn.index.origin(citation.source_id)
        turn.citations.append(located(citation, origin, (citation.section,)))
    turn.suggestions += found.suggestions


def _citations(
    turn: Turn, guide: ServiceGuide, frequent: FrequentQuestion | None, facets: Iterable[Facet]
) -> list[Citation]:
    """One a facet, behind that of the guide's own answer; each with its place in the department's file."""
    origin = turn.index.origin(guide.id)
    sections: list[tuple[str, tuple[str, ...]]] = []
    if frequent is not None:
        sections.append((FREQUENT, (f"faq[{guide.faq.index(frequent)}]", "faq")))
    sections += [(FACET_WORDS[facet].section, FIELDS[facet]) for facet in facets]
    return [located(_citation(guide, section), origin, fields) for section, fields in sections]


def _citation(guide: ServiceGuide, section: str) -> Citation:
    return Citation(title=f"{guide.name}办事指南", section=section, source_id=guide.id, url=f"/?guide={guide.id}")
