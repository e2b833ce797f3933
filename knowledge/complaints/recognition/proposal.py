"""From evidence to a proposal: nothing, somebody should look, or a hand-over should be weighed. Two people decide, never this."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.complaints.recognition.findings import Evidence, Shield, Suggestion
from knowledge.complaints.recognition.rules import Rules


def propose(
    most_in_window: int, factors: Sequence[Evidence], shields: Sequence[Shield], rules: Rules
) -> tuple[Suggestion, tuple[str, ...]]:
    """The proposal and its reasons in words.

    The number of complaints alone asks for review and never for more: market regulation's rule forbids no number. A hand-over is
    proposed only on several clear factors of which one is grave, and where hardly anything strong speaks for a genuine consumer.
    """
    clear = [one for one in factors if one.strength == "clear"]
    strong = [one for one in shields if one.strength == "clear"]
    reasons = _reasons(most_in_window, clear, rules)
    if not reasons:
        return "none", ()
    if not _may_be_handed_over(clear, strong, rules):
        return "review", (*reasons, *_protected(strong))
    grave = "、".join(one.label for one in clear if one.factor in rules.proposal.grave)
    return "handover", (*reasons, f"其中较重的是：{grave}", *_protected(strong))


def _reasons(most: int, clear: Sequence[Evidence], rules: Rules) -> tuple[str, ...]:
    reasons = []
    if most >= rules.trigger.complaints:
        reasons.append(f"{rules.trigger.days} 天内有 {most} 件，达到提醒核查的数量；数量多本身不是认定的理由")
    if len(clear) >= rules.proposal.review_factors:
        reasons.append(f"有 {len(clear)} 项因素比较明显")
    return tuple(reasons)


def _may_be_handed_over(clear: Sequence[Evidence], strong: Sequence[Shield], rules: Rules) -> bool:
    numbers = rules.proposal
    telling = [one for one in clear if one.factor != "abnormal_volume"]
    grave = any(one.factor in numbers.grave for one in telling)
    harmed = any(one.protection == "real_harm" for one in strong)
    return grave and len(telling) >= numbers.handover_factors and len(strong) <= numbers.most_protections and not harmed


def _protected(strong: Sequence[Shield]) -> tuple[str, ...]:
    return (f"有利于本人的情形比较明显：{'、'.join(one.label for one in strong)}",) if strong else ()
