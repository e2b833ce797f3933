"""Answers from policy files: the article itself, word for word, with its document and how long that is in force.

Nothing is rephrased: sums, shares and dates stand as the document says them. The only dates added are those of its
labels: since when, until when, and the day by which a measure must be applied for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quote_url

from assistant.pipeline.policy_status import Status, day, named, status_of, status_text
from assistant.pipeline.quote import quote, speaks_of
from assistant.pipeline.reply import Citation, Suggestion
from knowledge import text
from knowledge.models import Measure, Passage, PolicyDocument
from knowledge.passages import PassageHit
from knowledge.policy_words import PROCEDURE, policy_words

CLOSE = 1.0
"""Two documents this near in score both answer: on held-out questions the second is right in one of five such cases,
in fewer than one of twenty beyond."""
AS_WELL = 2.0
"""A document in force this near is preferred to one that is not."""
MOST_SUGGESTIONS = 4
WHOLE = "全文"


@dataclass(frozen=True)
class PolicyAnswer:
    """What the citizen reads and what it rests on; ``lead`` is the document that answers first.

    ``status`` is that document's on the day: an answer from one that is not in force says so in its first sentence.
    """

    text: str
    citations: tuple[Citation, ...]
    suggestions: tuple[Suggestion, ...]
    lead: str
    status: Status


@dataclass(frozen=True)
class _Found:
    """The best article of a document, how to apply where that stands elsewhere, and the document's standing."""

    passage: Passage
    policy: PolicyDocument
    score: float
    status: Status
    procedure: Passage | None

    @property
    def named(self) -> str:
        """Title and number."""
        return named(self.policy.title, self.passage.number)


def answer_policy(
    hits: Sequence[PassageHit], policies: Mapping[str, PolicyDocument], on: date, asked: str = ""
) -> PolicyAnswer:
    """The answer to a question about policy files on the day ``on`` (Asia/Shanghai).

    ``hits`` are ranked, best first, and should hold a few documents (``k`` of 8 or more); hits of documents that are
    not in ``policies`` are passed over. ``asked`` (normalised) decides which part of a long article is quoted. Raises
    ValueError when no hit is left.
    """
    found = list(_best_of_each(hits, policies, on, asked))
    if not found:
        raise ValueError("no article to answer from")
    chosen = _chosen(found)
    lead = chosen[0]
    blocks = [_block(one, asked, on) for one in chosen]
    blocks += [_not_in_force(one, on) for one in _beside(found, chosen)]
    return PolicyAnswer(
        text="\n\n".join(blocks),
        citations=tuple(_citation(one, passage, on) for one in chosen for passage in _quoted(one)),
        suggestions=tuple(Suggestion(text=ask) for ask in _asks_next(lead, found)),
        lead=lead.policy.id,
        status=lead.status,
    )


def _best_of_each(
    hits: Sequence[PassageHit], policies: Mapping[str, PolicyDocument], on: date, asked: str
) -> Iterator[_Found]:
    """The best article of each document, in order."""
    seen: set[str] = set()
    roles = policy_words().roles_asked(asked)
    for hit in hits:
        policy = policies.get(hit.passage.document_id)
        if policy is not None and policy.id not in seen:
            seen.add(policy.id)
            procedure = _procedure(hit.passage, policy, hits) if PROCEDURE in roles else None
            yield _Found(hit.passage, policy, hit.score, status_of(policy, on), procedure)


def _procedure(passage: Passage, policy: PolicyDocument, hits: Sequence[PassageHit]) -> Passage | None:
    """The article on applying, when it was asked for and the best article is an award that leaves it to another."""
    if _measure(policy, passage.section) is None or _tells_how(passage):
        return None
    others = (hit.passage for hit in hits if hit.passage.document_id == policy.id and hit.passage.section)
    rules = (other for other in others if _measure(policy, other.section) is None and _tells_how(other))
    return next((rule for rule in rules if speaks_of(rule.text, passage.section)), None)


def _tells_how(passage: Passage) -> bool:
    return PROCEDURE in policy_words().roles_said(text.normalise(passage.text))


def _quoted(one: _Found) -> list[Passage]:
    return [one.passage] if one.procedure is None else [one.passage, one.procedure]


