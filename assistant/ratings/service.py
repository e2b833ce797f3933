"""Rating a finished application or a reply, and following up on the two lowest levels."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.clock import Clock, day_of, in_words
from assistant.errors import WrongState
from assistant.ratings.errors import AlreadyRated, UnknownRating, UnknownReply
from assistant.ratings.levels import LOW, SATISFIED, checked_reasons, label_of, labels_of
from assistant.ratings.repository import RatingRepository
from assistant.ratings.schemas import (
    CaseRating,
    DeskRating,
    DeskRatings,
    FollowupCounts,
    FollowupView,
    RatingReply,
    ReplyRatingIn,
)
from knowledge.working_days import add_working_days

CHANGEABLE: Final = timedelta(hours=1)
"""For so long a rating of a reply may be changed."""
ASSISTANT: Final = "智能助手"
"""Whose desk follows up on ratings of replies."""
_ZONE: Final = ZoneInfo("Asia/Shanghai")
_CLOSING: Final = time(17, 30)
_WITH_THE_CASE: Final = "答复会写在办件进度里，再查一次就能看到。"

ItemName = Callable[[str | None], str]
"""What a reply was about, in words, by its item's id."""


class RatingService:
    """Ratings, one for each case and each reply; a follow-up is due within ``followup_days`` working days."""

    def __init__(self, repository: RatingRepository, item_name: ItemName, followup_days: int, clock: Clock) -> None:
        self._repository = repository
        self._item_name = item_name
        self._days = followup_days
        self._clock = clock

    def of_case(self, number: str) -> CaseRating | None:
        """The rating of a case, for its applicant."""
        row = self._repository.of("application", number)
        return None if row is None else _case_rating(row)

    def rate_case(
        self, number: str, title: str, department: str, score: int, reasons: Sequence[str], text: str
    ) -> RatingReply:
        """Keep the rating of a case, once (一次一评); the very same again is none. Raises AlreadyRated or InvalidRequest."""
        content = self._content(score, reasons, text)
        if self._repository.add(self._subject("application", number, title, department) | content):
            return self._thanks(content, _WITH_THE_CASE)
        before = self._repository.of("application", number)
        if before is None or (before.score, before.text) != (score, text):
            raise AlreadyRated
        return self._thanks({"followup_due": before.followup_due}, _WITH_THE_CASE)

    def rate_reply(self, sent: ReplyRatingIn) -> RatingReply:
        """Keep the rating of a reply; it may be changed for an hour. Raises UnknownReply, AlreadyRated, InvalidRequest."""
        known, item_id = self._repository.reply_item(sent.session_id, sent.reply_id)
        if not known:
            raise UnknownReply
        content = self._content(sent.score, sent.reasons, sent.text)
        subject = self._subject("reply", sent.reply_id, self._item_name(item_id), ASSISTANT)
        if not self._repository.add(subject | content):
            self._change(sent.reply_id, content)
        return self._thanks(content)

    def _change(self, reply_id: str, content: dict[str, Any]) -> None:
        before = self._repository.of("reply", reply_id)
        kept = {name: value for name, value in content.items() if name != "at"}
        if before is None or not self._repository.change(before, self._clock() - CHANGEABLE, kept):
            raise AlreadyRated

    def _content(self, score: int, reasons: Sequence[str], text: str) -> dict[str, Any]:
        now = self._clock()
        return {
            "score": score,
            "reasons": checked_reasons(score, reasons),
            "text": text,
            "at": now,
            "followup_due": self._due(now) if score <= LOW else None,
        }

    @staticmethod
    def _subject(kind: str, subject: str, title: str, department: str) -> dict[str, Any]:
        return {
            "id": secrets.token_hex(16),
            "kind": kind,
            "subject": subject,
            "title": title,
            "department": department,
        }

    def _due(self, now: datetime) -> datetime:
        return datetime.combine(add_working_days(day_of(now), self._days), _CLOSING, _ZONE)

    @staticmethod
    def _thanks(content: dict[str, Any], answered: str = "") -> RatingReply:
        """``answered`` tells where an answer is read; whoever rates a reply is unknown, so none is promised."""
        due = content["followup_due"]
        if due is None:
            return RatingReply(message="谢谢您的评价。", followup=False)
        promise = f"我们会查清楚，最迟 {in_words(day_of(due))}处理完。{answered}"
        return RatingReply(message=f"谢谢您的评价，对不起让您不满意。{promise}", followup=True)

    def ratings(self, followup: str | None, department: str | None, offset: int, limit: int) -> DeskRatings:
        """A page for the desks."""
        rows, total = self._repository.page(followup, department, offset, limit)
        now = self._clock()
        shown = tuple(_desk_rating(row, now) for row in rows)
        return DeskRatings(ratings=shown, total=total, departments=self._repository.departments())

    def follow_up(self, person: Person, rating_id: str, text: str) -> DeskRating:
        """Write down what was done about a low rating, once; raises UnknownRating or WrongState."""
        if self._repository.find(rating_id) is None:
            raise UnknownRating
        if not self._repository.follow_up(rating_id, text, person.name, self._clock()):
            raise WrongState("这条评价不需要回访，或者已经有同事回访了，请刷新后再看。")
        row = self._repository.find(rating_id)
        assert row is not None, "ratings are never deleted"
        return _desk_rating(row, self._clock())

    def followups(self) -> FollowupCounts:
        """Figures for the desks."""
        total, content, late, waiting = self._repository.counts(SATISFIED, self._clock())
        return FollowupCounts(ratings=total, satisfied=content, late=late, open=waiting)


def _state(row: Row[Any]) -> Any:  # noqa: ANN401  # one of two words, or nothing
    if row.followup_at is not None:
        return "done"
    return "open" if row.followup_due is not None else None


def _case_rating(row: Row[Any]) -> CaseRating:
    state = _state(row)
    return CaseRating(
        score=row.score,
        text_of_score=label_of(row.score),
        reasons=labels_of(row.score, row.reasons),
        text=row.text,
        at=row.at,
        followup=None if state is None else FollowupView(state=state, answer=row.followup_answer),
    )


def _desk_rating(row: Row[Any], now: datetime) -> DeskRating:
    due = row.followup_due
    return DeskRating(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        title=row.title,
        department=row.department,
        score=row.score,
        text_of_score=label_of(row.score),
        reasons=labels_of(row.score, row.reasons),
        text=row.text,
        at=row.at,
        followup=_state(row),
        due_at=due,
        late=due is not None and (row.followup_at or now) > due,
        answer=row.followup_answer,
        answered_at=row.followup_at,
        answered_by=row.followup_by,
    )
