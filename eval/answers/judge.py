"""Is the right guide found, is it answered from, and is the confidence honest? One search and one turn a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.answers.load import LabelledQuestion
from eval.metrics import rank_of
from eval.progress import Track
from eval.report import Row
from eval.target import SHOWN, SeenReply, SeenSearch, Target


@dataclass(frozen=True)
class Judged:
    """A question with what search and chat made of it."""

    question: LabelledQuestion
    search: SeenSearch
    reply: SeenReply

    @cached_property
    def rank(self) -> int | None:
        """Place of the right item in the search result."""
        return rank_of(self.question.item_id, self.search.ranked)

    @property
    def right_first(self) -> bool:
        """The right item leads the search result."""
        return self.rank == 1

    @property
    def within_six(self) -> bool:
        """The right item is among those a citizen is shown."""
        return self.rank is not None and self.rank <= SHOWN

    @property
    def item_right(self) -> bool:
        """Answered, and from the right item."""
        return self.reply.answered and self.reply.item_id == self.question.item_id

    @property
    def facet_right(self) -> bool:
        """The facet that leads the reply is the one asked for."""
        return self.reply.facet == self.question.facet

    @property
    def facet_among(self) -> bool:
        """The facet asked for is among those that the reply answers."""
        return self.question.facet in self.reply.told

    @property
    def reply_first(self) -> bool:
        """The first item that the reply leads to, its own or else its first suggestion's, is the right one."""
        return self.reply.offered[:1] == (self.question.item_id,)

    @property
    def reachable(self) -> bool:
        """The citizen has the right item before them: answered from, or one tap away."""
        return self.question.item_id in self.reply.offered

    @property
    def ending(self) -> str:
        """The outcome, with ``answered`` parted into right, wrong, and wrong with no right suggestion (lost)."""
        if not self.reply.answered:
            return self.reply.outcome
        if self.item_right:
            return "answered_right"
        return "answered_wrong" if self.reachable else "answered_wrong_lost"

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            **self.question.model_dump(),
            "rank": self.rank,
            "ranked": self.search.ranked[:SHOWN],
            "search_confidence": self.search.confidence,
            "search_ms": self.search.elapsed_ms,
            "ending": self.ending,
            "reply_item_id": self.reply.item_id,
            "reply_facet": self.reply.facet,
            "reply_facets": self.reply.facets,
            "reply_confidence": self.reply.confidence,
            "offered": self.reply.offered,
            "turn_ms": self.reply.elapsed_ms,
        }


def judge(questions: Sequence[LabelledQuestion], target: Target, track: Track) -> tuple[Judged, ...]:
    """Ask each question once by search and once, in a session of its own, by chat."""
    return tuple(
        Judged(question, target.search(question.question), target.ask(question.question))
        for question in track(questions, "answers")
    )
