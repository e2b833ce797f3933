"""催办: a reminder goes to the desk of the department that works on the case, and is answered within a set time."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Row

from assistant.applications.case import Case, UrgeNote
from assistant.applications.errors import CaseSystemRefused, CaseSystemUnavailable, NotOpen, UrgeLimit, UrgeTooSoon
from assistant.applications.ports import CaseSystem
from assistant.applications.repository import UrgeRepository
from assistant.applications.schemas import UrgeEntry, UrgeIn, UrgeReply, Urges
from assistant.clock import day_of, in_words
from knowledge.working_days import add_working_days

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_CLOSING: Final = time(17, 30)
"""An answer is due by the end of office hours."""
_AT_ONCE: Final = 100
"""So many undelivered urges are handed over in one go."""
_FIRST_PAUSE: Final = timedelta(minutes=5)
_LONGEST_PAUSE: Final = timedelta(hours=6)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class UrgeRule:
    """At most ``most`` urges for one case, ``gap`` apart, each answered within ``answer_days`` working days."""

    gap: timedelta = timedelta(hours=24)
    most: int = 3
    answer_days: int = 2


def closing_of(moment: datetime, working_days: int) -> datetime:
    """The end of office hours so many working days after a moment."""
    return datetime.combine(add_working_days(day_of(moment), working_days), _CLOSING, _ZONE)


class Urging:
    """Urges of cases, under one rule."""

    def __init__(self, repository: UrgeRepository, system: CaseSystem, rule: UrgeRule) -> None:
        self._repository = repository
        self._system = system
        self._rule = rule

    def state_of(self, case: Case, now: datetime) -> tuple[Urges, str]:
        """Urges so far, and why there can be no further one now (empty: there can)."""
        sent = self._repository.of_case(case.number)
        urges = self._urges(case, sent, now)
        return urges, _reason(case, urges, self._rule.most)

    def urge(self, case: Case, sent: UrgeIn, now: datetime) -> UrgeReply:
        """Record an urge, then hand it over; raises NotOpen, UrgeTooSoon or UrgeLimit."""
        before = self._repository.of_case(case.number)
        same = next((row for row in before if sent.submit_id and row.submit_id == sent.submit_id), None)
        row = same if same is not None else self._record(case, sent, before, now)
        if row.delivered_at is None and row.refused is None and (row.try_at is None or row.try_at <= now):
            self._hand_over(row, now)
        row = self._known(row.id)
        after = self._urges(case, self._repository.of_case(case.number), now)
        return UrgeReply(
            count=after.count,
            left=after.left,
            next_at=after.next_at,
            routed_to=row.department,
            answer_by=row.due_at,
            message=_message(row, after.left),
            sample=case.sample,
        )

    def _record(self, case: Case, sent: UrgeIn, before: Sequence[Row[Any]], now: datetime) -> Row[Any]:
        self._check(case, self._urges(case, before, now), now)
        values = {
            "id": secrets.token_hex(16),
            "number": case.number,
            "seq": len(before) + 1,
            "submit_id": sent.submit_id,
            "item_name": case.item_name,
            "department": case.department,
            "text": sent.text,
            "at": now,
            "due_at": closing_of(now, self._rule.answer_days),
            "tries": 0,
        }
        if not self._repository.add(values):
            return self._quicker(case.number, sent.submit_id)
        return self._known(str(values["id"]))

    def _quicker(self, number: str, submit_id: str | None) -> Row[Any]:
        """The same tap sent twice at once is one; another tap at the same moment came too soon."""
        for row in self._repository.of_case(number):
            if submit_id and row.submit_id == submit_id:
                return row
        raise _too_soon(self._rule.gap)

    def _known(self, urge_id: str) -> Row[Any]:
        row = self._repository.find(urge_id)
        assert row is not None, "urges are never deleted"
        return row

    def _check(self, case: Case, urges: Urges, now: datetime) -> None:
        reason = _reason(case, urges, self._rule.most)
        if not reason:
            return
        if urges.next_at is not None:
            raise _too_soon(urges.next_at - now)
        raise UrgeLimit(reason) if urges.count >= self._rule.most else NotOpen(reason)

    def _urges(self, case: Case, sent: Sequence[Row[Any]], now: datetime) -> Urges:
        left = max(0, self._rule.most - len(sent)) if case.state in ("received", "reviewing") else 0
        next_at = sent[-1].at + self._rule.gap if sent and left else None
        return Urges(
            count=len(sent),
            left=left,
            next_at=next_at if next_at and next_at > now else None,
            history=tuple(entry_of(row) for row in sent),
        )

    def deliver(self, now: datetime, *, everything: bool = False) -> int:
        """Hand over what the case system has not got and is to be tried again; how many it took.

        One that it refuses is left to the desk, and the next one follows. Where it is away the rest waits; that one waits
        longer each time, so that a single one at which it fails does not hold up the others. ``everything``: the desk
        asks, so none is left out.
        """
        taken = 0
        for row in self._repository.undelivered(None if everything else now, _AT_ONCE):
            came = self._hand_over(row, now)
            if came == "away":
                break
            taken += came == "taken"
        return taken

    def _hand_over(self, row: Row[Any], now: datetime) -> Literal["taken", "refused", "away"]:
        try:
            self._system.urge(row.number, UrgeNote(row.id, row.at, row.due_at, row.text))
        except CaseSystemRefused as error:
            _log.warning("urge_refused", urge=row.id, why=error.why)
            self._repository.refused(row.id, error.why)
            return "refused"
        except CaseSystemUnavailable:
            _log.warning("urge_waits", urge=row.id, tries=row.tries + 1)
            self._repository.put_off(row.id, row.tries + 1, now + _pause(row.tries))
            return "away"
        self._repository.delivered(row.id, now)
        return "taken"


def _pause(tries: int) -> timedelta:
    """Doubles with every try that went wrong."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << min(tries, 10)))