def _chosen(found: Sequence[_Found]) -> list[_Found]:
    """The document that answers first, and another that answers too (of the city beside the district)."""
    best = found[0]
    in_force = [one for one in found if one.status == "in_force" and best.score - one.score <= AS_WELL]
    lead = best if best.status == "in_force" or not in_force else in_force[0]
    others = (one for one in in_force if one is not lead and lead.score - one.score <= CLOSE)
    return [lead, *(one for one in [next(others, None)] if one is not None and lead.status == "in_force")]


def _beside(found: Sequence[_Found], chosen: Sequence[_Found]) -> list[_Found]:
    """A better match that stood back because it is not in force: the citizen may have meant just that one."""
    return [found[0]] if found[0] not in chosen else []


def _block(one: _Found, asked: str, on: date) -> str:
    """One document's answer: what it is, the words themselves, and since when and until when it holds."""
    if not one.passage.section:
        return "\n".join(_overview(one, on))
    place = _place(one.passage.section)
    closing = [f"这份文件由{one.policy.issuer}发布，{status_text(one.policy, on)}。"]
    opening = f"{one.named}{place}是这样规定的："
    if one.status != "in_force":
        written = "写的是" if one.status == "upcoming" else "原来写的是"
        opening, closing = f"{_not_in_force(one, on)}它{place}{written}：", []
    words = [f"“{quote(one.passage.text, asked)}”"]
    if one.procedure is not None:
        words += [f"怎么申请，写在它{_place(one.procedure.section)}：", f"“{quote(one.procedure.text, asked)}”"]
    return "\n".join([opening, *words, *_deadline(one, on), *closing])


def _overview(one: _Found, on: date) -> Iterator[str]:
    if one.status == "in_force":
        yield f"{one.named}由{one.policy.issuer}发布，{status_text(one.policy, on)}。"
    else:
        yield _not_in_force(one, on)
    if one.policy.measures:
        yield "里面的奖补有："
        yield from (f"• {_measure_place(measure)}" for measure in one.policy.measures)
        yield "想知道哪一项给多少、怎么申请，请直接问那一项。"


def _measure_place(measure: Measure) -> str:
    return f"{measure.title}（{measure.article}，{measure.mode}）"


def _not_in_force(one: _Found, on: date) -> str:
    instead = "不能再按它申请" if one.status == "ended" else "还不能按它申请"
    return f"请注意：{one.named}{status_text(one.policy, on)}，{instead}。"


def _place(section: str) -> str:
    """How a person speaks of an article: 第三条, or of a heading 的“二、（一）”这一条."""
    return section if section.startswith("第") else f"的“{section}”这一条"


def _deadline(one: _Found, on: date) -> Iterator[str]:
    """Only when it is past: what is still open stands in the document."""
    measure = _measure(one.policy, one.passage.section)
    if one.status == "in_force" and measure is not None and measure.deadline is not None and on > measure.deadline:
        yield f"请注意：这一项的申报已于{day(measure.deadline)}截止。"


def _measure(policy: PolicyDocument, section: str) -> Measure | None:
    return next((measure for measure in policy.measures if measure.article == section), None)


def _citation(one: _Found, passage: Passage, on: date) -> Citation:
    """The source; a document that is not in force bears that in its title, wherever the citation is shown alone."""
    section = passage.section
    standing = "" if one.status == "in_force" else f"（{status_text(one.policy, on)}）"
    return Citation(
        title=f"{one.named}{standing}",
        section=section or WHOLE,
        source_id=one.policy.id,
        url=f"/?policy={quote_url(one.policy.id)}" + (f"#{section}" if section else ""),
    )


def _asks_next(lead: _Found, found: Sequence[_Found]) -> list[str]:
    """What people ask next; each names its document, so that it is understood by itself.

    A document that is not in force leads nowhere: what the others that were found give comes first then.
    """
    policy, here = lead.policy, _measure(lead.policy, lead.passage.section)
    if lead.status != "in_force":
        others = [one.policy.title for one in found if one.status == "in_force"][: MOST_SUGGESTIONS - 1]
        return [*(f"《{title}》有哪些奖补？" for title in others), f"《{policy.title}》有哪些奖补？"]
    asks = [f"《{policy.title}》的{here.title}怎么申请？"] if here is not None else []
    asks += [f"《{policy.title}》的{one.title}给多少？" for one in policy.measures if one is not here]
    return [*asks[: MOST_SUGGESTIONS - 1], f"《{policy.title}》什么时候到期？"]
