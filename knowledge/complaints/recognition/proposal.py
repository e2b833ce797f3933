"""From evidence to a proposal: nothing, somebody should look, or a hand-over should be weighed. Two people decide, never this."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.complaints.recognition.findings import Evidence, Shield, Suggestion
from knowledge.complaints.recognition.rules import Rules
from knowledge.complaints.recognition.view import PersonView


def propose(
    view: PersonView, factors: Sequence[Evidence], shields: Sequence[Shield], rules: Rules
) -> tuple[Suggestion, tuple[str, ...]]:
    """The proposal and its reasons in words.

    The number of matters alone asks for review and never for more: market regulation's rule forbids no number. A hand-over is
    proposed only on several clear factors of which one is grave, and where neither anything strong nor several weak signs speak for a genuine consumer.
    """
    clear = [one for one in factors if one.strength == "clear"]
    reasons = _reasons(view, clear, rules)
    if not reasons:
        return "none", ()
    if not _may_be_handed_over(clear, shields, rules):
        return "review", (*reasons, *_protected(shields))
    grave = "、".join(one.label for one in clear if one.factor in rules.proposal.grave)
    return "handover", (*reasons, f"其中较重的是：{grave}", *_protected(shields))


def _reasons(view: PersonView, clear: Sequence[Evidence], rules: Rules) -> tuple[str, ...]:
    reasons = []
    rows = view.fullest(rules.trigger.days)
    if view.matters(rows) >= rules.trigger.matters:
        reasons.append(
            f"{rules.trigger.days} 天内有 {len(rows)} 件，合 {view.matters(rows)} 件事（{view.kinds(rows)}），达到提醒核查的数量；"
            "数量多本身不是认定的理由"
        )
    if len(clear) >= rules.proposal.review_factors:
        reasons.append(f"有 {len(clear)} 项因素比较明显")
    return tuple(reasons)


def _may_be_handed_over(clear: Sequence[Evidence], shields: Sequence[Shield], rules: Rules) -> bool:
    numbers = rules.proposal
    telling = [one for one in clear if one.factor != "abnormal_volume"]
    grave = any(one.factor in numbers.grave for one in telling)
    strong = sum(one.strength == "clear" for one in shields)
    protected = strong > numbers.most_strong or len(shields) - strong > numbers.most_weak
    return grave and len(telling) >= numbers.handover_factors and not protected


def _protected(shields: Sequence[Shield]) -> tuple[str, ...]:
    strong = "、".join(one.label for one in shields if one.strength == "clear")
    weak = "、".join(one.label for one in shields if one.strength == "weak")
    return (
        *((f"有利于本人的情形比较明显：{strong}",) if strong else ()),
        *((f"还有利于本人的：{weak}",) if weak else ()),
    )