def entry_of(row: Row[Any]) -> UrgeEntry:
    """One urge as its giver sees it."""
    return UrgeEntry(
        at=row.at,
        text=row.text,
        routed_to=row.department,
        due_at=row.due_at,
        delivered=row.delivered_at is not None,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _reason(case: Case, urges: Urges, most: int) -> str:
    if case.state == "waiting":
        return "现在等您补交材料，材料交齐以后部门接着办，不需要催办。"
    if case.state not in ("received", "reviewing"):
        return "这件申请已经结束，不需要催办。"
    if urges.count >= most:
        return f"已经催办 {most} 次，{_kept(urges)}，请等待答复。也可以拨打 12345 咨询。"
    if urges.next_at is not None:
        again = urges.next_at.astimezone(_ZONE)
        return f"刚催办过，{_kept(urges)}，{again.month} 月 {again.day} 日 {again:%H:%M} 以后可以再催办。"
    return ""


def _kept(urges: Urges) -> str:
    """That the department has them is said only where it does."""
    return "部门已经收到" if all(each.delivered for each in urges.history) else "已经记下"


def _too_soon(wait: timedelta) -> UrgeTooSoon:
    seconds = max(1, math.ceil(wait.total_seconds()))
    return UrgeTooSoon(f"您刚催办过，请过 {-(-seconds // 3600)} 小时再催办。", seconds)


def _message(row: Row[Any], left: int) -> str:
    more = f"还可以催办 {left} 次。" if left else "这是最后一次催办。"
    until = f"最迟 {in_words(day_of(row.due_at))}答复您"
    if row.delivered_at is not None:
        return f"已经转给{row.department}催办，{until}。{more}"
    if row.refused is not None:
        return f"已经记下您的催办，办件系统没有收下，由工作人员转告{row.department}，{until}。{more}"
    return f"已经记下您的催办，办件系统暂时连接不上，连上以后就转给{row.department}，{until}。{more}"
