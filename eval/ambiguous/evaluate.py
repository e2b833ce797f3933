"""Does an open question get a choice of the items it may mean, instead of one item stated as the answer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.ambiguous.load import OpenQuestion
from eval.metrics import recall
from eval.progress import Track
from eval.report import Report, Row, Table, average, latency, rate
from eval.target import SHOWN, SeenReply, Target


@dataclass(frozen=True)
class JudgedOpen:
    """An open question with what chat made of it."""

    question: OpenQuestion
    reply: SeenReply

    @property
    def recall(self) -> float:
        """Share of the acceptable items that the reply offers; of the first six, where more are acceptable."""
        return self._recall(self.reply.offered)

    @property
    def recall_suggestions(self) -> float:
        """The same of the suggestions alone: an item that the reply states is no choice offered."""
        return self._recall(self.reply.suggested)

    def _recall(self, got: Sequence[str]) -> float:
        wanted = self.question.acceptable_item_ids
        found = recall(wanted, got) or 0.0
        return min(1.0, found * len(set(wanted)) / min(SHOWN, len(set(wanted))))

    @property
    def offers_one(self) -> bool:
        """At least one acceptable item is offered."""
        return self.recall > 0

    @property
    def answered_wrong(self) -> bool:
        """One item is stated as the answer, and it is not acceptable."""
        return self.reply.answered and self.reply.item_id not in self.question.acceptable_item_ids

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            **self.question.model_dump(),
            "outcome": self.reply.outcome,
            "reply_item_id": self.reply.item_id,
            "confidence": self.reply.confidence,
            "offered": self.reply.offered,
            "recall": self.recall,
            "recall_suggestions": self.recall_suggestions,
            "answered_wrong": self.answered_wrong,
            "turn_ms": self.reply.elapsed_ms,
        }


def evaluate(questions: Sequence[OpenQuestion], target: Target, track: Track) -> Report:
    """Ask every open question in a session of its own and sum up."""
    judged = [JudgedOpen(one, target.ask(one.question)) for one in track(questions, "ambiguous")]
    return summarise(judged, target.names())


def summarise(judged: Sequence[JudgedOpen], names: Mapping[str, str]) -> Report:
    """Figures, and each question with what was missing."""
    figures = {
        "recall": average([one.recall for one in judged]),
        "recall_suggestions": average([one.recall_suggestions for one in judged]),
        "offers_one": rate(one.offers_one for one in judged),
        "answered_wrong": rate(one.answered_wrong for one in judged),
        "answered_at_once": rate(one.reply.answered for one in judged),
        "asks_or_suggests": rate(one.reply.outcome in ("clarify", "suggested") for one in judged),
        "failed": rate(one.reply.outcome == "error" for one in judged),
    } | latency("turn", [one.reply.elapsed_ms for one in judged])
    return Report("ambiguous", figures, (_table(judged, names),), tuple(one.row for one in judged))


def _table(judged: Sequence[JudgedOpen], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            one.question.question,
            one.reply.outcome,
            one.recall,
            " ".join(_named(one.question.acceptable_item_ids, one.reply.offered, names)) or "-",
            " ".join(_named(one.reply.offered, one.question.acceptable_item_ids, names)) or "-",
        )
        for one in sorted(judged, key=lambda one: (one.recall, one.question.question))
    )
    columns = ("citizen", "outcome", "recall", "acceptable but not offered", "offered but not acceptable")
    return Table("questions", "Open questions, worst first", columns, rows)


def _named(ids: Sequence[str], without: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [f"{one} {names.get(one, '')}".strip() for one in ids if one not in without]
