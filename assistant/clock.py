"""Days as the district counts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from assistant.policies.service import day_of

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def in_words(day: date) -> str:
    """``2026 年 9 月 30 日``."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


__all__ = ["Clock", "day_of", "in_words", "now"]
