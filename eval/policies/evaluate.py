"""Is a question about a policy file answered from the right document and article, and never from one that has ended?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.policies.load import KINDS, PolicyRow
from eval.progress import Track
from eval.report import Figure, Report, Row, Table, latency, rate
from eval.target import SeenReply, Target

_ITEM = re.compile(r"[A-Z]{2}-[0-9]{3,6}")
_NOT_IN_FORCE = ("到期", "失效", "废止", "不再执行", "停止执行", "没有生效", "尚未生效", "尚未施行")
"""Words by which a reply says that a document does not hold; an answer from one that does has none of them."""


@dataclass(frozen=True)
class JudgedPolicy:
    """A question with what chat made of it."""

    asked: PolicyRow
    reply: SeenReply

    @property
    def cited(self) -> tuple[tuple[str, str], ...]:
        """Policy files and their sections that the reply rests on, in its order; guides are left out."""
        return tuple((one.source_id, one.section) for one in self.reply.citations if not _ITEM.fullmatch(one.source_id))

    @property
    def document_first(self) -> bool:
        """The right document leads the citations."""
        return bool(self.cited) and self.cited[0][0] == self.asked.document_id

    @property
    def document_cited(self) -> bool:
        """The right document is among the citations."""
        return any(document == self.asked.document_id for document, _ in self.cited)

    @property
    def article_cited(self) -> bool:
        """The right article of the right document is among the citations."""
        return (self.asked.document_id, self.asked.article) in self.cited

    @property
    def told_not_in_force(self) -> bool:
        """The reply says of a document that it does not hold."""
        return any(word in self.reply.text for word in _NOT_IN_FORCE)

    @property
    def as_in_force(self) -> bool:
        """The document is cited as if it held."""
        return self.document_cited and not self.told_not_in_force

    @property
    def right(self) -> bool:
        """What the kind calls for."""
        match self.asked.kind:
            case "none":
                return not self.cited
            case "expired":
                return not self.as_in_force
            case "fact" if self.asked.article:
                return self.article_cited
            case _:
                return self.document_first

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            **self.asked.model_dump(),
            "outcome": self.reply.outcome,
            "cited": [list(one) for one in self.cited],
            "told_not_in_force": self.told_not_in_force,
            "right": self.right,
            "confidence": self.reply.confidence,
            "turn_ms": self.reply.elapsed_ms,
        }


def evaluate(rows: Sequence[PolicyRow], target: Target, track: Track) -> Report:
    """Ask every question in a session of its own, and sum up."""
    return summarise([JudgedPolicy(row, target.ask(row.question)) for row in track(rows, "policies")])


def summarise(judged: Sequence[JudgedPolicy]) -> Report:
    """Figures, and the questions that went wrong."""
    live = [one for one in judged if one.asked.kind in ("fact", "document")]
    expired = [one for one in judged if one.asked.kind == "expired"]
    none = [one for one in judged if one.asked.kind == "none"]
    figures: dict[str, Figure] = {
        "document_first": rate(one.document_first for one in live),
        "document_cited": rate(one.document_cited for one in live),
        "article_cited": rate(one.article_cited for one in live if one.asked.article),
        "expired_as_in_force": rate(one.as_in_force for one in expired),
        "expired_told": rate(one.told_not_in_force for one in expired),
        "none_from_policy": rate(bool(one.cited) for one in none),
        "not_from_policy": rate(not one.cited for one in live),
        "failed": rate(one.reply.outcome == "error" for one in judged),
    }
    figures |= {f"right.{kind}": rate(one.right for one in judged if one.asked.kind == kind) for kind in KINDS}
    figures |= latency("turn", [one.reply.elapsed_ms for one in judged])
    return Report("policies", figures, (_wrong(judged),), tuple(one.row for one in judged))


def _wrong(judged: Sequence[JudgedPolicy]) -> Table:
    rows = tuple(
        (
            one.asked.kind,
            f"{one.asked.document_id or '-'} {one.asked.article or ''}".strip(),
            "; ".join(" ".join(cited) for cited in one.cited) or "-",
            one.reply.outcome,
            one.asked.question,
        )
        for one in judged
        if not one.right
    )
    columns = ("kind", "wanted", "cited", "outcome", "question")
    return Table("wrong", "Questions answered from the wrong place", columns, rows)
