"""催办: a reminder goes to the department that published the measure, not too often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row

from assistant.benefits.applications.repository import ApplicationRepository
from assistant.benefits.applications.schemas import UrgeReply, Urges
from assistant.benefits.applications.states import MACHINE, WAITING
from assistant.benefits.errors import UrgeLimit, UrgeTooSoon
from assistant.errors import WrongState


class UrgeRule(NamedTuple):
    """At most ``most`` reminders for one application, ``gap`` apart."""

    gap: timedelta = timedelta(hours=24)
    most: int = 3


def urges_of(row: Row[Any], sent: Sequence[Row[Any]], rule: UrgeRule, now: datetime) -> Urges:
    """Reminders so far, and when the next may be sent (``None``: now, or never)."""
    left = max(0, rule.most - len(sent)) if row.state in WAITING else 0
    next_at = sent[-1].at + rule.gap if sent and left else None
    return Urges(
        count=len(sent), left=left, next_at=next_at if next_at and next_at > now else None, routed_to=row.department
    )


def urge(repository: ApplicationRepository, row: Row[Any], text: str, rule: UrgeRule, now: datetime) -> UrgeReply:
    """Record a reminder; raises WrongState, UrgeTooSoon or UrgeLimit."""
    if row.state not in WAITING:
        raise WrongState(f"现在的状态是“{MACHINE.states[row.state]}”，不需要催办。")
    sent = repository.urges(row.number)
    if len(sent) >= rule.most:
        raise UrgeLimit(
            f"这份申报已经催办 {rule.most} 次，{row.department}都收到了，请等待办理。也可以拨打 12345 咨询。"
        )
    wait = sent[-1].at + rule.gap - now if sent else timedelta()
    if wait > timedelta():
        raise _too_soon(wait)
    if not repository.add_urge(row.number, len(sent) + 1, now, text, row.department):
        raise _too_soon(rule.gap)
    urges = urges_of(row, repository.urges(row.number), rule, now)
    message = f"已经转给{row.department}催办。" + (
        f"还可以催办 {urges.left} 次。" if urges.left else "这是最后一次催办，请等待办理。"
    )
    return UrgeReply(**urges.model_dump(), message=message)


def _too_soon(wait: timedelta) -> UrgeTooSoon:
    hours = math.ceil(wait.total_seconds() / 3600)
    return UrgeTooSoon(f"您刚催办过，请过 {hours} 小时再催办。", math.ceil(wait.total_seconds()))
